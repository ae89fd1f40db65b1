import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { oneLine } from '../../desk/words.ts';
import { type Lease, PortError, type Role } from '../../ports.ts';
import { type Plain, plain } from '../plain.ts';
import { type Body, FIRST_VERSION, hasWay, type ItemKind, migrated } from './item-kind.ts';

const envelope = z.looseObject({
  sk: z.string(),
  v: z._default(z.int().check(z.gte(FIRST_VERSION)), FIRST_VERSION),
  rev: z.optional(z.int().check(z.gte(0))),
  body: z.record(z.string(), z.unknown()),
});

/** The attribute that holds the newest fence of a role that has written an item. */
export const fenceName = (role: Role): string => `fence_${role}`;

/**
 * A stored record's body, as this release works with it. Throws a `malformed` PortError, one line with the item's key, for
 * an item that is not one of ours, that a later release has written in words this one has not learnt, or that does not hold
 * what it must. The kind's shape describes `T` in plain numbers: a brand is no difference at run time.
 */
export function decode<T>(item: unknown, kind: ItemKind): T {
  return bodyOf(openEnvelope(item), kind) as T;
}

/** A stored item of state: its body with the `rev` it has in the table. Throws like `decode`. */
export function decodeVersioned<T extends { readonly rev: number }>(item: unknown, kind: ItemKind): T {
  const opened = openEnvelope(item);
  const { key, rev } = opened;
  if (rev === undefined) throw malformed(key, 'it has no rev');
  return { ...bodyOf(opened, kind), rev } as T;
}

/** Whether a later release has written the item, in words that this one has not learnt. */
export function isOfLater(item: unknown, kind: ItemKind): boolean {
  const read = z.safeParse(envelope, item);
  return read.success && read.data.v > kind.version && !hasWay(kind, read.data.v);
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

function bodyOf({ key, v, body }: ReturnType<typeof openEnvelope>, kind: ItemKind): object {
  const now = stepped(key, kind, v, body);
  if (now === undefined) throw malformed(key, strange(v, kind));
  const read = z.safeParse(kind.shape, now);
  if (!read.success) throw malformed(key, `body.${firstOf(read.error)}`);
  return read.data as object;
}

/** A step is written for a body that is as its version says, and what is stored may be broken. */
function stepped(key: string, kind: ItemKind, v: number, body: Body): Body | undefined {
  try {
    return migrated(kind, v, body);
  } catch (error) {
    throw malformed(key, `it is not as version ${v} of a ${kind.name} is: ${oneLine(String(error))}`);
  }
}

const strange = (v: number, { name, version }: ItemKind): string =>
  `version ${v} of a ${name} is of a later release; this one knows version ${version}`;

const malformed = (key: string, because: string): PortError =>
  new PortError('malformed', `the table's item ${key} cannot be read: ${because}`);

function firstOf({ issues }: z.core.$ZodError): string {
  const [issue] = issues;
  return oneLine(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no reason given'}`);
}

/** A history record: no rev, no fence; written again it is the same. `ttl` in epoch seconds. */
export const record = ({ version }: ItemKind, sk: string, content: object, ttl?: number) => ({
  sk,
  v: version,
  body: plain(content, sk),
  ...(ttl === undefined ? {} : { ttl }),
});

/** Names one write by what it writes and under which lease: the same call made again has the same name. */
export const writeIdOf = (body: Plain, lease: Lease): string =>
  createHash('sha256')
    .update(`${lease.role}|${lease.fence}|${JSON.stringify(body)}`)
    .digest('base64url')
    .slice(0, 22);
