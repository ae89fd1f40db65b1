import type { EntryBook } from '../execution/entry-order.ts';
import type { Instrument } from '../instrument.ts';
import { cite, type Limits } from '../limits/limits.ts';
import type { Plan } from '../plan/plan.ts';
import { type NotionalUsd, notionalUsd } from '../units.ts';
import { capped, type SizingTrace } from './trace.ts';

export interface ProvingInput {
  readonly stopsUnproved?: boolean;
  readonly plan: Plan;
  readonly limits: Limits;
  readonly instrument: Instrument;
  readonly depth: EntryBook;
}

const BPS = 10_000;

/**
 * The size of an entry that has to prove that stops can be placed: as small as the desk and the venue allow, until its
 * own stop has been read back (I21). Leaves no line where that is known.
 */
export function untilProved(trace: SizingTrace, input: ProvingInput): SizingTrace {
  if (input.stopsUnproved !== true) return trace;
  const { limits } = input;
  return capped(
    trace,
    'Risk Guard',
    'stops unproved',
    smallest(input),
    'no stop has been read back for too long: the smallest entry, until its own has been',
    cite(limits, 'guardian/quiet-minutes'),
  );
}

/** The least that is above every minimum at any price a fill can have, and one lot step more, since lots round down. */
function smallest({ plan, limits, instrument, depth }: ProvingInput): NotionalUsd {
  const levels = plan.side === 'long' ? depth.asks : depth.bids;
  const price = levels[0]?.price ?? plan.referencePrice;
  const { lot, notionalMin } = instrument;
  const least = Math.max(limits.values['execution/entry-notional-usd-min'], notionalMin, lot.qtyMin * price);
  const slip = (2 * limits.values['execution/slippage-bps-max']) / BPS;
  return notionalUsd(least * (1 + slip) + lot.stepSize * price);
}
