import type { PolicyContext } from '../../desk/sizing/policy.ts';
import type { Minute } from '../../desk/units.ts';
import { POLICY_SCHEMA } from './context.ts';
import { type Evidence, noEvidence, withTrade } from './regression.ts';

/** Of the rule: raised when equal evidence is to mean something else. */
export const POLICY_VERSION = 1;

/** What the policy has learnt, one item of the desk's table. */
export interface PolicyState {
  readonly rev: number;
  readonly version: number;
  /** Of the contexts it was learnt from. */
  readonly schemaHash: string;
  /** Of the desk whose trades they were; another mode is another account (I41). */
  readonly mode: string;
  /** Trades learnt from. */
  readonly n: number;
  /** Every trade that was closed up to this minute is in it, once, or is never going to be. */
  readonly learnedTo: Minute;
  /** When it was last brought up to date, whether or not there was anything to learn. */
  readonly updatedAt: Minute;
  readonly evidence: Evidence;
}

/** The state as it was read from the store. Whatever lies there, reading it throws nothing and stops nobody. */
export type PolicyReading =
  | { readonly type: 'state'; readonly state: PolicyState }
  /** `rev` is that of the item which is to be written over. */
  | { readonly type: 'unreadable'; readonly rev: number; readonly because: string };

/** A trade that is over. */
export interface PolicyTrade {
  readonly id: string;
  readonly context: PolicyContext;
  /** Net profit over what was at risk. */
  readonly resultR: number;
}

/** A policy that has learnt nothing from trades closed up to a minute. */
export const newPolicy = (rev: number, mode: string, learnedTo: Minute): PolicyState => ({
  rev,
  version: POLICY_VERSION,
  schemaHash: POLICY_SCHEMA.hash,
  mode,
  n: 0,
  learnedTo,
  updatedAt: learnedTo,
  evidence: noEvidence(POLICY_SCHEMA.names.length),
});

export interface Learnt {
  readonly state: PolicyState;
  /** Ids of trades that could not be learnt from: a number in them is none. */
  readonly failed: readonly string[];
}

/** The state with some trades more, in their order. The evidence of a trade that fails is left out, not the others'. */
export function learn(state: PolicyState, trades: readonly PolicyTrade[]): Learnt {
  const failed: string[] = [];
  let { evidence, n } = state;
  for (const { id, context, resultR } of trades) {
    const next =
      context.schemaHash === state.schemaHash ? withTrade(evidence, context.values, resultR) : undefined;
    if (next === undefined) {
      failed.push(id);
      continue;
    }
    evidence = next;
    n += 1;
  }
  return { state: { ...state, evidence, n }, failed };
}
