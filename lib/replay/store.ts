import type { Book, Intent, Universe } from '../desk/book.ts';
import type { GuardianState } from '../desk/guardian/state.ts';
import type { Limits } from '../desk/limits/limits.ts';
import type { Position } from '../desk/position/position.ts';
import type { BookReader, BookStore, Lease, Role, Saved } from '../ports.ts';

/** What the functions of a replayed minute keep their state in. */
export type MinuteStore = BookStore & Pick<BookReader, 'closedPositions'>;

interface Item {
  readonly rev: number;
}

/**
 * The state of one desk that has its stores for itself: the functions of a minute run one after the other, so nothing is
 * ever written by two. Items are kept as they are given, without a copy, since the minute treats them as immutable.
 */
export class ReplayStore implements MinuteStore {
  book: Book | undefined;
  universe: Universe | undefined;
  /** The guardian's word, which is always good: a simulated venue takes every stop. */
  guardian: GuardianState | undefined;
  lastGoodLimits: Limits | undefined;
  readonly positions = new Map<string, Position>();
  readonly intents = new Map<string, Intent>();
  /** Positions that are over, in the order in which they were archived. */
  readonly closed: Position[] = [];
  readonly #leases = new Map<Role, Lease>();
  readonly #closedBySymbol = new Map<string, Position[]>();

  lease: BookStore['lease'] = async (role, minute, now, until) => {
    const before = this.#leases.get(role);
    if (before !== undefined && before.minute >= minute) return { type: 'stale' };
    if (before !== undefined && before.expiresAt > now) return { type: 'held' };
    const lease: Lease = { role, minute, fence: (before?.fence ?? 0) + 1, expiresAt: until };
    this.#leases.set(role, lease);
    return { type: 'leased', lease };
  };

  release: BookStore['release'] = async ({ role, fence }) => {
    const current = this.#leases.get(role);
    if (current?.fence === fence) this.#leases.set(role, { ...current, expiresAt: 0 as Lease['expiresAt'] });
  };

  /** In the order of their symbols, as every store answers. */
  get live(): readonly Position[] {
    return byKey(this.positions);
  }

  load: BookStore['load'] = async () => this.#state();
  loadReadable: BookStore['loadReadable'] = async () => ({ ...this.#state(), unreadable: [] });

  #state() {
    return {
      book: this.book,
      positions: this.live,
      intents: byKey(this.intents),
      universe: this.universe,
      lastGoodLimits: this.lastGoodLimits,
      guardian: this.guardian,
    };
  }

  saveBook: BookStore['saveBook'] = async book => {
    if ((this.book?.rev ?? 0) !== book.rev) return CONFLICT;
    this.book = next(book);
    return { type: 'saved', item: this.book };
  };

  saveUniverse: BookStore['saveUniverse'] = async universe => {
    if ((this.universe?.rev ?? 0) !== universe.rev) return CONFLICT;
    this.universe = next(universe);
    return { type: 'saved', item: this.universe };
  };

  savePosition: BookStore['savePosition'] = async position =>
    saved(this.positions, position.symbol, position);
  saveIntent: BookStore['saveIntent'] = async intent => saved(this.intents, intent.id, intent);

  archivePosition: BookStore['archivePosition'] = async position => {
    const { symbol, id } = position;
    if (position.closedAt === undefined)
      throw new Error(`position ${id} is archived without having been closed`);
    const answer = saved(this.positions, symbol, position);
    if (answer.type === 'conflict') return answer;
    this.positions.delete(symbol);
    this.closed.push(answer.item);
    const own = this.#closedBySymbol.get(symbol) ?? [];
    own.push(answer.item);
    this.#closedBySymbol.set(symbol, own);
    return answer;
  };

  archiveIntent: BookStore['archiveIntent'] = async intent => {
    const answer = saved(this.intents, intent.id, intent);
    if (answer.type === 'saved') this.intents.delete(intent.id);
    return answer;
  };

  saveUniverseReasons: BookStore['saveUniverseReasons'] = async () => {};
  saveLastGoodLimits: BookStore['saveLastGoodLimits'] = async limits => {
    this.lastGoodLimits = limits;
  };
  saveDayTruth: BookStore['saveDayTruth'] = async truth => ({ type: 'saved', item: truth });
  savePolicy: BookStore['savePolicy'] = async policy => ({ type: 'saved', item: policy });

  closedPositions: BookReader['closedPositions'] = async ({ symbol, newest }) => {
    const own = symbol === undefined ? this.closed : (this.#closedBySymbol.get(symbol) ?? []);
    return newest <= 0 ? [] : own.slice(-newest).toSorted(newestFirst);
  };
}

const CONFLICT = { type: 'conflict' } as const;

const next = <T extends Item>(item: T): T => ({ ...item, rev: item.rev + 1 });

function saved<T extends Item & { readonly id: string }>(
  items: Map<string, T>,
  key: string,
  item: T,
): Saved<T> {
  const before = items.get(key);
  if ((before?.rev ?? 0) !== item.rev || (before !== undefined && before.id !== item.id)) return CONFLICT;
  const written = next(item);
  items.set(key, written);
  return { type: 'saved', item: written };
}

/** In the order of their keys. */
const byKey = <T>(items: ReadonlyMap<string, T>): readonly T[] =>
  items.size < 2
    ? [...items.values()]
    : [...items].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);

const newestFirst = (a: Position, b: Position): number =>
  (b.closedAt ?? 0) - (a.closedAt ?? 0) || (a.id < b.id ? 1 : -1);
