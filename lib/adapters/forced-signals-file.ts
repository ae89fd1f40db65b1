import { readFileSync } from 'node:fs';
import type { Signal } from '../desk/signal/signal.ts';
import { fraction, minuteOf, type Side, symbolId } from '../desk/units.ts';

/** A file of signals that cannot be used: what is wrong, in which line, what to do. */
export class ForcedSignalsError extends Error {
  override readonly name = 'ForcedSignalsError';
}

const SIDES: Readonly<Record<string, Side>> = { long: 'long', buy: 'long', short: 'short', sell: 'short' };
/** Inside the middle confidence band, so that a forced trade has the plan's own size. */
const CONFIDENCE = 0.75;

interface Row {
  readonly time: unknown;
  readonly symbol: unknown;
  readonly side: unknown;
  readonly confidence?: unknown;
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

function csvRows(text: string): { row: Row; line: number }[] {
  return text.split(/\r?\n/).flatMap((content, i) => {
    const [time = '', symbol = '', side = '', confidence] = content.split(',').map(cell => cell.trim());
    const skipped = content.trim() === '' || content.startsWith('#') || (i === 0 && /^[a-z_]+$/i.test(time));
    return skipped
      ? []
      : [
          {
            row: { time, symbol, side, confidence: confidence === '' ? undefined : confidence },
            line: i + 1,
          },
        ];
  });
}

function jsonRows(path: string, text: string): { row: Row; line: number }[] {
  try {
    const rows: unknown = JSON.parse(text);
    return (rows as Row[]).map((row, i) => ({ row: row ?? {}, line: i + 1 }));
  } catch (error) {
    throw new ForcedSignalsError(
      `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function signalOf(row: Row, where: string): Signal {
  const at = timeOf(row.time);
  if (at === undefined)
    throw new ForcedSignalsError(
      `${where}: "${row.time}" is no time: write 2025-05-27T14:30:00Z or epoch milliseconds`,
    );
  const symbol = String(row.symbol ?? '').toUpperCase();
  if (!/^[A-Z0-9]{5,20}$/.test(symbol))
    throw new ForcedSignalsError(`${where}: "${row.symbol}" is no symbol such as SOLUSDT`);
  const side = SIDES[String(row.side ?? '').toLowerCase()];
  if (side === undefined)
    throw new ForcedSignalsError(`${where}: "${row.side}" is no side: write long or short`);
  const confidence = row.confidence === undefined ? CONFIDENCE : Number(row.confidence);
  if (!(confidence >= 0.5 && confidence <= 1)) {
    throw new ForcedSignalsError(`${where}: confidence "${row.confidence}" is not between 0.5 and 1`);
  }
  return {
    symbol: symbolId(symbol),
    side,
    at: minuteOf(at),
    confidence: fraction(confidence),
    source: 'forced',
  };
}

function timeOf(time: unknown): number | undefined {
  const text = String(time ?? '').trim();
  const at = /^[0-9]{12,14}$/.test(text)
    ? Number(text)
    : Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isFinite(at) ? at : undefined;
}
