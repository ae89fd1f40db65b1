import type { EpochMs, Fraction, Leverage, NotionalUsd, Price, Qty, SymbolId } from './units.ts';
import { price, qty } from './units.ts';

/** What the venue says of a market: its steps, its limits, its life. */
export interface Instrument {
  readonly symbol: SymbolId;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  /** `PERPETUAL`, `TRADIFI_PERPETUAL`, `CURRENT_QUARTER`… as the venue writes it. */
  readonly contractType: string;
  /** `TRADING`, `SETTLING`, `PRE_SETTLE`… as the venue writes it. */
  readonly status: string;
  readonly onboardAt: EpochMs;
  readonly deliveryAt: EpochMs;
  readonly tickSize: Price;
  readonly lot: Lot;
  /** Market orders, and stops when they trigger, have a lot filter of their own. */
  readonly marketLot: Lot;
  /** Least notional of an order that opens; reduce-only orders are exempt. */
  readonly notionalMin: NotionalUsd;
}

export interface Lot {
  readonly stepSize: Qty;
  readonly qtyMin: Qty;
  readonly qtyMax: Qty;
}

/** One leverage tier: up to `notionalMax`, at most `leverageMax`, with this maintenance margin. */
export interface LeverageTier {
  readonly notionalMin: NotionalUsd;
  readonly notionalMax: NotionalUsd;
  readonly leverageMax: Leverage;
  readonly maintenanceFraction: Fraction;
  /** Maintenance margin = notional x maintenanceFraction - maintenanceDeduction. */
  readonly maintenanceDeductionUsd: number;
}

/** Decimals of a step such as 0.001 or 1e-7: how many digits an order's number may have. */
export function decimalsOf(step: number): number {
  let decimals = KNOWN_DECIMALS.get(step);
  if (decimals === undefined) {
    decimals = decimalsWritten(step);
    if (KNOWN_DECIMALS.size < STEPS_MAX) KNOWN_DECIMALS.set(step, decimals);
  }
  return decimals;
}

/** Every rounding asks, and a market has few steps: writing a number out costs more than all the rest of it. */
const KNOWN_DECIMALS = new Map<number, number>();
const STEPS_MAX = 1_000;

function decimalsWritten(step: number): number {
  const text = step.toString();
  const exponent = text.indexOf('e-');
  if (exponent >= 0) {
    const mantissa = text.slice(0, exponent).split('.')[1]?.length ?? 0;
    return Number(text.slice(exponent + 2)) + mantissa;
  }
  return text.split('.')[1]?.length ?? 0;
}

/** What binary fractions may be off by, in steps: 0.3 / 0.1 is 2.9999…; a hundred million steps are off by more. */
const slack = (steps: number) => Math.max(1e-9, Math.abs(steps) * 4 * Number.EPSILON);
const stepsDown = (value: number, step: number) => Math.floor(value / step + slack(value / step));
const stepsUp = (value: number, step: number) => Math.ceil(value / step - slack(value / step));

/**
 * The number on the step, without what multiplying has left behind. Dividing a whole number by a power of ten gives what
 * its decimal text would be read as; where that cannot be relied on, the text is written.
 */
function clean(steps: number, step: number): number {
  const decimals = decimalsOf(step);
  const scale = POWERS[decimals];
  const scaled = scale === undefined ? Number.NaN : Math.round(steps * step * scale);
  if (scale !== undefined && Math.abs(scaled) < EXACT_BELOW) return scaled / scale + 0;
  return Number((steps * step).toFixed(decimals));
}

/** Far below what a binary number counts to, so that what multiplying leaves behind is no step. */
const EXACT_BELOW = 2 ** 46;
/** Those that a binary number holds exactly, and more decimals than any market has. */
const POWERS = Array.from({ length: 16 }, (_, n) => 10 ** n);

/** Largest quantity on the step that is not above `amount` (I05: rounding only ever goes down). */
export const qtyDown = (amount: number, lot: Lot): Qty =>
  qty(clean(stepsDown(amount, lot.stepSize), lot.stepSize));

/** Nearest price on the tick, at or below / at or above the given one. */
export const priceDown = (at: number, tick: Price): Price => price(clean(stepsDown(at, tick), tick));
export const priceUp = (at: number, tick: Price): Price => price(clean(stepsUp(at, tick), tick));
export const priceNear = (at: number, tick: Price): Price => price(clean(Math.round(at / tick), tick));

const isLot = ({ stepSize, qtyMin, qtyMax }: Lot): boolean =>
  stepSize > 0 && qtyMax > 0 && qtyMin >= 0 && [stepSize, qtyMin, qtyMax].every(Number.isFinite);

/** Whether an instrument's numbers are such that prices and quantities can be rounded to them. */
export const isUsable = ({ tickSize, lot, marketLot, notionalMin }: Instrument): boolean =>
  tickSize > 0 &&
  Number.isFinite(tickSize) &&
  isLot(lot) &&
  isLot(marketLot) &&
  notionalMin >= 0 &&
  Number.isFinite(notionalMin);
