import { readFileSync } from 'node:fs';
import type { Signal } from '../desk/signal/signal.ts';
import { fraction, minuteOf, type Side, symbolId } from '../desk/units.ts';
import { oneLine, shown } from '../desk/words.ts';

/** A file of signals that cannot be used: what is wrong, in which line, what to do. */
export class ForcedSignalsError extends Error {
  override readonly name = 'ForcedSignalsError';
}

/** A map: an object would also have a side for `constructor`, and a position would be opened by it. */
const SIDES: ReadonlyMap<string, Side> = new Map([
  ['long', 'long'],
  ['buy', 'long'],
  ['short', 'short'],
  ['sell', 'short'],
]);
/** Inside the middle confidence band, so that a forced trade has the plan's own size. */
const CONFIDENCE = 0.75;

/** Cells as text; what is missing, or is no text and no number, is empty. */
interface Row {
  readonly time: string;
  readonly symbol: string;
  readonly side: string;
  readonly confidence: string;
}

/**
 * Signals from a file: CSV `time,symbol,side[,confidence]` (the header may be left out) or a JSON array of objects
 * with these members. Time is ISO 8601 or epoch milliseconds; side is long, short, buy or sell.
 */
export function readForcedSignals(path: string): readonly Signal[] {
  const text = read(path);
  const rows = text.trimStart().startsWith('[') ? jsonRows(path, text) : csvRows(text);
  const signals = rows.map(({ row, line }) => signalOf(row, `${path}:${line}`));
  if (signals.length === 0)
    throw new ForcedSignalsError(`${path} holds no signal: write lines of time,symbol,side`);
  return signals.toSorted((a, b) => a.at - b.at || (a.symbol < b.symbol ? -1 : 1));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ForcedSignalsError(`${path} cannot be read: give --force-signals a file of time,symbol,side`);
  }
}

interface Line {
  readonly row: Row;
  readonly line: number;
}

function csvRows(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((content, i) => {
    const [time = '', symbol = '', side = '', confidence = ''] = content.split(',').map(cell => cell.trim());
    const skipped = content.trim() === '' || content.startsWith('#') || (i === 0 && /^[a-z_]+$/i.test(time));
    return skipped ? [] : [{ row: { time, symbol, side, confidence }, line: i + 1 }];
  });
}

const cell = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

function jsonRows(path: string, text: string): Line[] {
  const objects = parsed(path, text);
  return objects.map((object, i) => {
    const { time, symbol, side, confidence } = (object ?? {}) as Readonly<Record<string, unknown>>;
    return {
      row: { time: cell(time), symbol: cell(symbol), side: cell(side), confidence: cell(confidence) },
      line: i + 1,
    };
  });
}

function parsed(path: string, text: string): readonly unknown[] {
  try {
    return JSON.parse(text) as readonly unknown[];
  } catch (error) {
    throw new ForcedSignalsError(
      `${path} is not JSON: ${error instanceof Error ? oneLine(error.message) : 'unreadable'}`,
    );
  }
}

function signalOf({ time, symbol, side, confidence }: Row, where: string): Signal {
  const refuse = (because: string) => new ForcedSignalsError(`${where}: ${because}`);
  const at = timeOf(time);
  if (at === undefined)
    throw refuse(`${shown(time)} is no time: write 2025-05-27T14:30:00Z or epoch milliseconds`);
  if (!/^[A-Z0-9]{5,20}$/i.test(symbol)) throw refuse(`${shown(symbol)} is no symbol such as SOLUSDT`);
  const taken = SIDES.get(side.toLowerCase());
  if (taken === undefined) throw refuse(`${shown(side)} is no side: write long or short`);
  const sure = confidence === '' ? CONFIDENCE : confidenceOf(confidence);
  if (!(sure >= 0.5 && sure <= 1)) throw refuse(`confidence ${shown(confidence)} is not between 0.5 and 1`);
  return {
    symbol: symbolId(symbol.toUpperCase()),
    side: taken,
    at: minuteOf(at),
    confidence: fraction(sure),
    source: 'forced',
  };
}

const confidenceOf = (text: string): number =>
  /^[0-9]{1,3}(\.[0-9]{1,20})?$|^\.[0-9]{1,20}$/.test(text) ? Number(text) : Number.NaN;

const ISO_TIME =
  /^(2\d{3}-[01]\d-[0-3]\d)(?:[T ]([0-2]\d:[0-5]\d)(:[0-5]\d(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** Epoch milliseconds or ISO 8601, UTC where it names no offset. `Date.parse` alone finds a time in `SOLUSDT 5`. */
function timeOf(text: string): number | undefined {
  if (/^[1-9][0-9]{12}$/.test(text)) return Number(text);
  const [, day, minute = '00:00', second = ':00', offset = 'Z'] = ISO_TIME.exec(text) ?? [];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The parser takes 30 February for 2 March; what it reads must be the day that was written.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined;
  const at = Date.parse(`${day}T${minute}${second}${offset.toUpperCase()}`);
  return Number.isNaN(at) ? undefined : at;
}
