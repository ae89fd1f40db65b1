/**
 * The RL policy learns once a day, with the daily close, from the trades that are over. The watermark `learnedTo` is a part
 * of what is learnt and is written with it in one conditional write, so that each trade is in it once: a tick that dies
 * before the write has learnt nothing, one that dies behind it is not repeated. It goes as far as the monitor's own
 * watermark: up to there no position can still come to be closed.
 */
import type { Book } from '../desk/book.ts';
import type { Position } from '../desk/position/position.ts';
import { DAY_MS, type Minute, minuteOf, minutesAfter } from '../desk/units.ts';
import { beliefOf } from '../models/policy/regression.ts';
import { foreignTo, LICENCE_TRADES } from '../models/policy/standing.ts';
import { learn, newPolicy, type PolicyReading, type PolicyState } from '../models/policy/state.ts';
import { closedTrades } from '../models/policy/trades.ts';
import { PortError } from '../ports.ts';
import type { CloseDesk } from './desk.ts';
import { sentenceOf, type Tick } from './tick.ts';

/** How far back a policy that begins anew looks: of what is older little would be left. */
const REBUILT_DAYS = 90;

/** What the learner works on: the state as it was read in one query, and before the history is. */
interface Known {
  readonly book: Book;
  readonly positions: readonly Position[];
  readonly policy?: PolicyReading | undefined;
}

/** What came of it: how many trades, or whole updates, failed; and the bug, where that is why. */
export interface PolicyLearnt {
  readonly failed: number;
  readonly bug?: unknown;
}

/** Brings the policy up to date. What fails is noted and counted, and so alarms; nothing is swallowed (I53). */
export async function learnPolicy(tick: Tick<CloseDesk>, known: Known): Promise<PolicyLearnt> {
  try {
    return { failed: await bringUpToDate(tick, known) };
  } catch (error) {
    tick.note({ type: 'trouble', what: 'the RL policy’s learning', because: sentenceOf(error) });
    return { failed: 1, ...(error instanceof PortError ? {} : { bug: error }) };
  }
}

async function bringUpToDate(tick: Tick<CloseDesk>, { book, positions, policy }: Known): Promise<number> {
  const { desk, minute } = tick;
  const to = book.monitoredMinute;
  if (to === undefined) return 0;
  const { state: before, anew } = basis(policy, desk.mode, to);
  const over = await desk.history.closedBetween({ from: minutesAfter(before.learnedTo, 1), to });
  const span = { after: before.learnedTo, to };
  // What was alive when it was read may have been archived since: then it is in both, and counts once.
  const { trades, passedOver } = closedTrades([...positions, ...over], desk.mode, span);
  const { state: learnt, failed } = learn(before, trades);
  const after: PolicyState = { ...learnt, learnedTo: to, updatedAt: minute };
  for (const id of failed)
    tick.note({ type: 'trouble', what: `learning from ${id}`, because: 'a number of the trade is none' });
  if (trades.length + passedOver > 0 || anew !== undefined) {
    const because = anew ?? `${after.n} of ${LICENCE_TRADES} trades that a licence needs`;
    tick.note({ type: 'policy', learnt: trades.length - failed.length, passedOver, n: after.n, because });
    // The record first: a tick that dies in between is repeated as a whole, and writes the same record once more.
    await tick.flush();
  }
  const saved = await desk.store.savePolicy(after, tick.lease);
  if (saved.type === 'conflict')
    throw new PortError('unavailable', 'the policy was written by another tick, or its item is none of ours');
  return failed.length;
}

/** What is gone on with: the stored state, or a new one in its place, and why. */
function basis(
  reading: PolicyReading | undefined,
  mode: string,
  to: Minute,
): { readonly state: PolicyState; readonly anew?: string } {
  const since = minuteOf(Math.max(0, to - REBUILT_DAYS * DAY_MS));
  if (reading === undefined) return { state: newPolicy(0, mode, since) };
  if (reading.type === 'unreadable') {
    const anew = `it begins anew: ${reading.because}`;
    return { state: newPolicy(reading.rev, mode, since), anew };
  }
  const fault = unfit(reading.state, mode, to);
  return fault === undefined
    ? { state: reading.state }
    : { state: newPolicy(reading.state.rev, mode, since), anew: `it begins anew: ${fault}` };
}

/** Why nothing can be added to a state. Of a watermark that lies ahead of the monitor's nothing would ever be learnt. */
function unfit(state: PolicyState, mode: string, to: Minute): string | undefined {
  const fault = foreignTo(state, { mode });
  if (fault !== undefined) return fault;
  if (state.learnedTo > to) return 'it claims to know trades of minutes to come';
  return beliefOf(state.evidence) === undefined ? 'what it has learnt is no evidence' : undefined;
}
