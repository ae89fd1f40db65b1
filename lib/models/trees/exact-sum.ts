/**
 * Sums that do not depend on their order. Numbers rounded to one common power-of-two grid, coarse enough that
 * no sum of them needs more than 53 bits, add without any rounding: rows may come in any order, and a histogram
 * got by subtraction is the histogram that counting would have given, to the last bit.
 */

/**
 * The anchor of the grid for numbers whose magnitudes add up to `bound` at most. `(x + anchor) - anchor` rounds x
 * to the grid. With 50,000 rows of weight 1 the grid is 2^-35, a thousand times finer than a gradient's own
 * 32-bit rounding.
 */
export const gridAnchor = (bound: number): number => 1.5 * 2 ** (Math.ceil(Math.log2(bound)) + 1);

/** A number rounded to the grid of an anchor. */
export const onGrid = (x: number, anchor: number): number => x + anchor - anchor;
