import { shown } from '../../desk/words.ts';
import { ModelFileError } from './errors.ts';

/** A part of a model file made of lines `name=value`, each name once. */
export interface ModelFields {
  has(name: string): boolean;
  /** @throws ModelFileError where there is no such line */
  text(name: string): string;
  /** A whole number of 0 or more. */
  count(name: string): number;
  /** Words parted by spaces, as many as expected. */
  words(name: string, length: number): string[];
  /** Numbers parted by spaces, none of them NaN or infinite; as many as expected, where it is known. */
  numbers(name: string, length?: number): number[];
  /** The same, but they may be `inf` or `-inf`. */
  bounds(name: string, length: number): number[];
}

const INFINITE: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity };
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** @param at what the part is called in errors */
export function fieldsOf(part: string, at: string): ModelFields {
  const lines = new Map<string, string>();
  for (const line of part.split('\n')) {
    if (line === '') continue;
    const equals = line.indexOf('=');
    const [name, value] = equals < 0 ? [line, ''] : [line.slice(0, equals), line.slice(equals + 1)];
    if (lines.has(name)) throw new ModelFileError(`${at}: ${shown(name)} stands twice`);
    lines.set(name, value);
  }
  const text = (name: string): string => {
    const value = lines.get(name);
    if (value === undefined) throw new ModelFileError(`${at} has no "${name}"`);
    return value;
  };
  const split = (name: string) => text(name).split(' ').filter(Boolean);
  const checkLength = (name: string, found: number, expected: number) => {
    if (found !== expected)
      throw new ModelFileError(`${at}: ${name} has ${found} entries, ${expected} expected`);
  };
  const listed = (name: string, length: number | undefined, read: (word: string) => number | undefined) => {
    const words = split(name);
    checkLength(name, words.length, length ?? words.length);
    return words.map((word, i) => {
      const number = read(word);
      if (number === undefined)
        throw new ModelFileError(`${at}: ${name}[${i}] is ${shown(word)}, a number expected`);
      return number;
    });
  };
  return {
    has: name => lines.has(name),
    text,
    count(name) {
      const value = text(name);
      const count = Number(value);
      if (/^\d+$/.test(value) && Number.isSafeInteger(count)) return count;
      throw new ModelFileError(`${at}: ${name} is ${shown(value)}, a whole number expected`);
    },
    words(name, length) {
      const words = split(name);
      checkLength(name, words.length, length);
      return words;
    },
    numbers: (name, length) => listed(name, length, finite),
    bounds: (name, length) =>
      listed(name, length, word => (Object.hasOwn(INFINITE, word) ? INFINITE[word] : finite(word))),
  };
}

/** Undefined for what is no finite number. */
function finite(word: string): number | undefined {
  const number = Number(word) + 0; // no -0, which would be written as 0
  return NUMBER.test(word) && Number.isFinite(number) ? number : undefined;
}
