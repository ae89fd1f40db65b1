import type { AccountPoint, ReplayResult } from '../result.ts';

export interface Drawdown {
  /** The deepest fall of equity below its highest point before, a fraction of that point. */
  readonly maxFraction: number;
  readonly maxUsd: number;
  /** From the peak of that fall to its lowest point. Absent where there was none. */
  readonly peakAt?: number;
  readonly troughAt?: number;
  /** Share of the time in which equity stood below its highest point before. */
  readonly underWaterFraction: number;
  /** The longest stretch below a peak, from the peak on; one that was not over at the end counts to the end. */
  readonly longestMs: number;
}

/** One point of the curve of drawdowns. */
export interface Depth {
  readonly at: number;
  /** The deepest since the point before, at least 0; a fraction of the peak. */
  readonly fraction: number;
}

/** The account with its peak so far: lows are held against peaks that were there before them. */
function* walked(walletUsd: number, from: number, account: readonly AccountPoint[]) {
  let [peakUsd, peakAt] = [walletUsd, from];
  for (const point of account) {
    const lowUsd = Math.min(point.lowUsd, point.equityUsd);
    yield { point, peakUsd, peakAt, fallUsd: Math.max(0, peakUsd - lowUsd) };
    if (point.equityUsd >= peakUsd) [peakUsd, peakAt] = [point.equityUsd, point.at];
  }
}

/** Depth below the peak at each point of the account. */
export const depthsOf = ({ walletUsd, from, account }: ReplayResult): readonly Depth[] =>
  [...walked(walletUsd, from, account)].map(({ point, peakUsd, fallUsd }) => ({
    at: point.at,
    fraction: peakUsd > 0 ? fallUsd / peakUsd : 0,
  }));

export function drawdownOf({ walletUsd, from, account }: ReplayResult): Drawdown {
  let worst: Pick<Drawdown, 'maxFraction' | 'maxUsd' | 'peakAt' | 'troughAt'> = { maxFraction: 0, maxUsd: 0 };
  let [underMs, longestMs, before] = [0, 0, from];
  for (const { point, peakUsd, peakAt, fallUsd } of walked(walletUsd, from, account)) {
    const fraction = peakUsd > 0 ? fallUsd / peakUsd : 0;
    if (fraction > worst.maxFraction)
      worst = { maxFraction: fraction, maxUsd: fallUsd, peakAt, troughAt: point.at };
    if (point.equityUsd < peakUsd) {
      underMs += point.at - before;
      longestMs = Math.max(longestMs, point.at - peakAt);
    }
    before = point.at;
  }
  const span = before - from;
  return { ...worst, underWaterFraction: span > 0 ? underMs / span : 0, longestMs };
}
