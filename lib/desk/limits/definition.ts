import * as z from 'zod';
import { trim } from '../words.ts';

/** Bounds of a number, both allowed. */
export interface LimitRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

export type LimitParse<T> = { readonly value: T } | { readonly problem: string };

/** How one limit is described: everything that the parameter store, the desk, the docs and the doctor need. */
export interface LimitDefinition<T = unknown> {
  readonly default: T;
  /** What the number counts, in words a person edits by: `USD`, `fraction`, `minutes`, `one of …`. */
  readonly unit: string;
  readonly description: string;
  /** A regular expression that the parameter store itself enforces on an edit. */
  readonly pattern: string;
  /** Absent for words, instants, ladders and lists. */
  readonly range?: LimitRange;
  /** From the stored text to the value, by the pattern and by what a pattern cannot say. */
  readonly schema: z.ZodType<T, string>;
  /** The stored text of a value. */
  format(value: T): string;
  /** The value of a stored text; a sentence when the text is not one. */
  parse(text: string): LimitParse<T>;
}

interface NumberOptions {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly description: string;
  readonly whole?: boolean;
}

const DECIMAL = '^(0|[1-9][0-9]{0,9})(\\.[0-9]{1,8})?$';
const WHOLE = '^(0|[1-9][0-9]{0,9})$';

/** The first thing that is wrong is said; the texts are short, and one fault hides the next. */
const parserOf =
  <T>(schema: z.ZodType<T, string>) =>
  (text: string): LimitParse<T> => {
    const read = schema.safeParse(text);
    return read.success
      ? { value: read.data }
      : { problem: read.error.issues[0]?.message ?? `"${text}" is not valid` };
  };

/** A plain decimal between two bounds. `T` is the unit it is read as: a limit in dollars of margin is not one of notional. */
export function amount<T extends number = number>(options: NumberOptions): LimitDefinition<T> {
  const { min, max, unit, whole = false } = options;
  const pattern = whole ? WHOLE : DECIMAL;
  const unlike = (input: unknown) =>
    `"${String(input)}" is not a plain ${whole ? 'whole number' : 'decimal number'} from ${min} to ${max}`;
  const outside = (input: unknown) => `${String(input)} is outside ${min} to ${max} (${unit})`;
  const schema = z
    .string()
    .regex(new RegExp(pattern), { error: ({ input }) => unlike(input) })
    .transform(Number)
    .pipe(
      z
        .number()
        .min(min, { error: ({ input }) => outside(input) })
        .max(max, { error: ({ input }) => outside(input) }),
    )
    .transform(value => value as T);
  return {
    default: options.default as T,
    unit: `${unit}, ${min} to ${max}`,
    description: options.description,
    pattern,
    range: { min, max, whole },
    schema,
    // Never an exponent: 1e-7 is no text that the pattern accepts.
    format: value => trim(value.toFixed(8)),
    parse: parserOf(schema),
  };
}

/** One of a few words. */
export function choice<const T extends string>(options: {
  readonly of: readonly T[];
  readonly default: NoInfer<T>;
  readonly description: string;
}): LimitDefinition<T> {
  const words = options.of.join(', ');
  const schema = z.string().refine((text): text is T => options.of.some(word => word === text), {
    error: ({ input }) => `"${String(input)}" is not one of ${words}`,
  });
  return {
    default: options.default,
    unit: `one of ${words}`,
    description: options.description,
    pattern: `^(${options.of.join('|')})$`,
    schema,
    format: value => value,
    parse: parserOf(schema),
  };
}

/** A value with a grammar of its own. A parameter cannot be empty, so "nothing" needs a word: `none`, `never`. */
export function written<T>(options: {
  readonly default: T;
  readonly unit: string;
  readonly description: string;
  readonly pattern: string;
  readonly format: (value: T) => string;
  readonly parse: (text: string) => LimitParse<T>;
}): LimitDefinition<T> {
  const schema = z
    .string()
    .regex(new RegExp(options.pattern), {
      error: ({ input }) => `"${String(input)}" is not written as ${options.unit}`,
    })
    .transform((text, context): T => {
      const read = options.parse(text);
      if ('value' in read) return read.value;
      context.addIssue({ code: 'custom', message: read.problem });
      return z.NEVER;
    });
  return { ...options, schema, parse: parserOf(schema) };
}
