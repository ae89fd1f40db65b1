import { decimalsOf } from '../../desk/instrument.ts';
import type { SimInstrument } from '../../sim/market.ts';
import { digitsOf, MONEY_DIGITS } from '../../sim/shown/digits.ts';

/** The venue writes numbers as strings: prices with the tick's decimals, quantities with the step's, money with eight. */
export const money = (amount: number): string => amount.toFixed(MONEY_DIGITS);
export const priceText = (at: number, it: SimInstrument): string => at.toFixed(digitsOf(it).price);
export const qtyText = (amount: number, it: SimInstrument): string => amount.toFixed(digitsOf(it).qty);
export const averageText = (at: number, it: SimInstrument): string => at.toFixed(digitsOf(it).average);
/** A step or tick as a plain decimal, never in scientific notation. */
export const stepText = (step: number): string => step.toFixed(decimalsOf(step));
