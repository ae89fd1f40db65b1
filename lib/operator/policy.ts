import type { Limits } from '../desk/limits/limits.ts';
import type { BookReader, DeskState } from '../ports.ts';
import { type PolicyView, policyView } from './views/policy.ts';

/** So many entries back it is shown what the policy has done. */
const POLICY_ENTRIES = 20;

/** How the RL policy stands with a desk; null before that has finished a minute. */
export async function policyOf(
  reader: Pick<BookReader, 'closedPositions'>,
  { book, positions, policy }: DeskState,
  { values }: Limits,
): Promise<PolicyView | null> {
  const minute = book?.monitoredMinute;
  if (book === undefined || minute === undefined) return null;
  const closed = await reader.closedPositions({ newest: POLICY_ENTRIES });
  const entries = [...new Map([...closed, ...positions].map(each => [each.id, each])).values()]
    .toSorted((a, b) => b.openedAt - a.openedAt)
    .slice(0, POLICY_ENTRIES);
  const asked = { minute, mode: book.mode, staleDays: values['policy/stale-days-max'] };
  return policyView(policy, asked, entries);
}
