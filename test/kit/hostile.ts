import fc from 'fast-check';
import { expect } from 'vitest';

/**
 * Broken input for decoders: samples that are right, and then mutated in structure. `npm test` makes a few hundred of
 * them, always the same ones; `npm run fuzz` makes many, from a seed that it prints.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? 200);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** Checks a property on generated input; in a share of the runs, where one is slow. */
export function hold<T>(inputs: fc.Arbitrary<T>, check: (input: T) => void, share = 1): void {
  fc.assert(fc.property(inputs, check), { numRuns: Math.ceil(RUNS * share), seed: SEED });
}

/** The same for a check that awaits. */
export const holdAsync = <T>(
  inputs: fc.Arbitrary<T>,
  check: (input: T) => Promise<void>,
  share = 1,
): Promise<void> =>
  fc.assert(fc.asyncProperty(inputs, check), { numRuns: Math.ceil(RUNS * share), seed: SEED });

type Class<E extends Error> = abstract new (...args: never[]) => E;

/** Counts what came of the inputs, so that a property which refuses everything, or nothing, is noticed. */
export class Outcomes {
  accepted = 0;
  refused = 0;

  /** What a decoder makes of an input; undefined where it refuses with the right error, in one line of bearable length. */
  of<T>(read: () => T, refusal: Class<Error>): T | undefined {
    try {
      const value = read();
      this.accepted += 1;
      return value;
    } catch (error) {
      this.refuse(error, refusal);
      return undefined;
    }
  }

  /** The same for a decoder that answers later. */
  async later<T>(read: () => Promise<T>, refusal: Class<Error>): Promise<T | undefined> {
    try {
      const value = await read();
      this.accepted += 1;
      return value;
    } catch (error) {
      this.refuse(error, refusal);
      return undefined;
    }
  }

  refuse(error: unknown, refusal: Class<Error>): void {
    if (!(error instanceof refusal)) throw error;
    expect(error.message).toMatch(ONE_LINE);
    this.refused += 1;
  }

  /** Call at the end of a test. */
  expectBoth(): void {
    expect(this.accepted).toBeGreaterThan(0);
    expect(this.refused).toBeGreaterThan(0);
  }
}

/** No line breaks of any alphabet, no escape codes for the terminal, and short enough for a journal. */
export const ONE_LINE = /^[^\p{Cc}\u2028\u2029]{1,1000}$/u;

/** The first number in a value that nothing can be reckoned with, by its path; undefined where all are sound. */
export function oddNumber(value: unknown, path = ''): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const odd = oddNumber(member, `${path}.${key}`);
    if (odd !== undefined) return odd;
  }
  return undefined;
}

const PRISTINE = Reflect.ownKeys(Object.prototype);

/** Nothing that was read has found its way into what all objects share. */
export const expectNoPollution = (): void => {
  expect(Reflect.ownKeys(Object.prototype)).toEqual(PRISTINE);
};
