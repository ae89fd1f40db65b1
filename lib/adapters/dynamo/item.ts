import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Lease, PortError, type Role } from '../../ports.ts';
import { type Plain, plain } from '../plain.ts';

/** Version of how a body is written. A reader that meets another one says so rather than guess. */
export const ITEM_VERSION = 1;

const envelope = z.looseObject({
  sk: z.string(),
  v: z.literal(ITEM_VERSION),
  rev: z.int().min(0).optional(),
  body: z.record(z.string(), z.unknown()),
});

/** The attribute that holds the newest fence of a role that has written an item. */
export const fenceName = (role: Role): string => `fence_${role}`;

/** A stored record's body. Throws a `malformed` PortError for an item that is not one of ours or of another version. */
export function decode<T>(item: unknown): T {
  return openEnvelope(item).body as T;
}

/** A stored item of state: its body with the `rev` it has in the table. Throws like `decode`. */
export function decodeVersioned<T extends { readonly rev: number }>(item: unknown): T {
  const { sk, rev, body } = openEnvelope(item);
  if (rev === undefined) throw new PortError('malformed', `the table's item ${sk} has no rev`);
  return { ...body, rev } as unknown as T;
}

function openEnvelope(item: unknown): z.infer<typeof envelope> {
  const parsed = envelope.safeParse(item);
  if (parsed.success) return parsed.data;
  const sk = typeof item === 'object' && item !== null && 'sk' in item ? String(item.sk) : 'without a key';
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new PortError(
    'malformed',
    `the table's item ${sk} cannot be read: ${where}: ${issue?.message ?? ''}`,
  );
}

/** A history record: no rev, no fence; written again it is the same. `ttl` in epoch seconds. */
export const record = (sk: string, content: object, ttl?: number) => ({
  sk,
  v: ITEM_VERSION,
  body: plain(content, sk),
  ...(ttl === undefined ? {} : { ttl }),
});

/** Names one write by what it writes and under which lease: the same call made again has the same name. */
export const writeIdOf = (body: Plain, lease: Lease): string =>
  createHash('sha256')
    .update(`${lease.role}|${lease.fence}|${JSON.stringify(body)}`)
    .digest('base64url')
    .slice(0, 22);
