import { defaultLimits, type Limits } from '../../../lib/desk/limits/limits.ts';
import { byPolicy } from '../../../lib/desk/sizing/policy.ts';
import { traced } from '../../../lib/desk/sizing/trace.ts';
import { type Minute, notionalUsd } from '../../../lib/desk/units.ts';
import { POLICY_SCHEMA } from '../../../lib/models/policy/context.ts';
import { policySays } from '../../../lib/models/policy/say.ts';
import { learn, newPolicy } from '../../../lib/models/policy/state.ts';
import { type Random, seededRandom } from '../../../lib/sim/random.ts';
import { limitsWith } from '../../kit/builders.ts';
import { NOISE, type Trade, utility } from './trades.ts';

/** Sizes a trade, 1 being the size that the desk has planned, and learns what came of it. */
export interface Sizer {
  size(trade: Trade): number;
  learn(trade: Trade): void;
}

/** Sizes that may be chosen from: as in the first benchmark, and between the desk's own bounds. */
export const ARMS = {
  'arms 0 to 1': [0, 0.25, 0.5, 0.75, 1],
  'arms 0.75 to 1.25': [0.75, 0.875, 1, 1.125, 1.25],
};

const NEVER = 0 as Minute;

/** The desk's rule as it is in the desk: state, licence, bound, average, and the limits that hold it. */
function rule(limits: Limits): Sizer {
  let state = newPolicy(0, 'bench', NEVER);
  const { hash: schemaHash } = POLICY_SCHEMA;
  const planned = notionalUsd(1);
  const trace = [
    { owner: 'Math AI', step: 'planned', beforeUsd: planned, afterUsd: planned, because: '' } as const,
  ];
  return {
    size: ({ context: values }) => {
      const asked = { minute: NEVER, mode: 'bench', staleDays: 1 };
      const said = policySays({ type: 'state', state }, { schemaHash, values }, asked);
      return traced(byPolicy(trace, said, limits));
    },
    learn: ({ context: values, resultR }) => {
      ({ state } = learn(state, [{ id: '', context: { schemaHash, values }, resultR }]));
    },
  };
}

const fixed = (size: number): Sizer => ({ size: () => size, learn: () => {} });

/** Knows the mean of each result, which nobody does. */
const oracle = (arms: readonly number[]): Sizer => ({
  size: ({ mean }) => best(arms, m => m * mean - 0.25 * m * m * (mean * mean + NOISE * NOISE)),
  learn: () => {},
});

/** Linear regression by Sherman and Morrison with forgetting, as the bandits of the textbooks have it. */
class Linear {
  #inverse: number[][];
  #mean: number[];
  readonly #keep: number;
  constructor(columns: number, variance: number, keep: number) {
    this.#inverse = Array.from({ length: columns }, (_, i) =>
      Array.from({ length: columns }, (__, j) => (i === j ? variance : 0)),
    );
    this.#mean = Array.from({ length: columns }, () => 0);
    this.#keep = keep;
  }
  mean = (x: readonly number[]): number => product(this.#mean, x);
  deviation = (x: readonly number[]): number => Math.sqrt(Math.max(0, product(this.#spread(x), x)));
  add(x: readonly number[], y: number): void {
    const spread = this.#spread(x);
    const k = this.#keep + product(spread, x);
    const off = y - this.mean(x);
    this.#mean = this.#mean.map((value, i) => value + ((spread[i] ?? 0) * off) / k);
    this.#inverse = this.#inverse.map((row, i) =>
      row.map((value, j) => (value - ((spread[i] ?? 0) * (spread[j] ?? 0)) / k) / this.#keep),
    );
  }
  #spread = (x: readonly number[]): number[] => this.#inverse.map(row => product(row, x));
}

const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function best(arms: readonly number[], worth: (arm: number, i: number) => number): number {
  return arms.reduce<readonly [number, number]>(
    ([size, most], arm, i) => {
      const value = worth(arm, i);
      return value > most ? [arm, value] : [size, most];
    },
    [1, Number.NEGATIVE_INFINITY],
  )[0];
}

/** A regression an arm, of which only the arm that was taken learns. */
function perArm(arms: readonly number[], bonus: (linear: Linear, x: readonly number[]) => number): Sizer {
  const columns = POLICY_SCHEMA.names.length;
  const linears = new Map(arms.map(arm => [arm, new Linear(columns, 1, 0.999)]));
  const of = (arm: number) => linears.get(arm) as Linear;
  let taken = 1;
  return {
    size: ({ context: x }) => {
      taken = best(arms, arm => of(arm).mean(x) + bonus(of(arm), x));
      return taken;
    },
    learn: ({ context, resultR }) => of(taken).add(context, utility(taken, resultR)),
  };
}

const linUcb = (arms: readonly number[]): Sizer => perArm(arms, (linear, x) => 0.5 * linear.deviation(x));
const thompson = (arms: readonly number[], random: Random): Sizer =>
  perArm(arms, (linear, x) => 0.5 * random.normal() * linear.deviation(x));

/** REINFORCE with a baseline over a linear softmax: one epoch of what PPO does. */
function policyGradient(arms: readonly number[], random: Random): Sizer {
  let weights = arms.map(() => POLICY_SCHEMA.names.map(() => 0));
  let baseline = 0;
  let shares: number[] = [];
  let taken = 0;
  return {
    size: ({ context: x }) => {
      const scores = weights.map(row => product(row, x));
      const most = Math.max(...scores);
      const powers = scores.map(score => Math.exp(score - most));
      const sum = powers.reduce((total, power) => total + power, 0);
      shares = powers.map(power => power / sum);
      const drawn = random.next();
      const below = (i: number) => shares.slice(0, i + 1).reduce((total, share) => total + share, 0);
      taken = Math.max(
        0,
        shares.findIndex((_, i) => drawn <= below(i)),
      );
      return arms[taken] ?? 1;
    },
    learn: ({ context: x, resultR }) => {
      const reward = utility(arms[taken] ?? 1, resultR);
      const advantage = reward - baseline;
      baseline += 0.01 * advantage;
      weights = weights.map((row, k) =>
        row.map((w, q) => w + 0.05 * advantage * ((k === taken ? 1 : 0) - (shares[k] ?? 0)) * (x[q] ?? 0)),
      );
    },
  };
}

/** All who size the trades of a seed. */
export function sizersOf(seed: number): Readonly<Record<string, Sizer>> {
  const chance = (name: string) => seededRandom(seed, name);
  const bandits = Object.entries(ARMS).flatMap(([range, arms]): [string, Sizer][] => [
    [`LinUCB, ${range}`, linUcb(arms)],
    [`Thompson, ${range}`, thompson(arms, chance(`thompson ${range}`))],
    [`policy gradient, ${range}`, policyGradient(arms, chance(`gradient ${range}`))],
    [`whoever knows the mean, ${range}`, oracle(arms)],
  ]);
  return {
    'fixed 1.0': fixed(1),
    'the rule': rule(defaultLimits()),
    'the rule, limits 0 to 2': rule(
      limitsWith({ 'policy/multiplier-min': '0', 'policy/multiplier-max': '2' }),
    ),
    ...Object.fromEntries(bandits),
  };
}
