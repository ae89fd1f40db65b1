import type { Book, Intent } from '../desk/book.ts';
import type { GuardianState } from '../desk/guardian/state.ts';
import type { LimitsSeen } from '../desk/limits/seen.ts';
import type { Position } from '../desk/position/position.ts';
import type { LeaseAnswer, Saved } from '../ports.ts';
import type { CurrentTick } from './desk-ports.ts';
import type { Alteration } from './faults.ts';
import type { Requests } from './requests.ts';
import type { Hop } from './table.ts';
import type { TickRun } from './tick-run.ts';
import type { World } from './world.ts';

/** Requests to the table in the name of the tick at work; what they write is shown to those who watch. */
export function tableHop(world: World, requests: Requests, tick: CurrentTick): Hop {
  return <T>(
    method: string,
    args: readonly unknown[],
    execute: () => T | Promise<T>,
    alter?: (how: Alteration) => T | (() => T),
  ) => {
    const run = tick();
    return requests.send<T>(
      run,
      { port: 'table', method, args },
      {
        execute: () => {
          if (method === 'release') run.hasReleased = true;
          if (method === 'saveLimitsSeen')
            world.step({ type: 'saved limits', tick: run, seen: args[0] as LimitsSeen });
          return shown(world, run, method, execute());
        },
        ...(alter === undefined ? {} : { alter }),
      },
    );
  };
}

/** The answer, once the watchers have seen it. Leases are given asynchronously, and seen a moment later. */
function shown<T>(world: World, tick: TickRun, method: string, answer: T | Promise<T>): T | Promise<T> {
  if (answer instanceof Promise) {
    if (method === 'lease') {
      return answer.then(given => {
        const said = given as LeaseAnswer;
        if (said.type === 'leased') {
          tick.leasedUntil = said.lease.expiresAt;
          world.step({ type: 'leased', tick, lease: said.lease });
        }
        return given;
      });
    }
    return answer;
  }
  if (!WRITES.has(method)) return answer;
  const saved = answer as Saved<unknown>;
  if (saved.type === 'conflict') return answer;
  const { item } = saved;
  if (method === 'saveBook') world.step({ type: 'saved book', tick, book: item as Book });
  else if (method === 'saveGuardian') world.step({ type: 'saved guardian', guardian: item as GuardianState });
  else if (isIntent(item)) world.step({ type: 'saved intent', tick, intent: item });
  else world.step({ type: 'saved position', tick, position: item as Position });
  return answer;
}

const WRITES: ReadonlySet<string> = new Set([
  'saveBook',
  'saveGuardian',
  'savePosition',
  'saveIntent',
  'saveItem',
]);
const isIntent = (item: unknown): item is Intent =>
  (item as object) !== null && 'limitPrice' in (item as object);
