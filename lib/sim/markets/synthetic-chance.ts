import { upperFirst } from './first-passage.ts';
import { BAR_MINUTES, PEG_PULL_PER_MINUTE } from './synthetic-mood.ts';
import type { Outlook } from './synthetic-path.ts';

/** The recipe of the label: signal bars of 15 minutes, 16 of them, R from the average true range of 14. */
const HORIZON_BARS = 16;
const ATR_BARS = 14;
const STOP_ATR_TIMES = 1.5;
const STOP_MIN = 0.006;
const STOP_MAX = 0.03;

/** Wilder's average true range as a fraction of the close, one bar at a time. */
export class AtrFraction {
  #bars = 0;
  #average = 0;
  #previousClose = 0;

  /** Undefined until fifteen bars are known. */
  next(high: number, low: number, close: number): number | undefined {
    if (this.#bars > 0) {
      const range = Math.max(high, this.#previousClose) - Math.min(low, this.#previousClose);
      this.#average =
        this.#bars <= ATR_BARS
          ? this.#average + range / ATR_BARS
          : (this.#average * (ATR_BARS - 1) + range) / ATR_BARS;
    }
    this.#previousClose = close;
    this.#bars += 1;
    return this.#bars > ATR_BARS ? this.#average / close : undefined;
  }
}

/**
 * Chance of +1R before -1R within the horizon (a time-out counts by the sign of its return), for a coin with this
 * outlook. The deviation is taken to stay as it is: its own wandering within four hours moves the chance by less
 * than half a per cent, which the calibration test bounds.
 */
export function chanceOf(outlook: Outlook, atrFraction: number): number {
  if (outlook.pegGap !== 0) return pegChance(outlook);
  const { drift, driftBars, deviation } = outlook;
  const stopFraction = Math.min(STOP_MAX, Math.max(STOP_MIN, STOP_ATR_TIMES * atrFraction));
  const barrier = stopFraction / deviation;
  return upperFirst({ barrier, drift, driftBars, horizonBars: HORIZON_BARS });
}

/** A pegged coin never gets as far as R: all that counts is on which side of its start it ends, pulled to its peg. */
function pegChance({ pegGap, deviation }: Outlook): number {
  const pull = PEG_PULL_PER_MINUTE * BAR_MINUTES;
  const expected = pegGap * -Math.expm1(-pull * HORIZON_BARS);
  const spread = deviation * Math.sqrt(-Math.expm1(-2 * pull * HORIZON_BARS) / (2 * pull));
  return normalCdf(expected / spread);
}

/** Standard normal distribution to 1e-7. (Abramowitz and Stegun, 1964, 26.2.17.) */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}
