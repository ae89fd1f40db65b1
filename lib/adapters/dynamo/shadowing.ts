import type { BookReader, BookStore, DeskState } from '../../ports.ts';
import { policyKey, universeKey } from './keys.ts';
import { readPolicy } from './policy-shape.ts';
import { dynamoBookReader } from './reader.ts';
import { decodeUniverse } from './state.ts';
import { type DeskTable, getItem, type Partition } from './table.ts';

/**
 * The store of a twin: its own in all that is the account's, and in what it decides by, the universe and what the RL policy
 * has learnt, its original's. That lies in another desk's partition, which is read here and never written.
 */
export const shadowingStore = (own: BookStore, original: Partition): BookStore => ({
  ...own,
  load: async () => withBeliefs(await own.load(), original),
});

/** Reads a desk; one whose book says that it is a twin is shown with what it decides by, and any other as it is. */
export const shadowingReader = (own: BookReader, tableOf: (desk: string) => DeskTable): BookReader => {
  const load = async () => {
    const state = await own.load();
    const original = state.book?.twinOf;
    return original === undefined ? state : withBeliefs(state, tableOf(original));
  };
  return {
    ...own,
    load,
    universeReasons: async () => {
      // A desk that has become a twin has reasons of its own last scan, and it is asked first whether it is one.
      const original = (await own.load()).book?.twinOf;
      return (original === undefined ? own : dynamoBookReader(tableOf(original))).universeReasons();
    },
  };
};

/** The policy is asked in the twin's own name: it was learnt in the original's mode, and nothing is added to it here. */
async function withBeliefs(state: DeskState, original: Partition): Promise<DeskState> {
  const [universe, item] = await Promise.all([universeKey, policyKey].map(key => getItem(original, key)));
  const policy = item && readPolicy(item);
  const mode = state.book?.mode;
  return {
    ...state,
    universe: universe && decodeUniverse(universe),
    policy:
      policy?.type === 'state' && mode !== undefined
        ? { ...policy, state: { ...policy.state, mode } }
        : policy,
  };
}
