import type { GuardianState } from '../../desk/guardian/state.ts';
import type { GuardStore } from '../../ports.ts';
import { saveGuarded } from './guarded.ts';
import { guardianKind } from './guardian-shape.ts';
import { decodeVersioned } from './item.ts';
import { guardianKey } from './keys.ts';
import { endLease, takeLease } from './lease.ts';
import { getItem, type Partition } from './table.ts';

/** The guardian's item and its lease, in a partition of their own. */
export const dynamoGuardStore = (own: Partition): GuardStore => ({
  lease: (role, minute, now, until) => takeLease(own, role, minute, now, until),
  release: lease => endLease(own, lease),
  load: () => loadGuardian(own),
  save: (state, lease) => saveGuarded(own, guardianKind, guardianKey, state, lease),
});

/** What the guardian last wrote. */
export async function loadGuardian(own: Partition): Promise<GuardianState | undefined> {
  const item = await getItem(own, guardianKey);
  return item && decodeGuardian(item);
}

/** The guardian's stored item. Throws a `malformed` PortError for one that does not hold what it must. */
export const decodeGuardian = (item: unknown): GuardianState =>
  decodeVersioned<GuardianState>(item, guardianKind);
