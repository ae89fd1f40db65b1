import { oneLine } from '../../desk/words.ts';
import { ModelFileError } from './errors.ts';

/** A JSON object of a model file that has not been looked into. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses a model file's text. Upstream writes bare `Infinity` and `NaN`, which JSON does not know: the first is
 * read as what it means, the second is refused later as not a number.
 * @throws ModelFileError where it is not JSON (cut off, say, or one of upstream's binary files) or no object
 */
export function parseModelJson(text: string): JsonObject {
  try {
    return objectAt(JSON.parse(text), 'the file');
  } catch (strict) {
    if (strict instanceof ModelFileError) throw strict;
    return objectAt(parseLenient(text), 'the file');
  }
}

function parseLenient(text: string): unknown {
  const json = text.replace(/([[,:]\s*)(-?)(Infinity|NaN)(?=\s*[,\]}])/g, (_, before, sign, word) =>
    word === 'NaN' ? `${before}null` : `${before}${sign}1e999`,
  );
  try {
    return JSON.parse(json);
  } catch (error) {
    const why = error instanceof Error ? oneLine(error.message) : 'unreadable';
    throw new ModelFileError(`not a whole JSON file: ${why}`);
  }
}

export function objectAt(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ModelFileError(`${path} is not an object`);
  }
  return value as JsonObject;
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ModelFileError(`${path} is not a list`);
  return value;
}

/** A list of numbers, of an expected length; infinite ones are let through, NaN is not. */
export function numbersAt(value: unknown, path: string, length: number): number[] {
  const list = listAt(value, path);
  if (list.length !== length) {
    throw new ModelFileError(`${path} has ${list.length} entries, ${length} expected`);
  }
  return list.map((entry, i) => {
    if (typeof entry === 'number') return entry;
    if (typeof entry === 'boolean') return Number(entry); // default_left, before version 1.7
    throw new ModelFileError(`${path}[${i}] is not a number`);
  });
}

/** A whole number that upstream writes as text. */
export function countAt(value: unknown, path: string): number {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) {
    throw new ModelFileError(`${path} is not a whole number`);
  }
  return count;
}
