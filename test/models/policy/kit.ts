import { epochMs, type Minute } from '../../../lib/desk/units.ts';
import { POLICY_SCHEMA } from '../../../lib/models/policy/context.ts';
import { learn, newPolicy, type PolicyState, type PolicyTrade } from '../../../lib/models/policy/state.ts';
import { seededRandom } from '../../../lib/sim/random.ts';
import { NOW } from '../../kit/builders.ts';

export const MODE = 'embedded';
export const COLUMNS = POLICY_SCHEMA.names.length;

/** A context with ones where the names say, zeros elsewhere. */
export const contextWith = (values: Readonly<Record<string, number>> = {}): readonly number[] =>
  POLICY_SCHEMA.names.map((name, i) => (i === 0 ? 1 : (values[name] ?? 0)));

/** Trades with contexts by chance, which earn what `resultOf` says and some noise. */
export function someTrades(
  n: number,
  resultOf: (context: readonly number[]) => number,
  { seed = 1, noise = 0.3 }: { readonly seed?: number; readonly noise?: number } = {},
): readonly PolicyTrade[] {
  const random = seededRandom(seed, 'policy-trades');
  return Array.from({ length: n }, (_, i) => {
    const values = Array.from({ length: COLUMNS }, (__, k) =>
      k === 0 ? 1 : Math.max(-2, Math.min(2, random.normal())),
    );
    const context = { schemaHash: POLICY_SCHEMA.hash, values };
    return { id: `trade-${i}`, context, resultR: resultOf(values) + noise * random.normal() };
  });
}

export const CONFIDENCE = POLICY_SCHEMA.names.indexOf('confidence');

/** A policy that has seen so many trades, brought up to date just now: the surer the model, the better the trade. */
export function aPolicy(n = 150, changes: Partial<PolicyState> = {}): PolicyState {
  const fresh = newPolicy(0, MODE, NOW);
  const { state } = learn(
    fresh,
    someTrades(n, values => 0.3 + 0.25 * (values[CONFIDENCE] ?? 0)),
  );
  return { ...state, ...changes };
}

export const minutesBefore = (minutes: number): Minute => epochMs(NOW - minutes * 60_000) as Minute;
