import { DAY_MS, isInstant, type Minute } from '../../desk/units.ts';
import { minuteText, shown } from '../../desk/words.ts';
import { POLICY_SCHEMA } from './context.ts';
import { type Belief, beliefOf } from './regression.ts';
import { POLICY_VERSION, type PolicyReading, type PolicyState } from './state.ts';

/** So many closed trades are learnt from before the policy has a say. */
export const LICENCE_TRADES = 100;

/** Who asks, and when. */
export interface PolicyAsked {
  readonly minute: Minute;
  readonly mode: string;
  /** After so many days without being brought up to date its licence is over. */
  readonly staleDays: number;
}

export type PolicyStanding =
  | { readonly licensed: true; readonly n: number; readonly belief: Belief }
  | { readonly licensed: false; readonly n: number; readonly because: string };

/** Whether the policy may speak, and if not, why. */
export function policyStanding(reading: PolicyReading | undefined, asked: PolicyAsked): PolicyStanding {
  if (reading === undefined) return none(0, 'there is no policy: it has not been brought up to date yet');
  if (reading.type === 'unreadable') return none(0, `the policy cannot be read: ${reading.because}`);
  const { state } = reading;
  const fault = foreignTo(state, asked) ?? staleFor(state, asked);
  if (fault !== undefined) return none(state.n, fault);
  const belief = beliefOf(state.evidence);
  if (belief === undefined || !(state.n >= 0))
    return none(state.n, 'what the policy has learnt is no evidence');
  if (!(state.n >= LICENCE_TRADES))
    return none(
      state.n,
      `the policy has no licence: it has learnt from ${state.n} of ${LICENCE_TRADES} trades`,
    );
  return { licensed: true, n: state.n, belief };
}

const none = (n: number, because: string): PolicyStanding => ({ licensed: false, n, because });

/** Why a state is none of the asker's; undefined when it can be gone on with. */
export function foreignTo(state: PolicyState, { mode }: Pick<PolicyAsked, 'mode'>): string | undefined {
  const { version, schemaHash } = state;
  if (version !== POLICY_VERSION)
    return `the policy is of version ${shown(version)}, this desk's is ${POLICY_VERSION}`;
  if (schemaHash !== POLICY_SCHEMA.hash || state.evidence.moment.length !== POLICY_SCHEMA.names.length)
    return 'the policy was learnt from other contexts than this desk records';
  if (state.mode !== mode)
    return `the policy was learnt in mode ${shown(state.mode)}, this desk is in ${mode}`;
  return undefined;
}

/** Written so that a time that is none is stale. */
function staleFor({ updatedAt }: PolicyState, { minute, staleDays }: PolicyAsked): string | undefined {
  const days = (minute - updatedAt) / DAY_MS;
  if (days < 0) return 'the policy is dated after this minute';
  return days <= staleDays
    ? undefined
    : `the policy is stale: it was last brought up to date ${isInstant(updatedAt) ? minuteText(updatedAt) : 'never'}`;
}
