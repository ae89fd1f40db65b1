import * as z from 'zod/mini';
import { isInstant } from '../../desk/units.ts';
import { shown } from '../../desk/words.ts';
import { PortError } from '../../ports.ts';

/**
 * The kinds of field that answers are made of, and the one way to read an answer. Numbers arrive as text; what
 * leaves here is a number that can be reckoned with, or a PortError that says which field was not.
 */

/** Up to here JavaScript writes a number without an exponent, and products of a few stay finite. */
const LARGEST = 1e21;
/** Nothing is traded in smaller steps; what is nearer to zero would make a quotient infinite. */
const SMALLEST = 1e-15;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i;
const DIGITS_MAX = 64;

/** Decimal digits alone: `Number` would take `0x10` and blanks for numbers, too. */
const asNumber = (raw: string | number): number => {
  if (typeof raw === 'number') return raw;
  return raw.length <= DIGITS_MAX && DECIMAL.test(raw) ? Number(raw) : Number.NaN;
};

const numberWhere = (fits: (value: number) => boolean, message: string) =>
  z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((raw, context): number => {
      const value = asNumber(raw);
      // Adding zero turns -0 into 0.
      if (Math.abs(value) < LARGEST && fits(value)) return value + 0;
      context.issues.push({ code: 'custom', message, input: raw });
      return z.NEVER;
    }),
  );

export const number = numberWhere(() => true, 'not a finite number');
/** Prices, quantities, steps. Those of markets that are announced but not yet open are zero: nothing can be counted in them. */
export const positive = numberWhere(value => value >= SMALLEST, 'not above zero');
export const zeroOrMore = numberWhere(value => value >= 0, 'below zero');
/** Milliseconds since 1970. */
export const instant = numberWhere(isInstant, 'not an instant');

/** Fields that the venue leaves out, or leaves empty, for kinds of order they mean nothing to. */
export const perhapsNumber = z.pipe(
  z.optional(z.nullable(z.union([z.string(), z.number()]))),
  z.transform((raw): number | undefined => {
    const value = raw === undefined || raw === null ? Number.NaN : asNumber(raw);
    return Math.abs(value) < LARGEST ? value + 0 : undefined;
  }),
);

/** An instant that may be left out, left empty or zero where there is none; anything else that is none is malformed. */
export const perhapsInstant = z.pipe(
  z.optional(z.nullable(z.union([z.literal(''), instant]))),
  z.transform((raw): number | undefined => (raw === '' || raw === null || raw === 0 ? undefined : raw)),
);

/** Symbols, assets, client ids: some text without blanks, in any alphabet. */
export const name = z.string().check(z.regex(/^[^\s\p{Cc}\p{Cf}\p{Cs}]{1,64}$/u, 'not a name'));
/** A word of the venue's own, which may be missing where it means nothing. */
export const word = z.string().check(z.regex(/^[^\p{Cc}\p{Cs}]{0,64}$/u, 'not a word'));

const asText = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((raw, context): string => {
    if (typeof raw === 'string' || Number.isSafeInteger(raw)) return String(raw);
    context.issues.push({ code: 'custom', message: 'not an id', input: raw });
    return z.NEVER;
  }),
);
/** Ids are text: the venue's grow beyond what a double can hold. */
export const id = z.pipe(asText, name);
/** An id that counts up. */
export const serial = z.pipe(asText, z.string().check(z.regex(/^\d{1,20}$/, 'not a serial number')));

export const flag = z.pipe(
  z.union([z.boolean(), z.literal('true'), z.literal('false')]),
  z.transform(raw => raw === true || raw === 'true'),
);

export const malformed = (what: string, because: string): PortError =>
  new PortError('malformed', `the venue's ${what} cannot be read: ${because}`);

/** The answer as the schema has it, or a PortError `malformed` that names the field and what stood there. */
export function decode<T>(schema: z.ZodMiniType<T>, answer: unknown, what: string): T {
  const parsed = z.safeParse(schema, answer);
  if (parsed.success) return parsed.data;
  // Text in place of JSON is some other server's, and may echo what it was sent: it is not repeated.
  if (typeof answer === 'string') throw malformed(what, `it is a text of ${answer.length} characters`);
  const path = parsed.error.issues[0]?.path ?? [];
  const field = path.length === 0 ? 'it' : path.join('.');
  throw malformed(what, `${field} is ${shown(at(answer, path))}`);
}

/**
 * The readable rows of a list about all markets, in the words of the ports: one bad symbol never stops the others.
 * Throws `malformed` if the answer is no list, or if there are rows and none can be read.
 */
export function decodeRows<Wire, Row>(
  schema: z.ZodMiniType<Wire>,
  answer: unknown,
  what: string,
  rowOf: (wire: Wire) => Row,
): Row[] {
  const rows = decode(z.array(z.unknown()), answer, what);
  const readable: Row[] = [];
  let first: PortError | undefined;
  for (const row of rows) {
    try {
      readable.push(rowOf(decode(schema, row, what)));
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      first ??= error;
    }
  }
  if (readable.length === 0 && first !== undefined) throw first;
  return readable;
}

/** Throws `malformed` when an answer is about something else than what was asked: its figures would be taken for another's. */
export function expectAbout(asked: string, told: string, what: string): void {
  if (told !== asked) throw malformed(what, `it is about ${shown(told)}, not about ${asked}`);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
