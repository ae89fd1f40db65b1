import type { GuardianState } from '../../desk/guardian/state.ts';
import { type DeskState, PortError, type ReadableState, type Unreadable } from '../../ports.ts';
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

/** The same, without the items that cannot be read. */
export async function loadReadable(table: DeskTable): Promise<ReadableState> {
  const [items, guardian] = await Promise.all([liveItems(table), guardianWord(table)]);
  return { ...readableOf(items), guardian };
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
  const { unreadable, ...state } = readableOf(items);
  const [first] = unreadable;
  if (first !== undefined) throw new PortError('malformed', first.because);
  return state;
}

/** The state that those of a desk's live items make which can be read. */
export function readableOf(items: readonly object[]): ReadableState {
  const unreadable: Unreadable[] = [];
  const read = <T>(what: Unreadable['what'], prefix: string, decode: (item: object) => T): readonly T[] =>
    items
      .filter(item => keyIn(item).startsWith(prefix))
      .flatMap(item => {
        try {
          return [decode(item)];
        } catch (error) {
          if (!(error instanceof PortError)) throw error;
          unreadable.push({ what, id: keyIn(item).slice(prefix.length), because: error.message });
          return [];
        }
      });
  const at = (key: string) => items.find(item => keyIn(item) === key);
  const [limits, policy] = [limitsKey, policyKey].map(at);
  const [book] = read('book', bookKey, decodeBook);
  const positions = read('position', LIVE_POSITIONS, decodePosition);
  const intents = read('intent', LIVE_INTENTS, decodeIntent);
  const [universe] = read('universe', universeKey, decodeUniverse);
  return {
    book,
    positions,
    intents,
    universe,
    lastGoodLimits: limits && limitsOf(limits),
    policy: policy && readPolicy(policy),
    unreadable,
  };
}

const keyIn = (item: object): string => ('sk' in item && typeof item.sk === 'string' ? item.sk : '');
