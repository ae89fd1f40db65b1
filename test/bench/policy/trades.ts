import { POLICY_SCHEMA } from '../../../lib/models/policy/context.ts';
import { seededRandom } from '../../../lib/sim/random.ts';

/** How results depend on contexts: R = θ·x + noise, θ drifting from trade to trade. All in R. */
export interface World {
  readonly name: string;
  /** Mean result of the average trade. */
  readonly mean: number;
  /** Standard deviation of the other coefficients over seeds. */
  readonly spread: number;
  readonly drift: number;
}

export const WORLDS: readonly World[] = [
  {
    name: 'results depend on the context, the average trade earns 0.05 R',
    mean: 0.05,
    spread: 0.12,
    drift: 0.002,
  },
  {
    name: 'results depend on the context, the average trade earns 0.20 R',
    mean: 0.2,
    spread: 0.12,
    drift: 0.002,
  },
  { name: 'every trade is as good as another: 0.05 R', mean: 0.05, spread: 0, drift: 0 },
  { name: 'every trade is as good as another: 0.20 R', mean: 0.2, spread: 0, drift: 0 },
  { name: 'no edge at all', mean: 0, spread: 0, drift: 0 },
  { name: 'costs win: -0.08 R on average, a little context', mean: -0.08, spread: 0.05, drift: 0 },
];

/** Standard deviation of a result around its mean. */
export const NOISE = 1.2;

export interface Trade {
  /** As many numbers as the desk's own contexts have; the first is 1. */
  readonly context: readonly number[];
  /** Mean of the result, which nobody knows. */
  readonly mean: number;
  readonly resultR: number;
}

/** The trades of one seed, the same for whoever sizes them. */
export function* tradesOf({ mean, spread, drift }: World, seed: number, trades: number): Generator<Trade> {
  const random = seededRandom(seed, 'policy-bench');
  const columns = POLICY_SCHEMA.names.length;
  const within = (value: number) => Math.max(-2, Math.min(2, value));
  let coefficients = Array.from({ length: columns }, (_, i) => (i === 0 ? mean : spread * random.normal()));
  for (let t = 0; t < trades; t += 1) {
    const context = Array.from({ length: columns }, (_, i) => (i === 0 ? 1 : within(random.normal())));
    coefficients = coefficients.map(value => value + drift * random.normal());
    const expected = coefficients.reduce((sum, value, i) => sum + value * (context[i] ?? 0), 0);
    yield { context, mean: expected, resultR: expected + NOISE * random.normal() };
  }
}

/** What a size is worth after the fact: profit less a quarter of its square, about half of Kelly's. */
export const utility = (size: number, resultR: number): number =>
  size * resultR - 0.25 * size * size * resultR * resultR;
