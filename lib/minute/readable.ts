import type { ReadableState, Unreadable } from '../ports.ts';
import { refuseOthers, type Tick } from './tick.ts';

/**
 * What the monitor works on: the live state as far as this release can read it. One item that it cannot read, since a later
 * release has written it or since it is broken, is named, left alone with what hangs on it, and keeps no other from its
 * exits. Entries close by themselves: entry reads the whole state or none.
 */
export async function readableState(tick: Tick): Promise<ReadableState> {
  const { desk } = tick;
  const state = refuseOthers(await desk.store.loadReadable(), desk.mode);
  for (const { because } of state.unreadable)
    tick.note({ type: 'trouble', what: 'state', because: `${because}; the monitor goes on without it` });
  const hidden = hiddenOf(state, 'position');
  // An order of a position that cannot be read would be taken for one that opens a position anew.
  return { ...state, intents: state.intents.filter(({ symbol }) => !hidden.has(symbol)) };
}

/** The ids of what of a kind cannot be read. */
export const hiddenOf = ({ unreadable }: ReadableState, what: Unreadable['what']): ReadonlySet<string> =>
  new Set(unreadable.filter(each => each.what === what).map(({ id }) => id));
