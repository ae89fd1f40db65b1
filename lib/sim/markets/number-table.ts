import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { decimalsOf } from '../../desk/instrument.ts';
import { oneLine } from '../../desk/words.ts';
import { CandleFileError } from './candle-file-error.ts';

/** A CSV of numbers, row after row. Row `i` stands on line `i + 2` of its file. */
export interface NumberTable {
  readonly rows: number;
  readonly values: Float64Array;
  /** Most decimals seen in each column, trailing zeros not counted. */
  readonly decimals: readonly number[];
}

const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const LINE_FEED = 10;
const RETURN = 13;
/** Mantissas up to here are exact in a double, so mantissa / 10^decimals is the nearest double to the text. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, n) => 10 ** n);

/** A longer first line is no header, and need not be read to its end to see that. */
const HEADER_MAX = 1_000;

/**
 * Reads a `.csv` or `.csv.gz` whose header is exactly `columns`.
 * Throws CandleFileError on an unreadable or truncated file, a wrong header, a missing cell or a non-number.
 */
export function readNumberTable(path: string, columns: readonly string[]): NumberTable {
  const bytes = readBytes(path);
  const lineEnd = bytes.indexOf(LINE_FEED);
  const header = bytes.toString('utf8', 0, Math.min(HEADER_MAX, lineEnd < 0 ? bytes.length : lineEnd)).trim();
  if (header !== columns.join(',')) {
    const seen = header === '' ? 'the file has no header' : `the first line is "${oneLine(header, 60)}"`;
    throw new CandleFileError(`${path}:1`, seen, `The first line must be: ${columns.join(',')}`);
  }
  return parseRows(bytes, lineEnd < 0 ? bytes.length : lineEnd + 1, path, columns);
}

function readBytes(path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new CandleFileError(
      path,
      `cannot be read (${String(error)})`,
      'Check the path and its permissions.',
    );
  }
  if (!path.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new CandleFileError(path, `the gzip is truncated or damaged (${because})`, 'Fetch the file again.');
  }
}

function parseRows(bytes: Buffer, start: number, path: string, columns: readonly string[]): NumberTable {
  const values = new Float64Array(countLines(bytes, start) * columns.length);
  const decimals = columns.map(() => 0);
  const cell: Cell = { at: start, value: 0, decimals: 0 };
  let filled = 0;
  for (let line = 2; cell.at < bytes.length; line++) {
    for (let column = 0; column < columns.length; column++) {
      readCell(bytes, cell);
      const wrong = wrongCell(bytes, cell, column === columns.length - 1);
      if (wrong !== undefined) {
        throw new CandleFileError(
          `${path}:${line}`,
          `${columns[column]} ${wrong}`,
          'Correct or remove the row.',
        );
      }
      values[filled++] = cell.value;
      if (cell.decimals > (decimals[column] ?? 0)) decimals[column] = cell.decimals;
      cell.at += 1;
    }
  }
  return { rows: filled / columns.length, values, decimals };
}

/** What is wrong with the cell just read, or undefined. `cell.at` stands on the character after it. */
function wrongCell(bytes: Buffer, cell: Cell, isLast: boolean): string | undefined {
  if (!Number.isFinite(cell.value)) return 'is not a number';
  const endsLine = cell.at >= bytes.length || bytes[cell.at] === LINE_FEED;
  if (isLast && !endsLine) return 'is followed by more columns';
  return !isLast && endsLine ? 'is the last of a row that is too short' : undefined;
}

/** A number just read (NaN where the text is none) and where the reader stands. */
interface Cell {
  at: number;
  value: number;
  decimals: number;
}

function readCell(bytes: Buffer, cell: Cell): void {
  const start = cell.at;
  const negative = bytes[start] === MINUS;
  let at = negative ? start + 1 : start;
  const firstDigit = at;
  let mantissa = 0;
  let dotAt = -1;
  let lastNonZero = -1;
  let plain = true;
  for (; at < bytes.length; at++) {
    const code = bytes[at] ?? LINE_FEED;
    if (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      if (code !== ZERO) lastNonZero = at;
    } else if (code === COMMA || code === LINE_FEED || code === RETURN) break;
    else if (code === DOT && dotAt < 0) dotAt = at;
    else plain = false;
  }
  const digits = at - firstDigit - (dotAt < 0 ? 0 : 1);
  if (plain && digits > 0 && digits <= EXACT_DIGITS) {
    const size = dotAt < 0 ? mantissa : mantissa / (POWERS_OF_TEN[at - dotAt - 1] ?? 1);
    // Adding zero turns -0 into 0.
    cell.value = (negative ? -size : size) + 0;
    cell.decimals = dotAt < 0 ? 0 : Math.max(0, lastNonZero - dotAt);
  } else readUnusual(bytes.toString('latin1', start, at), cell);
  if (bytes[at] === RETURN && bytes[at + 1] === LINE_FEED) at += 1;
  cell.at = at;
}

/** No number that anybody writes is longer. */
const LENGTH_MAX = 400;

/** Exponents and very long numbers; anything that is no decimal number at all becomes NaN. */
function readUnusual(text: string, cell: Cell): void {
  const isNumber = text.length <= LENGTH_MAX && /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
  cell.value = isNumber ? Number(text) + 0 : Number.NaN;
  cell.decimals = Number.isFinite(cell.value) ? decimalsOf(cell.value) : 0;
}

function countLines(bytes: Buffer, start: number): number {
  let lines = 1;
  for (let at = bytes.indexOf(LINE_FEED, start); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}
