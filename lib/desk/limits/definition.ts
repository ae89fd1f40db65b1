import { trim } from '../words.ts';

/** How one limit is described: everything that the schema, the parameter store, the docs and the doctor need. */
export interface LimitDefinition<T = unknown> {
  readonly default: T;
  /** What the number counts, in words a person edits by: `USD`, `fraction`, `minutes`, `one of …`. */
  readonly unit: string;
  readonly description: string;
  /** A regular expression that the parameter store itself enforces on an edit. */
  readonly pattern: string;
  /** The stored text of a value. */
  format(value: T): string;
  /** The value of a stored text; a sentence when the text is not one. */
  parse(text: string): { readonly value: T } | { readonly problem: string };
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
  const matcher = new RegExp(pattern);
  return {
    default: options.default as T,
    unit: `${unit}, ${min} to ${max}`,
    description: options.description,
    pattern,
    // Never an exponent: 1e-7 is no text that the pattern accepts.
    format: value => trim(value.toFixed(8)),
    parse: text => {
      if (!matcher.test(text)) {
        return { problem: `"${text}" is not a plain ${whole ? 'whole number' : 'decimal number'}` };
      }
      const value = Number(text);
      if (value < min || value > max) return { problem: `${text} is outside ${min} to ${max} (${unit})` };
      return { value: value as T };
    },
  };
}

/** One of a few words. */
export function choice<const T extends string>(options: {
  readonly of: readonly T[];
  readonly default: NoInfer<T>;
  readonly description: string;
}): LimitDefinition<T> {
  return {
    default: options.default,
    unit: `one of ${options.of.join(', ')}`,
    description: options.description,
    pattern: `^(${options.of.join('|')})$`,
    format: value => value,
    parse: text => {
      const value = options.of.find(word => word === text);
      return value === undefined
        ? { problem: `"${text}" is not one of ${options.of.join(', ')}` }
        : { value };
    },
  };
}

/** A value with a grammar of its own. A parameter cannot be empty, so "nothing" needs a word: `none`, `never`. */
export function written<T>(options: {
  readonly default: T;
  readonly unit: string;
  readonly description: string;
  readonly pattern: string;
  readonly format: (value: T) => string;
  readonly parse: (text: string) => { readonly value: T } | { readonly problem: string };
}): LimitDefinition<T> {
  const matcher = new RegExp(options.pattern);
  return {
    ...options,
    parse: text =>
      matcher.test(text) ? options.parse(text) : { problem: `"${text}" is not written as ${options.unit}` },
  };
}
