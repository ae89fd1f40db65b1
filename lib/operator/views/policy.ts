import type { Position } from '../../desk/position/position.ts';
import { trim } from '../../desk/words.ts';
import { LICENCE_TRADES, type PolicyAsked, policyStanding } from '../../models/policy/standing.ts';
import type { PolicyReading } from '../../models/policy/state.ts';

/** How the RL policy stands with a desk, as `--json` prints it. */
export interface PolicyView {
  readonly licensed: boolean;
  /** Trades learnt from, and how many a licence takes. */
  readonly n: number;
  readonly needed: number;
  /** Why it has no say; null where it has one. */
  readonly because: string | null;
  /** Factors by which it has changed the sizes of the last entries; null without entries. */
  readonly applied: {
    readonly entries: number;
    readonly least: number;
    readonly most: number;
    /** Of the newest of them. */
    readonly last: number;
  } | null;
}

/** The policy as the next entry will find it, and what it did in the entries given, the newest first. */
export function policyView(
  reading: PolicyReading | undefined,
  asked: PolicyAsked,
  entries: readonly Position[],
): PolicyView {
  const standing = policyStanding(reading, asked);
  const factors = entries.flatMap(({ trace }) => {
    const line = trace.find(({ owner, step }) => owner === 'RL policy' && step === 'policy');
    return line === undefined || !(line.beforeUsd > 0) ? [] : [line.afterUsd / line.beforeUsd];
  });
  return {
    licensed: standing.licensed,
    n: standing.n,
    needed: LICENCE_TRADES,
    because: standing.licensed ? null : standing.because,
    applied:
      factors.length === 0
        ? null
        : {
            entries: factors.length,
            least: Math.min(...factors),
            most: Math.max(...factors),
            last: factors[0] ?? 1,
          },
  };
}

/** The same in a line. */
export function policyLine({ licensed, n, because, applied }: PolicyView): string {
  const standing = licensed ? `licensed, has learnt from ${n} trades` : `no say: ${because ?? ''}`;
  if (applied === null) return standing;
  const { entries, least, most } = applied;
  const span = least === most ? factor(least) : `${factor(least)} to ${factor(most)}`;
  return `${standing}; ${span} over the last ${entries === 1 ? 'entry' : `${entries} entries`}`;
}

export const factor = (value: number): string => `x${trim(value.toFixed(3))}`;
