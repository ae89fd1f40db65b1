import { type Call, keyOf } from './calls.ts';
import { didAfter } from './did.ts';
import type { At, Lane, Played } from './lane.ts';
import type { Scenario } from './scenarios.ts';

/** One crash, and what came of it. */
export interface Crash {
  readonly call: Call;
  readonly at: At;
  readonly played: Played;
  /** Minutes beyond the very next one until everything held; undefined where it never did. */
  readonly minutes: number | undefined;
  readonly did: string;
}

/** A scenario with all its crashes. */
export interface Chapter {
  readonly scenario: Scenario;
  /** The same minute without a crash. */
  readonly usual: Played;
  readonly usualMinutes: number | undefined;
  readonly crashes: readonly Crash[];
}

/** Calls that are alike in every minute of a function: killed at once in the whole table. */
const isRoutine = ({ writes, name }: Call): boolean => !writes || name.includes(' lease ');

/**
 * Where to kill: on both sides of each call that changes something. A read changes nothing, so that its two sides are one
 * crash: while its answer is on the way. `tried`: what earlier scenarios have had already, which is added to.
 */
function killsOf(
  { functions }: Scenario,
  calls: readonly Call[],
  tried: Set<string>,
): (At & { readonly call: Call })[] {
  return calls
    .filter(({ role }) => functions.includes(role))
    .flatMap(call => {
      const key = keyOf(call);
      const routine = `${call.role} ${call.name}`;
      if (isRoutine(call) && tried.has(routine)) return [];
      tried.add(routine);
      const sides = call.writes ? (['before', 'after'] as const) : (['after'] as const);
      return sides.map(side => ({ key, side, call }));
    });
}

/** Plays a scenario once as it is and once for each kill that is `wanted`, by its number, on as many lanes as there are. */
export async function chapterOf(
  scenario: Scenario,
  lanes: readonly Lane[],
  tried: Set<string>,
  wanted: (kill: number) => boolean = () => true,
): Promise<Chapter> {
  const [first] = lanes;
  if (first === undefined) throw new Error('there is no lane');
  const from = await first.prepare(scenario);
  const usual = await first.play(scenario, from);
  const waiting = killsOf(scenario, usual.calls, tried)
    .map((at, order) => ({ at, order }))
    .filter(({ order }) => wanted(order));
  const crashes: { readonly order: number; readonly crash: Crash }[] = [];
  await Promise.all(
    lanes.map(async lane => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { at, order } = next;
        const played = await lane.play(scenario, from, at);
        crashes.push({ order, crash: crashOf(at, played, usual) });
      }
    }),
  );
  return {
    scenario,
    usual,
    usualMinutes: minutesUntilHeld(usual),
    crashes: crashes.toSorted((a, b) => a.order - b.order).map(({ crash }) => crash),
  };
}

function crashOf({ call, key, side }: At & { readonly call: Call }, played: Played, usual: Played): Crash {
  const minutes = minutesUntilHeld(played);
  const took = (minutes ?? played.after.length) + 1;
  const journal = (of: Played) => of.after.slice(0, took).flatMap(each => each.journal);
  const late = meanwhile(played.after.slice(minutesUntilHeld(usual) ?? 0, minutes));
  const did = `${didAfter(journal(played), journal(usual))}${late}`;
  return { call, at: { key, side }, played, minutes, did };
}

/** What did not hold in the minutes that a crash has cost, without ids and amounts. */
function meanwhile(after: Played['after']): string {
  const told = after
    .flatMap(each => each.broken)
    .map(fault => {
      if (fault.includes('held for nothing')) return 'capacity is held';
      return fault.includes('belongs to nothing') ? 'orders rest' : fault;
    });
  return told.length === 0 ? '' : `; meanwhile ${[...new Set(told)].join(', ')}`;
}

/** Whole minutes after the next one; undefined where something is still broken at the end. */
function minutesUntilHeld({ after }: Played): number | undefined {
  const last = after.findLastIndex(({ broken }) => broken.length > 0);
  return last === after.length - 1 ? undefined : last + 1;
}
