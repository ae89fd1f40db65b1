import { InvalidArgumentError } from 'commander';

/** Reads an option's number; one out of range is refused with the range. */
export const amount =
  (min: number, max: number) =>
  (typed: string): number => {
    const value = typed.trim() === '' ? Number.NaN : Number(typed);
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`give a number from ${min} to ${max}`);
  };

/** The same for whole numbers, in digits alone. */
export const whole =
  (min: number, max: number) =>
  (typed: string): number => {
    const value = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`give a whole number from ${min} to ${max}`);
  };
