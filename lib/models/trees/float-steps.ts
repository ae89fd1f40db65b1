/** The numbers next to a number: with them `x <= bound` and `x < cut` say the same of every 32-bit float x. */

const floats = new Float32Array(1);
const floatBits = new Int32Array(floats.buffer);
const doubles = new Float64Array(1);
const doubleBits = new BigInt64Array(doubles.buffer);

/** The 32-bit float that is so many steps further from zero. */
function floatAway(x: number, steps: number): number {
  floats[0] = x;
  floatBits[0] = (floatBits[0] as number) + steps;
  return (floats[0] as number) + 0; // no -0
}

const FLOAT_SMALLEST = 2 ** -149;

/** The least 32-bit float above a number; infinity above the largest. */
export function floatAbove(x: number): number {
  const near = Math.fround(x);
  if (near > x || near === Infinity) return near + 0;
  if (near === 0) return FLOAT_SMALLEST;
  return floatAway(near, near > 0 ? 1 : -1);
}

/** The largest 32-bit float below a number. */
export const floatBelow = (x: number): number => -floatAbove(-x);

/** The least 64-bit float above a finite number. */
export function doubleAbove(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  doubles[0] = x;
  doubleBits[0] = (doubleBits[0] as bigint) + (x > 0 ? 1n : -1n);
  return doubles[0] as number;
}
