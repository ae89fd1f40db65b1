import { decimalsOf } from '../../desk/instrument.ts';

/** The venue keeps amounts of money to eight decimals. */
export const round8 = (amount: number): number => {
  const rounded = Math.round(amount * 1e8) / 1e8;
  return rounded === 0 ? 0 : rounded;
};

/** A quantity freed of binary noise after addition, on its step's decimals. */
export const cleanQty = (amount: number, stepSize: number): number =>
  Number(amount.toFixed(decimalsOf(stepSize)));

/** True when a value is a whole number of steps, forgiving binary noise. */
export const onStep = (value: number, step: number): boolean => {
  const steps = value / step;
  return Math.abs(steps - Math.round(steps)) <= 1e-6;
};
