import { memoryJournal } from '../adapters/memory/journal.ts';
import { memoryLeases } from '../adapters/memory/leases.ts';
import { memoryLimitsMemory } from '../adapters/memory/limits-memory.ts';
import { frozenCopy, VersionedItems } from '../adapters/memory/versioned.ts';
import type { Book, Intent, Universe, UniverseReasons } from '../desk/book.ts';
import type { GuardianState } from '../desk/guardian/state.ts';
import type { Limits } from '../desk/limits/limits.ts';
import type { Position } from '../desk/position/position.ts';
import type { DayTruth } from '../desk/truth/day-truth.ts';
import type { Minute } from '../desk/units.ts';
import type { PolicyState } from '../models/policy/state.ts';
import type {
  BookReader,
  BookStore,
  DeskState,
  GuardStore,
  Journal,
  Lease,
  LimitsMemory,
  Saved,
} from '../ports.ts';
import type { Alteration } from './faults.ts';

/** What lies in the table, and what each single request does to it. The meaning of its writes is the real table's. */
export class Table {
  readonly books = new VersionedItems<Book>();
  readonly universes = new VersionedItems<Universe>();
  readonly positions = new VersionedItems<Position>();
  readonly intents = new VersionedItems<Intent>();
  readonly guardians = new VersionedItems<GuardianState>();
  readonly truths = new VersionedItems<DayTruth>();
  readonly policies = new VersionedItems<PolicyState>();
  readonly closed = new Map<string, Position>();
  readonly done = new Map<string, Intent>();
  readonly leases = memoryLeases();
  readonly guardLeases = memoryLeases();
  readonly journal = memoryJournal();
  readonly limitsMemory = memoryLimitsMemory();
  lastGoodLimits: Limits | undefined;
  reasons: UniverseReasons | undefined;

  /** All that is alive, at one instant. */
  live = (): DeskState => {
    const policy = this.policies.get('policy');
    return {
      book: this.books.get('book'),
      positions: this.positions.all(),
      intents: this.intents.all(),
      universe: this.universes.get('universe'),
      lastGoodLimits: this.lastGoodLimits,
      guardian: this.guardians.get('guardian'),
      policy: policy && { type: 'state', state: policy },
    };
  };

  /**
   * The same read when it goes less well. Torn: the query is consistent for each item, not across them. Without the
   * guardian's word: that lies elsewhere, and keeps nobody from the rest where it cannot be read.
   */
  liveAltered = (how: Alteration): DeskState | (() => DeskState) => {
    if (how === 'wordless') return { ...this.live(), guardian: undefined };
    const { book, intents } = this.live();
    return () => ({ ...this.live(), book, intents });
  };

  newestClosed = ({ symbol, newest }: Parameters<BookReader['closedPositions']>[0]): readonly Position[] =>
    [...this.closed.values()]
      .filter(position => symbol === undefined || position.symbol === symbol)
      .toSorted(newestFirst)
      .slice(0, Math.max(0, newest));
}

/** Closed positions of a span of minutes, oldest first. */
const closedIn = (closed: Iterable<Position>, { from, to }: { readonly from: Minute; readonly to: Minute }) =>
  [...closed]
    .filter(({ closedAt }) => closedAt !== undefined && closedAt >= from && closedAt <= to)
    .toSorted((a, b) => newestFirst(b, a));

const newestFirst = (a: Position, b: Position): number =>
  (b.closedAt ?? 0) - (a.closedAt ?? 0) || (a.id < b.id ? 1 : -1);

/**
 * One request over the network. `execute` is what it does at the other end, at one instant; `alter` is what a read does
 * under an alteration: it answers, or returns its second half, where it is torn.
 */
export type Hop = <T>(
  name: string,
  args: readonly unknown[],
  execute: () => T | Promise<T>,
  alter?: (how: Alteration) => T | (() => T),
) => Promise<T>;

/**
 * A desk's store over the table, each request a hop of its own: what the real store does in several requests (see
 * `adapters/dynamo/archive.ts`) is several here, in the same order, and can end between any two of them.
 */
export function tableStore(table: Table, hop: Hop): BookStore & BookReader & Journal {
  const { books, universes, positions, intents, leases, journal } = table;
  return {
    lease: (...args) => hop('lease', args, () => leases.lease(...args)),
    release: lease => hop('release', [lease], () => leases.release(lease)),
    load: () => hop('load', [], table.live, table.liveAltered),
    loadReadable: async () => ({ ...(await hop('load', [], table.live, table.liveAltered)), unreadable: [] }),
    saveBook: (book, lease) => hop('saveBook', [book], () => books.save('book', book, lease)),
    saveUniverse: (universe, lease) =>
      hop('saveUniverse', [universe], () => universes.save('universe', universe, lease)),
    savePosition: (position, lease) =>
      hop('savePosition', [position], () => positions.save(position.symbol, position, lease)),
    archivePosition: async (position, lease) => {
      if (position.closedAt === undefined) {
        throw new Error(`position ${position.id} is archived without having been closed`);
      }
      return archive(hop, { live: positions, history: table.closed, key: position.symbol }, position, lease);
    },
    saveIntent: (intent, lease) => hop('saveIntent', [intent], () => intents.save(intent.id, intent, lease)),
    archiveIntent: (intent, lease) =>
      archive(hop, { live: intents, history: table.done, key: intent.id }, intent, lease),
    saveUniverseReasons: reasons =>
      hop('saveUniverseReasons', [], () => {
        table.reasons = frozenCopy(reasons, 'universe-reasons');
      }),
    saveLastGoodLimits: limits =>
      hop('saveLastGoodLimits', [], () => {
        table.lastGoodLimits = frozenCopy(limits, 'limits');
      }),
    saveDayTruth: (truth, lease) =>
      hop('saveDayTruth', [], () => table.truths.save(String(truth.day), truth, lease)),
    savePolicy: (policy, lease) => hop('savePolicy', [], () => table.policies.save('policy', policy, lease)),
    closedBetween: span => hop('closedBetween', [], () => closedIn(table.closed.values(), span)),
    dayTruths: ({ from, to }) =>
      hop('dayTruths', [], () => table.truths.all().filter(({ day }) => day >= from && day <= to)),
    universeReasons: () => hop('universeReasons', [], () => table.reasons),
    closedPositions: query => hop('closedPositions', [query], () => table.newestClosed(query)),
    position: id =>
      hop(
        'position',
        [id],
        () => positions.all().find(position => position.id === id) ?? table.closed.get(id),
      ),
    write: (minute, role, records) =>
      hop('journal', [minute, role], () => journal.write(minute, role, records)),
    journal: journal.journal,
  };
}

/** The guardian's own item and its lease, in a partition of their own. */
export const guardTable = ({ guardians, guardLeases }: Table, hop: Hop): GuardStore => ({
  lease: (...args) => hop('lease', args, () => guardLeases.lease(...args)),
  release: lease => hop('release', [lease], () => guardLeases.release(lease)),
  load: () => hop('loadGuardian', [], () => guardians.get('guardian')),
  save: (state, lease) => hop('saveGuardian', [state], () => guardians.save('guardian', state, lease)),
});

/** What the limits guard remembers. */
export const limitsTable = ({ limitsMemory }: Table, hop: Hop): LimitsMemory => ({
  load: () => hop('loadLimitsSeen', [], () => limitsMemory.load()),
  save: seen => hop('saveLimitsSeen', [seen], () => limitsMemory.save(seen)),
});

interface Moving<T extends { readonly rev: number; readonly id: string }> {
  readonly live: VersionedItems<T>;
  readonly history: Map<string, T>;
  readonly key: string;
}

/** Look whether it has moved already; save it; write the history; delete the live item. */
async function archive<T extends { readonly rev: number; readonly id: string }>(
  hop: Hop,
  { live, history, key }: Moving<T>,
  item: T,
  lease: Lease,
): Promise<Saved<T>> {
  const moved = { ...item, rev: item.rev + 1 };
  const hasMoved = await hop('getItem', [item], () => live.get(key)?.id !== item.id && history.has(item.id));
  if (hasMoved) return { type: 'saved', item: moved };
  const saved = await hop('saveItem', [item], () => live.save(key, item, lease));
  if (saved.type === 'conflict') return saved;
  await hop('putHistory', [item], () => void history.set(item.id, frozenCopy(moved, item.id)));
  const isGone = await hop('deleteItem', [item], () => {
    if (live.get(key)?.rev === moved.rev) live.delete(key);
    return live.get(key) === undefined;
  });
  return isGone ? saved : { type: 'conflict' };
}
