import { PortError } from '../ports.ts';
import { type EntryState, entryStateOf } from './entry-state.ts';
import { eachApart, type Tick } from './tick.ts';

/**
 * Takes items one after the other, each from the state that the one before has left. One that fails may have written
 * some of what it was about, and what it wrote may count against a cap: the next begins from what the store holds then.
 * Undefined where the last one failed: what it has left is not known.
 */
export async function oneByOne<Item extends Parameters<typeof eachApart>[2][number]>(
  tick: Tick,
  what: string,
  items: readonly Item[],
  state: EntryState,
  step: (item: Item, before: EntryState) => Promise<EntryState>,
): Promise<EntryState | undefined> {
  let known: EntryState | undefined = state;
  await eachApart(tick, what, items, async item => {
    const before: EntryState = known ?? (await reloaded(tick, state));
    known = undefined;
    known = await step(item, before);
  });
  return known;
}

/** The live state as the store holds it now; the universe is the tick's. */
export async function reloaded({ desk }: Tick, { universe }: EntryState): Promise<EntryState> {
  const state = entryStateOf(await desk.store.load(), universe);
  if (state === undefined) throw new PortError('unavailable', 'the book is gone');
  return state;
}
