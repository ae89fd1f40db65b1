import type { PolicyContext, PolicyOutput } from '../../desk/sizing/policy.ts';
import { POLICY_SCHEMA } from './context.ts';
import { type PolicyAsked, policyStanding } from './standing.ts';
import type { PolicyReading } from './state.ts';

/**
 * What the policy says of a trade: the lower bound of its expected result over the average trade's. Its limits hold it
 * later, in the sizing; it has a say in nothing else.
 */
export function policySays(
  reading: PolicyReading | undefined,
  context: PolicyContext | undefined,
  asked: PolicyAsked,
): PolicyOutput {
  const standing = policyStanding(reading, asked);
  if (!standing.licensed) return silent(standing.because);
  if (context === undefined) return silent('a number of the trade’s context is none');
  const { schemaHash, values } = context;
  if (schemaHash !== POLICY_SCHEMA.hash || values.length !== POLICY_SCHEMA.names.length)
    return silent('the trade’s context is not the policy’s');
  const { belief } = standing;
  const { mean, width } = belief.of(values);
  const bound = mean - width;
  const { average } = belief;
  if (average === undefined || !(average > 0)) {
    const because = `the average trade is worth ${inR(average ?? 0)} R at its lower bound: nothing to measure by`;
    return { licensed: true, multiplier: 1, because };
  }
  const because = `this trade is worth ${inR(bound)} R at its lower bound, the average one ${inR(average)} R`;
  return { licensed: true, multiplier: bound / average, because };
}

const silent = (because: string): PolicyOutput => ({ licensed: false, multiplier: 1, because });

const inR = (value: number): string => value.toFixed(3);
