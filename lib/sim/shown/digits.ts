import { decimalsOf } from '../../desk/instrument.ts';
import type { SimInstrument } from '../market.ts';

/** Decimals that a market's numbers are written with: prices the tick's, quantities the step's. */
export interface Digits {
  readonly price: number;
  readonly qty: number;
  /** An average of prices lies between ticks, and carries more digits. */
  readonly average: number;
}

/** Amounts of money, marks and rates carry eight decimals. */
export const MONEY_DIGITS = 8;

const kept = new WeakMap<SimInstrument, Digits>();

/** Counted once for each instrument: every number of every answer asks. */
export function digitsOf(it: SimInstrument): Digits {
  const known = kept.get(it);
  if (known !== undefined) return known;
  const tick = decimalsOf(it.tickSize);
  const digits = { price: tick, qty: decimalsOf(it.lot.stepSize), average: Math.min(20, tick + 8) };
  kept.set(it, digits);
  return digits;
}

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Up to here a decimal and the double next to it lie within a quarter of a step, so that rounding finds the way back. */
const STEPS_MAX = 2 ** 51;

/**
 * The number that is read back where this one was written with so many decimals: `Number(value.toFixed(decimals))`
 * to the last bit, without making text of what is such a decimal already. A reader in this process then sees what a
 * reader across the wire sees.
 */
export function asWritten(value: number, decimals: number): number {
  if (value === 0) return 0;
  const power = POWERS[decimals];
  if (power !== undefined) {
    const steps = Math.round(value * power);
    // A quotient of two exact numbers is the double nearest to the decimal: what parsing its text would give.
    if (steps / power === value && Math.abs(steps) <= STEPS_MAX) return value;
  }
  return Number(value.toFixed(decimals));
}

/** An amount of money as it is read back. */
export const moneyAsWritten = (amount: number): number => asWritten(amount, MONEY_DIGITS);
