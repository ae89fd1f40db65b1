import { decimalsOf } from '../../desk/instrument.ts';
import type { SimInstrument } from '../../sim/market.ts';

/** The venue writes numbers as strings: prices with the tick's decimals, quantities with the step's, money with eight. */
export const money = (amount: number): string => amount.toFixed(8);
export const priceText = (at: number, instrument: SimInstrument): string =>
  at.toFixed(decimalsOf(instrument.tickSize));
export const qtyText = (amount: number, instrument: SimInstrument): string =>
  amount.toFixed(decimalsOf(instrument.lot.stepSize));
/** An average of prices lies between ticks, and carries more digits. */
export const averageText = (at: number, instrument: SimInstrument): string =>
  at.toFixed(Math.min(20, decimalsOf(instrument.tickSize) + 8));
/** A step or tick as a plain decimal, never in scientific notation. */
export const stepText = (step: number): string => step.toFixed(decimalsOf(step));
