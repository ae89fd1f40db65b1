import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type EpochMs, epochMs, type Minute } from '../../desk/units.ts';
import { type Lease, type LeaseAnswer, PortError, type Role } from '../../ports.ts';
import { FIRST_VERSION, type ItemKind } from './item-kind.ts';
import { leaseKey } from './keys.ts';
import { getItem, ifHeld, keyOf, type Partition } from './table.ts';

const stored = z.object({
  fence: z.int().check(z.gte(1)),
  minute: z.int(),
  expiresAt: z.int(),
  tick: z.string(),
});

/**
 * A lease has no version but the first: two releases that run in one minute keep each other out by it, so what it is
 * made of never changes, and what is added must be of no matter to the release before.
 */
export const leaseKind: ItemKind = { name: 'lease', version: FIRST_VERSION, steps: {}, shape: stored };

/**
 * Takes the lease of a role for a minute: one conditional update, which also counts the fence up. Given only when
 * the last lease of the role has been released or has run out, and was for an earlier minute.
 */
export async function takeLease(
  table: Partition,
  role: Role,
  minute: Minute,
  now: EpochMs,
  until: EpochMs,
): Promise<LeaseAnswer> {
  const tick = randomUUID();
  const command = new UpdateCommand({
    ...keyOf(table, leaseKey(role)),
    UpdateExpression:
      'SET #fence = if_not_exists(#fence, :zero) + :one, #minute = :minute, expiresAt = :until, tick = :tick, v = :v',
    ConditionExpression: 'attribute_not_exists(pk) OR (expiresAt <= :now AND #minute < :minute)',
    ExpressionAttributeNames: { '#fence': 'fence', '#minute': 'minute' },
    ExpressionAttributeValues: {
      ':zero': 0,
      ':one': 1,
      ':minute': minute,
      ':now': now,
      ':until': until,
      ':tick': tick,
      ':v': leaseKind.version,
    },
    ReturnValues: 'ALL_NEW',
  });
  const given = await ifHeld(`leasing ${role}`, table.documents.send(command));
  // A refusal may be of the SDK's second try, when the first was granted and its answer lost: `tick` tells.
  const last = leaseOf(role, given?.Attributes ?? (await getItem(table, leaseKey(role))));
  if (last.tick === tick) {
    return { type: 'leased', lease: { role, minute, fence: last.fence, expiresAt: until } };
  }
  return last.minute >= minute ? { type: 'stale' } : { type: 'held' };
}

/** A stored lease. One that cannot be read is `malformed`, not free. */
export function leaseOf(role: Role, item: unknown): z.infer<typeof stored> {
  const parsed = stored.safeParse(item);
  if (!parsed.success) throw new PortError('malformed', `the table's lease of ${role} cannot be read`);
  return parsed.data;
}

/** Ends a lease at once. A newer lease of the role is left as it is. */
export async function endLease(table: Partition, lease: Lease): Promise<void> {
  const command = new UpdateCommand({
    ...keyOf(table, leaseKey(lease.role)),
    UpdateExpression: 'SET expiresAt = :past',
    ConditionExpression: '#fence = :fence',
    ExpressionAttributeNames: { '#fence': 'fence' },
    ExpressionAttributeValues: { ':past': epochMs(0), ':fence': lease.fence },
  });
  await ifHeld(`releasing ${lease.role}`, table.documents.send(command));
}
