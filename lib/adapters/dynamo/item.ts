import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { oneLine } from '../../desk/words.ts';
import { type Lease, PortError, type Role } from '../../ports.ts';
import { type Plain, plain } from '../plain.ts';

/** Version of how a body is written. A reader that meets another one says so rather than guess. */
export const ITEM_VERSION = 1;

const envelope = z.looseObject({
  sk: z.string(),
  v: z.literal(ITEM_VERSION),
  rev: z.optional(z.int().check(z.gte(0))),
  body: z.record(z.string(), z.unknown()),
});

/** The attribute that holds the newest fence of a role that has written an item. */
export const fenceName = (role: Role): string => `fence_${role}`;

/**
 * A stored record's body, by its shape. Throws a `malformed` PortError, one line with the item's key, for an item that is
 * not one of ours, of another version, or does not hold what it must. The shape describes `T` in plain numbers: a brand
 * is no difference at run time.
 */
export function decode<T>(item: unknown, shape: z.ZodMiniType): T {
  const { key, body } = openEnvelope(item);
  return bodyOf(key, body, shape) as T;
}

/** A stored item of state: its body with the `rev` it has in the table. Throws like `decode`. */
export function decodeVersioned<T extends { readonly rev: number }>(item: unknown, shape: z.ZodMiniType): T {
  const { key, rev, body } = openEnvelope(item);
  if (rev === undefined) throw malformed(key, 'it has no rev');
  return { ...bodyOf(key, body, shape), rev } as T;
}

function openEnvelope(item: unknown) {
  const key = keyIn(item);
  const read = z.safeParse(envelope, item);
  if (!read.success) throw malformed(key, firstOf(read.error));
  return { key, ...read.data };
}

const keyIn = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'sk' in item && typeof item.sk === 'string'
    ? oneLine(item.sk)
    : 'without a key';

function bodyOf(key: string, body: unknown, shape: z.ZodMiniType): object {
  const read = z.safeParse(shape, body);
  if (!read.success) throw malformed(key, `body.${firstOf(read.error)}`);
  return read.data as object;
}

const malformed = (key: string, because: string): PortError =>
  new PortError('malformed', `the table's item ${key} cannot be read: ${because}`);

function firstOf({ issues }: z.core.$ZodError): string {
  const [issue] = issues;
  return oneLine(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no reason given'}`);
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
