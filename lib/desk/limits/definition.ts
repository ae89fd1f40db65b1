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
  /** The stored text of a value. */
  format(value: T): string;
  /**
   * The value of a stored text, by the pattern and by what a pattern cannot say; a sentence when the text is not one. Written out
   * rather than a schema of zod's: those of all limits took a sixth of the time in which a container starts.
   */
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

/** A plain decimal between two bounds. `T` is the unit it is read as: a limit in dollars of margin is not one of notional. */
export function amount<T extends number = number>(options: NumberOptions): LimitDefinition<T> {
  const { min, max, unit, whole = false } = options;
  const pattern = whole ? WHOLE : DECIMAL;
  const unlike = (text: string) =>
    `"${text}" is not a plain ${whole ? 'whole number' : 'decimal number'} from ${min} to ${max}`;
  const outside = (value: number) => `${value} is outside ${min} to ${max} (${unit})`;
  const form = new RegExp(pattern);
  // The first thing that is wrong is said; the texts are short, and one fault hides the next.
  const parse = (text: string): LimitParse<T> => {
    if (!form.test(text)) return { problem: unlike(text) };
    const value = Number(text);
    return value >= min && value <= max ? { value: value as T } : { problem: outside(value) };
  };
  return {
    default: options.default as T,
    unit: `${unit}, ${min} to ${max}`,
    description: options.description,
    pattern,
    range: { min, max, whole },
    // Never an exponent: 1e-7 is no text that the pattern accepts.
    format: value => trim(value.toFixed(8)),
    parse,
  };
}

/** One of a few words. */
export function choice<const T extends string>(options: {
  readonly of: readonly T[];
  readonly default: NoInfer<T>;
  readonly description: string;
}): LimitDefinition<T> {
  const words = options.of.join(', ');
  const isOne = (text: string): text is T => options.of.some(word => word === text);
  return {
    default: options.default,
    unit: `one of ${words}`,
    description: options.description,
    pattern: `^(${options.of.join('|')})$`,
    format: value => value,
    parse: text => (isOne(text) ? { value: text } : { problem: `"${text}" is not one of ${words}` }),
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
  const form = new RegExp(options.pattern);
  return {
    ...options,
    parse: text =>
      form.test(text) ? options.parse(text) : { problem: `"${text}" is not written as ${options.unit}` },
  };
}
