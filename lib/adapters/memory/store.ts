import type { Book, Intent, Universe, UniverseReasons } from '../../desk/book.ts';
import type { GuardianState } from '../../desk/guardian/state.ts';
import type { Limits } from '../../desk/limits/limits.ts';
import type { Position } from '../../desk/position/position.ts';
import type { DayTruth } from '../../desk/truth/day-truth.ts';
import type { PolicyReading, PolicyState } from '../../models/policy/state.ts';
import type { BookReader, BookStore, GuardStore, Journal, Lease, Saved } from '../../ports.ts';
import { memoryJournal } from './journal.ts';
import { memoryLeases } from './leases.ts';
import { frozenCopy, VersionedItems } from './versioned.ts';

export type MemoryStore = BookStore & BookReader & Journal & { readonly guard: GuardStore };

/** A desk's whole state in this process, with the meaning of the table's: conditions, fences, leases, history. */
export function memoryStore(): MemoryStore {
  const books = new VersionedItems<Book>();
  const universes = new VersionedItems<Universe>();
  const positions = new VersionedItems<Position>();
  const intents = new VersionedItems<Intent>();
  const guardians = new VersionedItems<GuardianState>();
  const closed = new Map<string, Position>();
  const done = new Map<string, Intent>();
  const truths = new VersionedItems<DayTruth>();
  const policies = new VersionedItems<PolicyState>();
  let lastGoodLimits: Limits | undefined;
  let reasons: UniverseReasons | undefined;
  const load = async () => ({
    book: books.get('book'),
    positions: positions.all(),
    intents: intents.all(),
    universe: universes.get('universe'),
    lastGoodLimits,
    guardian: guardians.get('guardian'),
    policy: readingOf(policies.get('policy')),
  });
  return {
    ...memoryLeases(),
    ...memoryJournal(),
    guard: {
      ...memoryLeases(),
      load: async () => guardians.get('guardian'),
      save: async (state, lease) => guardians.save('guardian', state, lease),
    },
    load,
    loadReadable: async () => ({ ...(await load()), unreadable: [] }),
    saveBook: async (book, lease) => books.save('book', book, lease),
    saveUniverse: async (universe, lease) => universes.save('universe', universe, lease),
    savePosition: async (position, lease) => positions.save(position.symbol, position, lease),
    archivePosition: async (position, lease) => {
      if (position.closedAt === undefined) {
        throw new Error(`position ${position.id} is archived without having been closed`);
      }
      return archive({ live: positions, history: closed, key: position.symbol }, position, lease);
    },
    saveIntent: async (intent, lease) => intents.save(intent.id, intent, lease),
    archiveIntent: async (intent, lease) =>
      archive({ live: intents, history: done, key: intent.id }, intent, lease),
    saveUniverseReasons: async given => {
      reasons = frozenCopy(given, 'universe-reasons');
    },
    saveLastGoodLimits: async limits => {
      lastGoodLimits = frozenCopy(limits, 'limits');
    },
    saveDayTruth: async (truth, lease) => truths.save(String(truth.day), truth, lease),
    savePolicy: async (policy, lease) => policies.save('policy', policy, lease),
    universeReasons: async () => reasons,
    closedPositions: async ({ symbol, newest }) =>
      [...closed.values()]
        .filter(position => symbol === undefined || position.symbol === symbol)
        .toSorted(newestFirst)
        .slice(0, Math.max(0, newest)),
    closedBetween: async ({ from, to }) =>
      [...closed.values()]
        .filter(({ closedAt }) => closedAt !== undefined && closedAt >= from && closedAt <= to)
        .toSorted((a, b) => newestFirst(b, a)),
    dayTruths: async ({ from, to }) => truths.all().filter(({ day }) => day >= from && day <= to),
    position: async id => positions.all().find(position => position.id === id) ?? closed.get(id),
  };
}

const newestFirst = (a: Position, b: Position): number =>
  (b.closedAt ?? 0) - (a.closedAt ?? 0) || (a.id < b.id ? 1 : -1);

const readingOf = (state: PolicyState | undefined): PolicyReading | undefined =>
  state && { type: 'state', state };

interface Archive<T extends { readonly rev: number; readonly id: string }> {
  readonly live: VersionedItems<T>;
  readonly history: Map<string, T>;
  readonly key: string;
}

function archive<T extends { readonly rev: number; readonly id: string }>(
  { live, history, key }: Archive<T>,
  item: T,
  lease: Lease,
): Saved<T> {
  const moved = { ...item, rev: item.rev + 1 };
  if (live.get(key)?.id !== item.id && history.has(item.id)) return { type: 'saved', item: moved };
  const saved = live.save(key, item, lease);
  if (saved.type === 'conflict') return saved;
  history.set(item.id, frozenCopy(moved, item.id));
  live.delete(key);
  return saved;
}
