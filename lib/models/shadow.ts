import type { Candle } from '../desk/candle.ts';
import type { ExitKind } from '../desk/position/position.ts';
import type { Wish } from '../desk/shadow/wish.ts';
import {
  MINUTE_MS,
  type Minute,
  minutesAfter,
  type Side,
  type SymbolId,
  type Usd,
  usd,
} from '../desk/units.ts';
import { playFrom } from './bracket-path.ts';
import { seriesOf } from './series.ts';

/** What would have become of a trade not taken, after fees and slippage; funding is not counted. */
export interface ShadowOutcome {
  /** In R: the loss at the initial stop with costs. */
  readonly netR: number;
  readonly netUsd: Usd;
  readonly lastExit: ExitKind;
  readonly minutesHeld: number;
}

/** Whose trade it would have been, and from which minute on. */
export interface ShadowOf {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly at: Minute;
}

/**
 * Plays a wish on the one-minute bars of its horizon, and on no other: entered at its reference price as the bar of its
 * minute opens, with the stop before the target in a bar that holds both. It is the path that models are valued by,
 * and not the desk's own `decide`: that one asks for a venue's resting orders, and a test holds the two together.
 * Undefined where a bar of the horizon is missing before the trade is over.
 */
export function playWish(
  { symbol, side, at }: ShadowOf,
  wish: Wish,
  minuteBars: readonly Candle[],
): ShadowOutcome | undefined {
  const end = minutesAfter(at, wish.holdMinutesMax);
  const horizon = minuteBars.filter(bar => bar.at >= at && bar.at < end);
  const { stopFraction, roundTripCostFraction, fillCostFraction } = wish;
  const path = playFrom(
    seriesOf(symbol, horizon, MINUTE_MS),
    { bar: 0, price: wish.referencePrice, at },
    { ...wish, side, costs: { perFill: fillCostFraction, roundTrip: roundTripCostFraction } },
  );
  if (path === undefined) return undefined;
  const { netR, lastExit, barsHeld } = path;
  const oneR = wish.notionalUsd * (stopFraction + roundTripCostFraction);
  return { netR, netUsd: usd(netR * oneR), lastExit, minutesHeld: barsHeld };
}
