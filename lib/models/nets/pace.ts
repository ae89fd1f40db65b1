import { type AdamParams, BETA_1, BETA_2, type Pace } from './adam.ts';

/** Steps in which the learning rate comes up: Adam's means know little before. */
const WARM_UP = 50;
/** Steps that an averaged weight remembers, once there have been so many. */
const REMEMBERED = 100;

/** The numbers of a step, counted from 1, of so many at most. The learning rate comes up and goes down to zero by straight lines. */
export const paceOf = ({ learning_rate }: AdamParams, step: number, steps: number): Pace<number> => ({
  rate: learning_rate * Math.min(1, step / WARM_UP) * (1 - (step - 1) / steps),
  // Running means begin at zero: what is missing is divided away.
  'correction-1': 1 - BETA_1 ** step,
  'correction-2': 1 - BETA_2 ** step,
  keep: Math.min(1 - 1 / REMEMBERED, (step - 1) / (step + 9)),
});
