import * as z from 'zod/mini';
import { PortError } from '../../ports.ts';

/**
 * The kinds of field that answers are made of, and the one way to read an answer. Numbers arrive as text; what
 * leaves here is a finite number, or a PortError that says which field was not.
 */

const asNumber = (raw: string | number) =>
  typeof raw === 'number' ? raw : raw.trim() === '' ? Number.NaN : Number(raw);

export const number = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((raw, context): number => {
    const value = asNumber(raw);
    if (Number.isFinite(value)) return value;
    context.issues.push({ code: 'custom', message: 'not a finite number', input: raw });
    return z.NEVER;
  }),
);

/** Steps and limits of markets that are announced but not yet open are zero: nothing can be counted in them. */
export const positive = number.check(z.positive());

/** Fields that the venue leaves out, or leaves empty, for kinds of order they mean nothing to. */
export const perhapsNumber = z.pipe(
  z.optional(z.nullable(z.union([z.string(), z.number()]))),
  z.transform((raw): number | undefined => {
    const value = raw === undefined || raw === null ? Number.NaN : asNumber(raw);
    return Number.isFinite(value) ? value : undefined;
  }),
);

/** Ids are text: the venue's grow beyond what a double can hold. */
export const id = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((raw, context): string => {
    if (typeof raw === 'string' ? raw !== '' : Number.isSafeInteger(raw)) return String(raw);
    context.issues.push({ code: 'custom', message: 'not an id', input: raw });
    return z.NEVER;
  }),
);

export const flag = z.pipe(
  z.union([z.boolean(), z.literal('true'), z.literal('false')]),
  z.transform(raw => raw === true || raw === 'true'),
);

/** The answer as the schema has it, or a PortError `malformed` that names the field and what stood there. */
export function decode<T>(schema: z.ZodMiniType<T>, answer: unknown, what: string): T {
  const parsed = z.safeParse(schema, answer);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path ?? [];
  const found = JSON.stringify(at(answer, path)) ?? 'missing';
  const field = path.length === 0 ? 'it' : path.join('.');
  throw new PortError(
    'malformed',
    `the venue's ${what} cannot be read: ${field} is ${found.length > 80 ? `${found.slice(0, 80)}…` : found}`,
  );
}

/**
 * The readable rows of a list about all markets: one bad symbol never stops the others. Throws `malformed` if the
 * answer is no list, or if there are rows and none can be read.
 */
export function decodeRows<T>(schema: z.ZodMiniType<T>, answer: unknown, what: string): T[] {
  const rows = decode(z.array(z.unknown()), answer, what);
  const readable: T[] = [];
  let first: PortError | undefined;
  for (const row of rows) {
    const parsed = z.safeParse(schema, row);
    if (parsed.success) readable.push(parsed.data);
    else first ??= failure(() => decode(schema, row, what));
  }
  if (readable.length === 0 && first !== undefined) throw first;
  return readable;
}

function failure(decoding: () => unknown): PortError | undefined {
  try {
    decoding();
    return undefined;
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
