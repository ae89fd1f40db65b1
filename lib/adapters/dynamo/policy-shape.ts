import * as z from 'zod/mini';
import type { PolicyContext } from '../../desk/sizing/policy.ts';
import type { Evidence } from '../../models/policy/regression.ts';
import type { PolicyReading, PolicyState } from '../../models/policy/state.ts';
import { PortError } from '../../ports.ts';
import { decodeVersioned } from './item.ts';
import type { ItemKind } from './item-kind.ts';
import { count, instant, name, type ShapeOf } from './shape.ts';

/** More numbers than any context or matrix of one has; what is longer was written by nobody. */
const numbers = z.array(z.number()).check(z.maxLength(1_000));

/**
 * A context that is stored with a position or an intent. One that is no context is none, and nothing is learnt from it:
 * a position is never kept from its exits by what is only there to learn from.
 */
export const policyContext = z.catch(
  z.optional(z.looseObject({ schemaHash: name, values: numbers } satisfies ShapeOf<PolicyContext>)),
  undefined,
);

const policyShape = z.looseObject({
  version: count,
  schemaHash: name,
  mode: name,
  n: count,
  learnedTo: instant,
  updatedAt: instant,
  evidence: z.looseObject({
    precision: numbers,
    moment: numbers,
    surprise: z.number(),
    surpriseTrades: z.number(),
  } satisfies ShapeOf<Evidence>),
} satisfies ShapeOf<Omit<PolicyState, 'rev'>>);

export const policyKind: ItemKind = { name: 'policy', version: 1, steps: {}, shape: policyShape };

/** The policy's item. It never throws: whatever lies there, the desk goes on without a policy's say. */
export function readPolicy(item: object): PolicyReading {
  try {
    return { type: 'state', state: decodeVersioned<PolicyState>(item, policyKind) };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { type: 'unreadable', rev: revOf(item), because: error.message };
  }
}

const revOf = (item: object): number =>
  'rev' in item && typeof item.rev === 'number' && Number.isSafeInteger(item.rev) && item.rev > 0
    ? item.rev
    : 0;
