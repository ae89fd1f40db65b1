import { type Qty, qty } from '../units.ts';

/** The venue's quantities have eight decimals at most; the noise of binary fractions lies below them (8000.3 - 3000.2). */
export const cleanQty = (amount: number): Qty => qty(Number(amount.toFixed(8)));
