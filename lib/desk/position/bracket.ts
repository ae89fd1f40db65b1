import { decimalsOf, type Instrument, priceDown, priceUp, qtyDown } from '../instrument.ts';
import type { Target } from '../plan/ladder.ts';
import {
  type Fraction,
  isBetterFor,
  moveAgainst,
  moveInFavour,
  type Price,
  type Qty,
  qty,
  type Side,
} from '../units.ts';
import type { TargetLeg } from './position.ts';

/** Rounds towards the better price for the holder, so that a stop never lies farther than planned. */
export const tickInFavour = (side: Side, at: Price, tick: Price): Price =>
  side === 'long' ? priceUp(at, tick) : priceDown(at, tick);

/**
 * The initial stop of a position entered at `entry`. Throws when it does not lie on the losing side, which would be
 * a bug in the plan (I24): such a stop would close the position at once or never.
 */
export function initialStop(side: Side, entry: Price, stopFraction: Fraction, tick: Price): Price {
  const raw = moveAgainst(side, entry, stopFraction);
  const stop = tickInFavour(side, raw, tick);
  // With ticks as coarse as the stop, one tick farther is the nearest that is still a stop.
  const placed = isBetterFor(side, entry, stop)
    ? stop
    : side === 'long'
      ? priceDown(raw, tick)
      : priceUp(raw, tick);
  if (!(placed > 0) || !isBetterFor(side, entry, placed)) {
    throw new Error(`stop ${placed} is on the wrong side of a ${side} entered at ${entry}`);
  }
  return placed;
}

/** How much farther than planned a coarse tick may push the stop before the trade is another one than planned. */
const WIDER_MAX = 1.25;

/** Why a stop cannot be placed as planned on this tick, or undefined when it can. Asked before anything is sent. */
export function stopFault(side: Side, entry: Price, stopFraction: Fraction, tick: Price): string | undefined {
  const raw = moveAgainst(side, entry, stopFraction);
  if (!(raw > 0) || !(tick > 0)) return `a stop of ${stopFraction} has no price below ${entry}`;
  const stop = tickInFavour(side, raw, tick);
  const placed = isBetterFor(side, entry, stop)
    ? stop
    : side === 'long'
      ? priceDown(raw, tick)
      : priceUp(raw, tick);
  const distance = Math.abs(entry - placed) / entry;
  if (placed > 0 && isBetterFor(side, entry, placed) && distance <= WIDER_MAX * stopFraction)
    return undefined;
  return `ticks of ${tick} are too coarse for a stop of ${stopFraction} at ${entry}`;
}

/**
 * The ladder in prices and quantities: each leg rounded down to the lot, one that rounds to nothing merged into the
 * next, the last taking what is left. The quantities sum to `total` exactly.
 */
export function targetLegs(
  side: Side,
  entry: Price,
  total: Qty,
  targets: readonly Target[],
  instrument: Instrument,
): TargetLeg[] {
  const legs: TargetLeg[] = [];
  let left = qtyDown(total, instrument.lot);
  let carried = 0;
  targets.forEach(({ distanceFraction, share }, i) => {
    const last = i === targets.length - 1;
    const wanted = last ? left : qtyDown(total * (share + carried), instrument.lot);
    carried = wanted > 0 ? 0 : carried + share;
    if (!(wanted > 0)) return;
    left = withoutDust(left - wanted, instrument);
    legs.push({
      leg: `target-${i + 1}`,
      triggerPrice: tickInFavour(side, moveInFavour(side, entry, distanceFraction), instrument.tickSize),
      qty: wanted,
      filled: false,
    });
  });
  return legs;
}

/** A difference of quantities on the step, without what binary fractions add (0.3 - 0.1 is 0.19999…). */
const withoutDust = (amount: number, { lot }: Instrument): Qty =>
  qty(Number(amount.toFixed(decimalsOf(lot.stepSize))));
