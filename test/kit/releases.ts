import type { GuardDesk } from '../../lib/guard/desk.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import type { BookStore, DeskState, GuardStore } from '../../lib/ports.ts';

/** What the later release adds to whatever it writes, and the one before has never heard of. */
const LATER = { since: 'a later release', deep: [{ n: 1 }] } as const;
const isLater = (item: object): boolean =>
  'later' in item && JSON.stringify(item.later) === JSON.stringify(LATER);

const marked = <T extends object>(item: T): T => ({ ...item, later: LATER });
const markedBook = <T extends { readonly day: object }>(book: T): T =>
  marked({ ...book, day: marked(book.day) });
const markedPosition = <T extends { readonly protection: readonly object[] }>(position: T): T =>
  marked({ ...position, protection: position.protection.map(marked) });

export interface LaterRelease {
  readonly desk: Desk;
  readonly guardDesk: GuardDesk;
  /** What it wrote and found again without its own additions: somebody else has written over them. */
  readonly lost: ReadonlySet<string>;
  /** How many of its items it has found as it left them. */
  found(): number;
}

/** The desk and the guardian of a later release over the same market, account and stores. */
export function laterRelease(desk: Desk, guardDesk: GuardDesk): LaterRelease {
  const written = new Set<string>();
  const lost = new Set<string>();
  let found = 0;
  const look = (name: string, item: object | undefined) => {
    if (item === undefined || !written.has(name)) return;
    if (isLater(item)) found += 1;
    else lost.add(name);
  };
  const lookAt = ({ book, positions, intents }: DeskState) => {
    look('book', book);
    if (book !== undefined) look(`day ${book.day.startsAt}`, book.day);
    for (const position of positions) {
      look(position.id, position);
      for (const order of position.protection) look(order.clientId, order);
    }
    for (const intent of intents) look(intent.id, intent);
  };
  const wrote = (...names: readonly string[]) => {
    for (const name of names) written.add(name);
  };
  const { store } = desk;
  const later: BookStore = {
    ...store,
    load: async () => {
      const state = await store.load();
      lookAt(state);
      return state;
    },
    loadReadable: async () => {
      const state = await store.loadReadable();
      lookAt(state);
      return state;
    },
    saveBook: async (book, lease) => {
      const saved = await store.saveBook(markedBook(book), lease);
      if (saved.type === 'saved') wrote('book', `day ${book.day.startsAt}`);
      return saved;
    },
    savePosition: async (position, lease) => {
      const saved = await store.savePosition(markedPosition(position), lease);
      if (saved.type === 'saved') wrote(position.id, ...position.protection.map(({ clientId }) => clientId));
      return saved;
    },
    archivePosition: (position, lease) => store.archivePosition(markedPosition(position), lease),
    saveIntent: async (intent, lease) => {
      const saved = await store.saveIntent(marked(intent), lease);
      if (saved.type === 'saved') wrote(intent.id);
      return saved;
    },
    archiveIntent: (intent, lease) => store.archiveIntent(marked(intent), lease),
    saveUniverse: (universe, lease) => store.saveUniverse(marked(universe), lease),
  };
  const guardStore: GuardStore = {
    ...guardDesk.store,
    load: async () => {
      const state = await guardDesk.store.load();
      look('guardian', state);
      return state;
    },
    save: async (state, lease) => {
      const saved = await guardDesk.store.save(marked(state), lease);
      if (saved.type === 'saved') wrote('guardian');
      return saved;
    },
  };
  return {
    desk: { ...desk, store: later },
    guardDesk: { ...guardDesk, store: guardStore, book: later },
    lost,
    found: () => found,
  };
}
