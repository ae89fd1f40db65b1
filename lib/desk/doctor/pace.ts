import type { Limits } from '../limits/limits.ts';
import { type Fraction, fraction } from '../units.ts';
import { percent, trim } from '../words.ts';
import type { MeasuredTrades } from './evidence.ts';

/** How often a day all positions are opened and closed once, and how that is known. */
export type Cycles =
  | { readonly source: 'measured' | 'assumed'; readonly perDay: number; readonly because: string }
  | { readonly source: 'unknown'; readonly because: string };

/** Less than a day of trades says nothing about a day. */
const DAYS_MIN = 1;

/** Cycles a day: measured from the desk's own trades where it has enough of them, else what somebody assumes. */
export function cyclesOf(
  trades: MeasuredTrades | undefined,
  positions: number,
  assumed: number | undefined,
): Cycles {
  if (trades !== undefined && trades.days >= DAYS_MIN && positions > 0) {
    const perDay = trades.trades / trades.days / positions;
    const told = `${trades.trades} trades in ${days(trades.days)}, ${positions} to a cycle`;
    const instead = assumed === undefined ? '' : `, and not the ${trim(assumed.toFixed(2))} of --cycles`;
    return { source: 'measured', perDay, because: `${told}${instead}` };
  }
  const why =
    trades === undefined
      ? 'the desk has no closed trade to count them by'
      : `${days(trades.days)} of trades are too few to count them by`;
  return assumed === undefined
    ? { source: 'unknown', because: why }
    : { source: 'assumed', perDay: assumed, because: why };
}

/** What holding a position costs in funding, as a share of its notional, and how that is known. */
export interface FundingCost {
  readonly source: 'measured' | 'assumed';
  readonly fraction: Fraction;
  readonly because: string;
}

/** The rate that the venue's formula comes to when price and index agree. */
const USUAL_RATE: Fraction = fraction(0.0001);
const MINUTES_BETWEEN = 480;

/** Funding a trade: as the desk's own trades paid it, else the usual rate over the longest hold, always paid. */
export function fundingOf(trades: MeasuredTrades | undefined, { values }: Limits): FundingCost {
  if (trades !== undefined) {
    const { fundingFraction } = trades;
    const because = `measured: as the desk’s own trades ${fundingFraction < 0 ? 'received' : 'paid'} it`;
    return { source: 'measured', fraction: fundingFraction, because };
  }
  const held = values['exits/hold-minutes-max'];
  return {
    source: 'assumed',
    fraction: fraction((USUAL_RATE * held) / MINUTES_BETWEEN),
    because: `assumed: ${percent(USUAL_RATE)} in 8 h, always paid, over the longest hold of ${held} min`,
  };
}

const days = (count: number): string => `${trim(count.toFixed(1))} days`;
