import type { BookStore, DeskState } from '../../ports.ts';
import { policyKey, universeKey } from './keys.ts';
import { readPolicy } from './policy-shape.ts';
import { decodeUniverse } from './state.ts';
import { getItem, type Partition } from './table.ts';

/**
 * The store of a twin: its own in all that is the account's, and in what it decides by, the universe and what the RL policy
 * has learnt, its original's. That lies in another desk's partition, which is read here and never written. `mode`: the
 * twin's own, in whose name it asks the policy; it adds nothing to it.
 */
export const shadowingStore = (own: BookStore, original: Partition, mode: string): BookStore => ({
  ...own,
  load: async () => ({ ...(await own.load()), ...(await readBeliefs(original, mode)) }),
});

async function readBeliefs(
  original: Partition,
  mode: string,
): Promise<Pick<DeskState, 'universe' | 'policy'>> {
  const [universe, item] = await Promise.all([universeKey, policyKey].map(key => getItem(original, key)));
  const policy = item && readPolicy(item);
  return {
    universe: universe && decodeUniverse(universe),
    policy: policy?.type === 'state' ? { ...policy, state: { ...policy.state, mode } } : policy,
  };
}
