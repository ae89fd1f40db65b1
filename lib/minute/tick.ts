import type { Book } from '../desk/book.ts';
import type { JournalEvent } from '../desk/journal.ts';
import { modeFault } from '../desk/mode.ts';
import { type EpochMs, epochMs, MINUTE_MS, type Minute, type SymbolId } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import { type DeskState, type Lease, PortError, type Role } from '../ports.ts';
import type { Desk, ScanDesk, TickDesk } from './desk.ts';

/** A function may run this long; so its lease. The next minute's tick finds it expired at the latest. */
export const LEASE_MS = 50_000;
/** recvWindow and as much again: an order sent later might arrive under another tick's lease. */
const ORDER_LEASE_LEFT_MS = 10_000;

/** One run of one function for one scheduled minute, while it holds its lease. */
export interface Tick<D extends TickDesk = Desk> {
  readonly desk: D;
  readonly minute: Minute;
  readonly lease: Lease;
  /** By this machine's clock. */
  readonly startedAt: EpochMs;
  /** Adds a record to the journal; all of them are written together when the tick ends, however it ends. */
  note(event: JournalEvent): void;
  /** Writes what was noted so far, for a record that must not be lost when the process dies before the tick ends. */
  flush(): Promise<void>;
}

/** What the scheduler's clock and this machine's may differ by. */
const AHEAD_MS = 5 * MINUTE_MS;

export type TickEnd = 'done' | 'held' | 'stale';

/**
 * Runs `work` for a minute unless that minute has been done, or another tick of the role is at it. A failure of the
 * world is noted and ends the tick; a bug is noted and thrown on, so that the function's error alarm sees it.
 */
export async function underLease<D extends TickDesk>(
  desk: D,
  role: Role,
  minute: Minute,
  work: (tick: Tick<D>) => Promise<void>,
  leaseMs = LEASE_MS,
): Promise<TickEnd> {
  const now = desk.clock.now();
  // Its lease would make every minute until then stale: the desk would stand still.
  if (minute > now + AHEAD_MS)
    throw new Error(
      `asked to run ${minuteText(minute)}, and it is only ${minuteText(now)}: nothing was done`,
    );
  const answer = await desk.store.lease(role, minute, now, epochMs(now + leaseMs));
  if (answer.type !== 'leased') return answer.type;
  const events: JournalEvent[] = [];
  const flush = () =>
    desk.journal.write(
      minute,
      role,
      events.map(event => ({ minute, role, mode: desk.mode, ...event })),
    );
  const tick: Tick<D> = {
    desk,
    minute,
    lease: answer.lease,
    startedAt: now,
    note: event => void events.push(event),
    flush,
  };
  try {
    await work(tick);
  } catch (error) {
    tick.note({ type: 'trouble', what: `${role} tick`, because: sentenceOf(error) });
    if (!(error instanceof PortError)) throw error;
  } finally {
    await flush();
    await desk.store.release(answer.lease);
  }
  return 'done';
}

export const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** What every function of the minute says of a tick that it has completed: that it did, and how long it took. */
export const beat = ({ desk, startedAt }: Pick<Tick<TickDesk>, 'desk' | 'startedAt'>) => ({
  Heartbeat: 1,
  TickSeconds: (desk.clock.now() - startedAt) / 1_000,
});

/** True while enough of the lease is left for an order to be sent, answered and written down. */
export const maySendOrder = ({ desk, lease }: Tick<TickDesk>): boolean =>
  lease.expiresAt - desk.clock.now() >= ORDER_LEASE_LEFT_MS;

/** What is stored, if a desk of this mode stored it. Throws a PortError otherwise, before anything is done with it (I41). */
export async function ownState({ desk }: Tick<ScanDesk>): Promise<DeskState> {
  return refuseOthers(await desk.store.load(), desk.mode);
}

/** The state as it is, if a desk of this mode stored it. */
export function refuseOthers<S extends DeskState>(state: S, mode: string): S {
  const fault = modeFault(state, mode);
  if (fault === undefined) return state;
  throw new PortError('malformed', fault);
}

/**
 * Writes what was noted of money before the state that will not be noted again. A journal that is down holds nothing
 * up: all of it is written once more when the tick ends.
 */
export async function noteFirst({ flush }: Pick<Tick<TickDesk>, 'flush'>): Promise<void> {
  try {
    await flush();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
  }
}

/** Runs the same step for each symbol; one that fails is noted and does not keep the others from theirs. */
export async function eachApart<T extends { readonly symbol: SymbolId }>(
  tick: Pick<Tick<TickDesk>, 'note'>,
  what: string,
  items: readonly T[],
  step: (item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    try {
      await step(item);
    } catch (error) {
      tick.note({ type: 'trouble', what, symbol: item.symbol, because: sentenceOf(error) });
    }
  }
}

const BOOK_TRIES = 4;

/** Changes the book by a pure function, again on the newer book when another function has written it meanwhile. */
export async function updateBook(tick: Tick, known: Book, change: (book: Book) => Book): Promise<Book> {
  let book = known;
  for (let attempt = 0; attempt < BOOK_TRIES; attempt += 1) {
    const saved = await tick.desk.store.saveBook(change(book), tick.lease);
    if (saved.type === 'saved') return saved.item;
    book = (await tick.desk.store.loadReadable()).book ?? book;
  }
  throw new PortError(
    'unavailable',
    'the book was written by others each time this tick tried; its lease may be over',
  );
}
