import { paperAccountKind } from '../../../lib/adapters/dynamo/account-store.ts';
import { knownAccountKind } from '../../../lib/adapters/dynamo/confirmed-account.ts';
import { guardianKind } from '../../../lib/adapters/dynamo/guardian-shape.ts';
import type { ItemKind } from '../../../lib/adapters/dynamo/item-kind.ts';
import { RECORD_SHAPES, recordKind } from '../../../lib/adapters/dynamo/journal-shapes.ts';
import { limitsKind } from '../../../lib/adapters/dynamo/last-good-limits.ts';
import { leaseKind } from '../../../lib/adapters/dynamo/lease.ts';
import { seenKind } from '../../../lib/adapters/dynamo/limits-memory.ts';
import { rosterKind } from '../../../lib/adapters/dynamo/model-roster.ts';
import { policyKind } from '../../../lib/adapters/dynamo/policy-shape.ts';
import {
  bookKind,
  intentKind,
  positionKind,
  universeKind,
  universeReasonsKind,
} from '../../../lib/adapters/dynamo/state.ts';
import { dayTruthKind } from '../../../lib/adapters/dynamo/truth-shapes.ts';

/** Every kind of item that the table holds. */
export const KINDS: Readonly<Record<string, ItemKind>> = {
  paperAccountKind,
  knownAccountKind,
  guardianKind,
  recordKind,
  limitsKind,
  leaseKind,
  seenKind,
  rosterKind,
  policyKind,
  bookKind,
  intentKind,
  positionKind,
  universeKind,
  universeReasonsKind,
  dayTruthKind,
};

/** The same, the journal's records one by one: `record of the journal: exit`. */
export const EACH_KIND: readonly ItemKind[] = [
  ...Object.values(KINDS),
  ...[...RECORD_SHAPES].map(([type, shape]) => ({
    ...recordKind,
    name: `${recordKind.name}: ${type}`,
    shape,
  })),
];
