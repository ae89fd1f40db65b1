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
import type { Position, ProtectionLeg, TargetLeg } from './position.ts';

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
  const amounts = split(
    total,
    targets.map(({ share }) => share),
    instrument,
  );
  return targets.flatMap(({ distanceFraction }, i): TargetLeg[] => {
    const amount = amounts[i];
    if (amount === undefined) return [];
    const at = moveInFavour(side, entry, distanceFraction);
    const triggerPrice = tickInFavour(side, at, instrument.tickSize);
    return [{ leg: legName(i), triggerPrice, qty: amount, filled: false }];
  });
}

const legName = (i: number): ProtectionLeg => `target-${i + 1}`;

/** `total` by shares, as `targetLegs` says; undefined where a share has been merged into the next. */
function split(total: Qty, shares: readonly number[], instrument: Instrument): (Qty | undefined)[] {
  let left = qtyDown(total, instrument.lot);
  let carried = 0;
  return shares.map((share, i) => {
    const last = i === shares.length - 1;
    const amount = last ? left : qty(Math.min(left, qtyDown(total * (share + carried), instrument.lot)));
    carried = amount > 0 ? 0 : carried + share;
    if (!(amount > 0)) return undefined;
    left = withoutDust(left - amount, instrument);
    return amount;
  });
}

/**
 * A position's targets after it has grown: the legs still to come share what there is as the plan shares it among them,
 * and sum to it. Their prices stay where the first fill put them; a leg that was merged stays merged.
 */
export function resizedTargets(
  { targets, plan, qty: total }: Pick<Position, 'targets' | 'plan' | 'qty'>,
  instrument: Instrument,
): TargetLeg[] {
  const shares = new Map<ProtectionLeg, number>();
  let carried = 0;
  for (const [i, { share }] of plan.targets.entries()) {
    carried += share;
    if (!targets.some(({ leg }) => leg === legName(i))) continue;
    shares.set(legName(i), carried);
    carried = 0;
  }
  const open = targets.filter(({ filled }) => !filled);
  const whole = open.reduce((sum, { leg }) => sum + (shares.get(leg) ?? 0), 0);
  const amounts = split(
    total,
    open.map(({ leg }) => (shares.get(leg) ?? 0) / whole),
    instrument,
  );
  const resized = open.flatMap((target, i): TargetLeg[] => {
    const amount = amounts[i];
    return amount === undefined ? [] : [{ ...target, qty: amount }];
  });
  return [...targets.filter(({ filled }) => filled), ...resized];
}

/** A difference of quantities on the step, without what binary fractions add (0.3 - 0.1 is 0.19999…). */
const withoutDust = (amount: number, { lot }: Instrument): Qty =>
  qty(Number(amount.toFixed(decimalsOf(lot.stepSize))));
