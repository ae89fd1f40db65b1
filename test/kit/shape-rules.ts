import * as z from 'zod/mini';
import type { ItemKind } from '../../lib/adapters/dynamo/item-kind.ts';

/** A shape as JSON Schema has it: what a release reads (`input`), or what it may write (`output`). */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

export const schemaOf = ({ shape }: Pick<ItemKind, 'shape'>, io: 'input' | 'output'): Schema =>
  z.toJSONSchema(shape, { io, unrepresentable: 'any', reused: 'inline' }) as Schema;

/**
 * Why something that `written` allows would be refused by who reads with `read`; nothing where all of it is read. Members
 * that only the writer knows are no reason: a reader keeps what it does not know.
 */
export function refusals(written: Schema, read: Schema, path = 'body'): string[] {
  if (written.anyOf !== undefined)
    return written.anyOf.flatMap((one, i) => refusals(one, read, `${path}|${i}`));
  if (read.anyOf !== undefined) {
    const each = read.anyOf.map(one => refusals(written, one, path));
    return each.some(reasons => reasons.length === 0) ? [] : (each[0] ?? []);
  }
  if (read.const !== undefined || read.enum !== undefined) return wordRefusals(written, read, path);
  if (read.type === undefined) return [];
  if (!isOfType(written, read)) return [`${path} may be of type ${written.type ?? 'any'}, not ${read.type}`];
  return [...boundRefusals(written, read, path), ...innerRefusals(written, read, path)];
}

function isOfType({ type, const: one, enum: words }: Schema, read: Schema): boolean {
  const own = type ?? (words === undefined ? typeof one : typeof words[0]);
  return own === read.type || (own === 'integer' && read.type === 'number');
}

function wordRefusals(written: Schema, read: Schema, path: string): string[] {
  const known = read.enum ?? [read.const];
  const words = written.enum ?? (written.const === undefined ? undefined : [written.const]);
  if (words === undefined) return [`${path} may be anything, not only ${known.join(', ')}`];
  return words.filter(word => !known.includes(word)).map(word => `${path} may be ${String(word)}`);
}

const FROM = ['minimum', 'exclusiveMinimum', 'minLength'] as const;
const TO = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const;

function boundRefusals(written: Schema, read: Schema, path: string): string[] {
  // A value above 0 is also 0 or more: of each pair the tighter one counts.
  const least = Math.max(
    written.minimum ?? Number.NEGATIVE_INFINITY,
    written.exclusiveMinimum ?? Number.NEGATIVE_INFINITY,
  );
  const most = Math.min(
    written.maximum ?? Number.POSITIVE_INFINITY,
    written.exclusiveMaximum ?? Number.POSITIVE_INFINITY,
  );
  const from = FROM.filter(bound => {
    const limit = read[bound];
    if (limit === undefined) return false;
    if (bound === 'minLength') return (written.minLength ?? 0) < limit;
    const excluded = bound === 'exclusiveMinimum' && least === limit && written.exclusiveMinimum !== limit;
    return least < limit || excluded;
  });
  const to = TO.filter(bound => {
    const limit = read[bound];
    if (limit === undefined) return false;
    if (bound === 'maxLength' || bound === 'maxItems')
      return (written[bound] ?? Number.POSITIVE_INFINITY) > limit;
    const excluded = bound === 'exclusiveMaximum' && most === limit && written.exclusiveMaximum !== limit;
    return most > limit || excluded;
  });
  return [...from, ...to].map(bound => `${path} may be beyond its ${bound} of ${String(read[bound])}`);
}

function innerRefusals(written: Schema, read: Schema, path: string): string[] {
  const reasons: string[] = [];
  for (const name of read.required ?? [])
    if (!written.required?.includes(name)) reasons.push(`${path}.${name} may be absent`);
  for (const [name, schema] of Object.entries(read.properties ?? {})) {
    const own = written.properties?.[name];
    if (own !== undefined) reasons.push(...refusals(own, schema, `${path}.${name}`));
  }
  if (read.additionalProperties === false)
    for (const name of Object.keys(written.properties ?? {}))
      if (read.properties?.[name] === undefined) reasons.push(`${path}.${name} is not known`);
  const members = [written.additionalProperties, read.additionalProperties];
  if (read.properties === undefined && members.every(each => typeof each === 'object'))
    reasons.push(...refusals(members[0] as Schema, members[1] as Schema, `${path}.*`));
  if (read.items !== undefined && written.items !== undefined)
    reasons.push(...refusals(written.items, read.items, `${path}[]`));
  return reasons;
}

/** What `now` no longer has of what `before` had, or has as something else: by name and type, whatever the values. */
export function missing(before: unknown, now: unknown, path = ''): string[] {
  if (Array.isArray(before)) {
    if (!Array.isArray(now)) return [`${path} is no list any more`];
    return now.length === 0 || before.length === 0 ? [] : missing(before[0], now[0], `${path}[]`);
  }
  if (typeof before !== 'object' || before === null)
    return typeof before === typeof now ? [] : [`${path} is ${typeof now}, and was ${typeof before}`];
  if (typeof now !== 'object' || now === null) return [`${path} is gone`];
  return Object.entries(before).flatMap(([name, member]) =>
    name in now
      ? missing(member, (now as Readonly<Record<string, unknown>>)[name], `${path}.${name}`)
      : [`${path}.${name} is gone`],
  );
}
