import { type Fraction, fraction, HOUR_MS, isInstant } from '../../desk/units.ts';
import { CandleFileError } from './candle-file-error.ts';
import { readNumberTable } from './number-table.ts';

/** Settlements of one symbol: instant → rate. */
export type FundingRates = ReadonlyMap<number, Fraction>;

/** The venue's interest component, which is the rate of a quiet market, every eight hours. */
const QUIET_RATE = fraction(0.0001);
const SETTLEMENT_MS = 8 * HOUR_MS;

export const isSettlement = (at: number): boolean => at % SETTLEMENT_MS === 0;

/**
 * The rate due at an instant: the recorded one within the span of the record (some symbols settle every four
 * hours), the quiet rate at 00, 08 and 16 UTC where nothing is recorded. Undefined when none is due.
 */
export function rateAt(recorded: FundingSpan | undefined, at: number): Fraction | undefined {
  if (recorded !== undefined && at >= recorded.from && at <= recorded.to) return recorded.rates.get(at);
  return isSettlement(at) ? QUIET_RATE : undefined;
}

export interface FundingSpan {
  readonly rates: FundingRates;
  /** First and last settlement of the record. */
  readonly from: number;
  readonly to: number;
}

/** Reads `ts,funding_rate`. Throws CandleFileError on anything out of order or not a plausible rate. */
export function readFundingFile(path: string): FundingSpan {
  const table = readNumberTable(path, ['ts', 'funding_rate']);
  if (table.rows === 0) throw new CandleFileError(path, 'has a header but no rates', 'Fetch the file again.');
  const rates = new Map<number, Fraction>();
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < table.rows; row++) {
    const [at = 0, rate = 0] = table.values.subarray(row * 2, row * 2 + 2);
    const wrong = wrongRate(at, last, rate);
    if (wrong !== undefined)
      throw new CandleFileError(`${path}:${row + 2}`, wrong, 'Correct or remove the row.');
    rates.set(at, fraction(rate));
    last = at;
  }
  return { rates, from: table.values[0] ?? 0, to: last };
}

function wrongRate(at: number, last: number, rate: number): string | undefined {
  if (!isInstant(at)) return `ts ${at} is no time in milliseconds`;
  if (at <= last) return `ts ${at} is not later than ${last}`;
  if (at % HOUR_MS !== 0) return `ts ${at} is not a full hour`;
  // The venue caps rates at 3 % for its wildest symbols; a larger one is a per cent taken for a fraction.
  return Math.abs(rate) > 0.05 ? `funding_rate ${rate} is not a fraction` : undefined;
}
