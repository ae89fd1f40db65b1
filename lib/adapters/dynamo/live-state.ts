import type { GuardianState } from '../../desk/guardian/state.ts';
import { type DeskState, PortError } from '../../ports.ts';
import { loadGuardian } from './guard-store.ts';
import { bookKey, LIVE, LIVE_INTENTS, LIVE_POSITIONS, limitsKey, policyKey, universeKey } from './keys.ts';
import { limitsOf } from './last-good-limits.ts';
import { readPolicy } from './policy-shape.ts';
import { decodeBook, decodeIntent, decodePosition, decodeUniverse } from './state.ts';
import { type DeskTable, pagesOf } from './table.ts';

/** All that is alive on the desk, by one consistent query, and the guardian's word by another. */
export async function loadLive(table: DeskTable): Promise<DeskState> {
  const [items, guardian] = await Promise.all([liveItems(table), guardianWord(table)]);
  return { ...stateOf(items), guardian };
}

async function liveItems(table: DeskTable): Promise<readonly object[]> {
  const items: object[] = [];
  for await (const page of pagesOf(table, { keys: { prefix: LIVE } })) items.push(...page);
  return items;
}

/** No word is one too: entries close without it. It must not keep exits from their work that it cannot be read. */
async function guardianWord(table: DeskTable): Promise<GuardianState | undefined> {
  try {
    return await loadGuardian(table.guardian);
  } catch (error) {
    if (error instanceof PortError) return undefined;
    throw error;
  }
}

/** The state that a desk's live items make. Throws a `malformed` PortError for an item that cannot be read. */
export function stateOf(items: readonly object[]): DeskState {
  const at = (key: string) => items.find(item => keyIn(item) === key);
  const under = (prefix: string) => items.filter(item => keyIn(item).startsWith(prefix));
  const [book, universe, limits, policy] = [bookKey, universeKey, limitsKey, policyKey].map(at);
  return {
    book: book && decodeBook(book),
    positions: under(LIVE_POSITIONS).map(decodePosition),
    intents: under(LIVE_INTENTS).map(decodeIntent),
    universe: universe && decodeUniverse(universe),
    lastGoodLimits: limits && limitsOf(limits),
    policy: policy && readPolicy(policy),
  };
}

const keyIn = (item: object): string => ('sk' in item && typeof item.sk === 'string' ? item.sk : '');
