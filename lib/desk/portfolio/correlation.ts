import type { Candle } from '../candle.ts';

/** Seven days of 15-minute bars. */
export const CORRELATION_BARS = 672;
/** Two days: what happened a week ago counts a tenth of what happened today. */
const HALF_LIFE_BARS = 192;
/** Until there is evidence, coins are taken to move together this much, with the weight of this many bars. */
export const PRIOR_CORRELATION = 0.6;
const PRIOR_BARS = 200;

interface Return {
  readonly at: number;
  readonly value: number;
}

/** Log returns from close to close; one over a gap is left out, since it is not one bar's, and one that is no number. */
function returnsOf(bars: readonly Candle[], barMs: number): Return[] {
  const returns: Return[] = [];
  bars.forEach((bar, i) => {
    const before = bars[i - 1];
    if (before === undefined || bar.at - before.at !== barMs) return;
    const value = Math.log(bar.close / before.close);
    if (Number.isFinite(value)) returns.push({ at: bar.at, value });
  });
  return returns;
}

/**
 * Correlation of two coins' signal-bar returns: exponentially weighted over their common bars, about a mean of zero,
 * and shrunk towards 0.6 by `(N x rhoHat + 200 x 0.6) / (N + 200)`. Between -1 and 1; 0.6 without a common bar.
 */
export function correlation(a: readonly Candle[], b: readonly Candle[], barMs: number): number {
  const others = new Map(returnsOf(b, barMs).map(({ at, value }) => [at, value]));
  const decay = 0.5 ** (1 / HALF_LIFE_BARS);
  let [count, covariance, varianceA, varianceB] = [0, 0, 0, 0];
  for (const { at, value } of returnsOf(a, barMs)) {
    const other = others.get(at);
    if (other === undefined) continue;
    count += 1;
    covariance = decay * covariance + value * other;
    varianceA = decay * varianceA + value * value;
    varianceB = decay * varianceB + other * other;
  }
  const scale = Math.sqrt(varianceA * varianceB);
  // A coin that did not move says nothing about how it moves with others.
  const seen = scale > 0 ? count : 0;
  const measured = scale > 0 ? Math.max(-1, Math.min(1, covariance / scale)) : 0;
  return (seen * measured + PRIOR_BARS * PRIOR_CORRELATION) / (seen + PRIOR_BARS);
}
