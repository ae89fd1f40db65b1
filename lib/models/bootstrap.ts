import { drawAt, streamKey } from './random.ts';
import { studentQuantile } from './statistics.ts';

/** A figure with what the days that made it allow to be said of it. */
export interface Interval {
  readonly value: number;
  /** One-sided bounds of 95 % each; together a 90 % interval. */
  readonly low: number;
  readonly high: number;
  /** Standard error by the bootstrap. */
  readonly error: number;
}

const RESAMPLES = 2_000;
const LEVEL = 0.95;

/**
 * Day-block bootstrap: whole days are drawn with replacement, because the predictions of a day share its weather.
 * The percentile bounds are widened by Student's t over the number of days: with few of them they are too narrow.
 * `figureOf` gets how often each day was drawn. The same seed gives the same bounds.
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993.)
 */
export function dayBlockBootstrap(
  days: number,
  seed: number,
  figureOf: (drawn: Uint16Array) => number,
): Interval {
  const value = figureOf(new Uint16Array(days).fill(1));
  const key = streamKey(seed, days);
  const figures: number[] = [];
  const drawn = new Uint16Array(days);
  for (let n = 0; n < RESAMPLES; n += 1) {
    drawn.fill(0);
    for (let d = 0; d < days; d += 1) {
      const day = Math.floor(drawAt(key, n * days + d) * days);
      drawn[day] = (drawn[day] as number) + 1;
    }
    const figure = figureOf(drawn);
    if (!Number.isNaN(figure)) figures.push(figure);
  }
  if (days < 4 || figures.length < RESAMPLES / 2)
    return { value, low: -Infinity, high: Infinity, error: Infinity };
  figures.sort((a, b) => a - b);
  const at = (share: number) => figures[Math.round(share * (figures.length - 1))] as number;
  const wider =
    (Math.sqrt(days / (days - 1)) * studentQuantile(LEVEL, days - 1)) / studentQuantile(LEVEL, 1e9);
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  const spread = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / figures.length;
  return {
    value,
    low: value - (value - at(1 - LEVEL)) * wider,
    high: value + (at(LEVEL) - value) * wider,
    error: Math.sqrt((spread * days) / (days - 1)),
  };
}
