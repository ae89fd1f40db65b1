import type { LimitName } from '../limits/schema.ts';
import type { Circumstances, Trade } from './example.ts';

/** How many positions of one size a limit leaves room for. */
export interface Room {
  readonly what: string;
  readonly positions: number;
  readonly limits: readonly LimitName[];
}

/** Forgives the last bits of a division that should come out whole. */
const wholeTimes = (budget: number, each: number): number =>
  each > 0 ? Math.floor(budget / each + 1e-9) : Number.POSITIVE_INFINITY;

/** Loss of one such trade at its stop, costs included: what the guard reserves for it. */
export const lossAtStop = ({ plan, allowedUsd }: Trade): number =>
  allowedUsd * (plan.stopFraction + plan.roundTripCostFraction);

/** Each limit that bounds the number of positions, with the number it allows of trades like this one. */
export function roomFor({ limits, equityUsd }: Circumstances, trade: Trade): readonly Room[] {
  const { values } = limits;
  return [
    {
      what: 'positions',
      positions: values['risk/positions-max'],
      limits: ['risk/positions-max'],
    },
    {
      what: 'gross exposure',
      positions: wholeTimes(values['risk/gross-notional-usd-max'], trade.allowedUsd),
      limits: ['risk/gross-notional-usd-max'],
    },
    {
      what: 'daily loss',
      positions: wholeTimes(values['risk/daily-loss-usd-max'], lossAtStop(trade)),
      limits: ['risk/daily-loss-usd-max'],
    },
    {
      what: 'margin',
      positions: wholeTimes(equityUsd, trade.allowedUsd / trade.plan.leverage),
      limits: ['plan/leverage-max'],
    },
  ];
}

/** Positions of this size that may be open at once. */
export const positionsThatFit = (circumstances: Circumstances, trade: Trade): number =>
  Math.min(...roomFor(circumstances, trade).map(({ positions }) => positions));
