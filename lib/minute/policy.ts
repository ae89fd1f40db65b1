import { type EntryBook, spreadBps } from '../desk/execution/entry-order.ts';
import type { Limits } from '../desk/limits/limits.ts';
import type { Plan } from '../desk/plan/plan.ts';
import { netOf, oneRUsd } from '../desk/position/evolve.ts';
import type { Position } from '../desk/position/position.ts';
import type { Signal } from '../desk/signal/signal.ts';
import type { PolicyContext, PolicyOutput } from '../desk/sizing/policy.ts';
import type { SizeInput } from '../desk/sizing/size.ts';
import { contextOf } from '../models/policy/context.ts';
import { policySays } from '../models/policy/say.ts';
import type { EntryState } from './entry-state.ts';
import type { Tick } from './tick.ts';

/** What a trade's size is asked with. */
interface Asked {
  readonly signal: Signal;
  readonly plan: Plan;
  readonly depth: EntryBook;
  readonly fundingRate: number;
  readonly exposure: SizeInput['exposure'];
  /** The coin's own last trades. */
  readonly closed: readonly Position[];
}

/** What the policy says of a trade, and what it was told, to be kept with the trade and learnt from when it is over. */
export interface PolicyWord {
  readonly policy: PolicyOutput;
  readonly policyContext?: PolicyContext;
}

/** Tells the policy of a trade and asks it. The state is the one that the tick has loaded with all that is alive. */
export function askPolicy(
  { desk: { mode }, minute }: Tick,
  { policy: reading }: Pick<EntryState, 'policy'>,
  limits: Limits,
  { signal, plan, depth, fundingRate, exposure, closed }: Asked,
): PolicyWord {
  const { side, confidence } = signal;
  const policyContext = contextOf({
    side,
    minute,
    confidence,
    atrFraction: plan.atrFraction,
    spreadBps: spreadBps(depth),
    fundingRate,
    grossShare: exposure.grossUsd / limits.values['risk/gross-notional-usd-max'],
    resultsR: closed.map(position => netOf(position) / oneRUsd(position)),
  });
  const staleDays = limits.values['policy/stale-days-max'];
  const policy = policySays(reading, policyContext, { minute, mode, staleDays });
  return { policy, ...(policyContext === undefined ? {} : { policyContext }) };
}
