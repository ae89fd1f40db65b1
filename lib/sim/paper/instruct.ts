import { randomUUID } from 'node:crypto';
import { type AccountStore, type Outcome, PortError, type Rejection, type Venue } from '../../ports.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineState } from '../engine/state.ts';
import { simVenue } from '../venue.ts';
import { busySymbols, type Look, type PaperAccount } from './account.ts';
import { pruned } from './prune.ts';
import { engineOver, type Seen, type Session, TRIES } from './session.ts';

/** An order, a cancellation, a setting: what changes the account. */
export interface Instruction<T> {
  /** Carries it out on the engine. */
  readonly act: (venue: Venue, engine: Engine) => Promise<Outcome<T>>;
  /** What it came to, read from an account on which it has been carried out already. */
  readonly done: (venue: Venue) => Promise<Outcome<T>>;
  /** What was seen of its symbol, for an instruction that depends on the price. */
  readonly seen?: Seen;
}

/** Instructions that the account remembers as carried out. */
const APPLIED_MAX = 40;

/** The venue's word for a request that it turns away before it does anything: overload. */
export const notSent = (because: string): Rejection => ({
  type: 'rejected',
  code: -1008,
  because: `not sent to the paper account: ${because}`,
});

/**
 * Carries an instruction out once (I10): it stands when the account has been saved with it, and the mark it leaves there
 * tells a try whose answer was lost from one that lost to another writer. Rejected is what was surely not done; unknown,
 * where the last save may or may not stand. Never throws a PortError. `prepare` reads what the instruction needs of the
 * market, once.
 */
export async function instruct<T>(
  current: () => Promise<Session>,
  store: AccountStore<PaperAccount>,
  prepare: () => Promise<Instruction<T> | Rejection>,
): Promise<Outcome<T>> {
  const mark = randomUUID();
  let saving = false;
  try {
    const prepared = await prepare();
    if ('code' in prepared) return prepared;
    const { act, done, seen } = prepared;
    for (let i = 0; i < TRIES; i += 1) {
      const session = await current();
      const heldBefore = new Set(Object.keys(session.account.engine.positions));
      const engine = engineOver(session, seen);
      const venue = simVenue(engine);
      if (session.account.applied.includes(mark)) return await done(venue);
      saving = false;
      const outcome = await act(venue, engine);
      if (outcome.type !== 'accepted') return outcome;
      saving = true;
      const saved = await store.save(session.rev, after(session, engine.state, { mark, seen, heldBefore }));
      if (saved === 'saved') return outcome;
    }
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return saving ? { type: 'unknown', because: error.message } : notSent(error.message);
  }
  // The last of these others may have been this very instruction.
  return { type: 'unknown', because: 'the paper account was written by others each time this was tried' };
}

/** What an instruction leaves beside what it has done. */
interface Trace {
  readonly mark: string;
  readonly seen: Seen | undefined;
  readonly heldBefore: ReadonlySet<string>;
}

/** The account as it is kept after an instruction: only what is at stake is looked at from now on. */
function after({ account }: Session, state: EngineState, trace: Trace): PaperAccount {
  const busy = new Set<string>(busySymbols(state));
  const { looks, applied } = account;
  const { seen } = trace;
  const isHeld = seen !== undefined && trace.heldBefore.has(seen.symbol);
  const fresh = seen === undefined ? [] : [[seen.symbol, newLook(looks, state, seen, isHeld)] as const];
  return {
    ...account,
    engine: pruned(state, state.now),
    looks: Object.fromEntries([...Object.entries(looks), ...fresh].filter(([symbol]) => busy.has(symbol))),
    applied: [...applied, trace.mark].slice(-APPLIED_MAX),
  };
}

/** The new look, remembering the running bar of whichever instruction has opened the position. */
function newLook(
  looks: PaperAccount['looks'],
  { positions }: EngineState,
  { symbol, look }: Seen,
  isHeld: boolean,
): Look {
  const { opened: running, ...plain } = look;
  const opened = !isHeld && positions[symbol] !== undefined ? running : looks[symbol]?.opened;
  return { ...plain, ...(opened === undefined ? {} : { opened }) };
}
