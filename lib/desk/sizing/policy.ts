import { cite, type Limits } from '../limits/limits.ts';
import { notionalUsd } from '../units.ts';
import { trim } from '../words.ts';
import { kept, type SizingTrace, traced } from './trace.ts';

/** What a policy says of one trade. Its multiplier may be any number there is; `byPolicy` makes it harmless. */
export interface PolicyOutput {
  readonly multiplier: number;
  /** Whether the policy has earned a say. */
  readonly licensed: boolean;
  /** Why it has no say, or what it has reckoned with; for the trace. */
  readonly because?: string;
}

/**
 * What a policy is told of a trade when it is sized. Kept with the position, so that it can be learnt from when the trade
 * is over. The numbers' meaning is the schema's.
 */
export interface PolicyContext {
  readonly schemaHash: string;
  readonly values: readonly number[];
}

/**
 * Step 3: the RL policy's multiplier, held between its two limits. Exactly 1 where there is no policy, where it has no
 * licence, and where what it says is no number. After this step a size is `intended`, and only ever shrinks.
 */
export function byPolicy(trace: SizingTrace, policy: PolicyOutput | undefined, limits: Limits): SizingTrace {
  const untouched = (because: string) => kept(trace, 'RL policy', 'policy', `${because}: x1`);
  if (policy === undefined) return untouched('no licensed policy');
  const { multiplier, because: why } = policy;
  if (!policy.licensed) return untouched(why ?? 'the policy has no licence');
  if (!Number.isFinite(multiplier)) return untouched('what the policy says is no number');

  const [min, max] = [limits.values['policy/multiplier-min'], limits.values['policy/multiplier-max']];
  const applied = Math.min(max, Math.max(min, multiplier));
  const before = traced(trace);
  const [beforeUsd, afterUsd] = [before, notionalUsd(before * applied)];
  const step = { owner: 'RL policy', step: 'policy', beforeUsd, afterUsd } as const;
  const reckoned = why === undefined ? '' : `: ${why}`;
  if (applied === multiplier)
    return [...trace, { ...step, because: `the policy says x${short(applied)}${reckoned}` }];
  const bound = multiplier < min ? 'policy/multiplier-min' : 'policy/multiplier-max';
  const because = `the policy says x${short(multiplier)}, held at x${short(applied)}${reckoned}`;
  return [...trace, { ...step, because, limit: cite(limits, bound) }];
}

/** Three digits after the point, and an exponent for what would be a line of figures. */
const short = (value: number): string =>
  Math.abs(value) >= 1e6 ? value.toExponential(2) : trim(value.toFixed(3));
