import type { Fraction, Leverage } from '../../units.ts';
import { amount } from '../definition.ts';

/** Leverage, the initial stop, and the costs every plan reckons with. */
export const PLAN_LIMITS = {
  'plan/leverage-max': amount<Leverage>({
    default: 3,
    min: 1,
    max: 50,
    unit: 'times margin',
    whole: true,
    description: "Leverage of every trade, unless the venue's tier or the liquidation distance allows less.",
  }),
  'plan/stop-atr-multiple': amount({
    default: 1.5,
    min: 0.1,
    max: 10,
    unit: 'multiples of ATR(14)',
    description: 'Distance of the initial stop, before the two bounds below.',
  }),
  'plan/stop-fraction-min': amount<Fraction>({
    default: 0.006,
    min: 0.001,
    max: 0.2,
    unit: 'fraction of price',
    description: 'The initial stop is never nearer than this.',
  }),
  'plan/stop-fraction-max': amount<Fraction>({
    default: 0.03,
    min: 0.001,
    max: 0.2,
    unit: 'fraction of price',
    description: 'The initial stop is never farther than this.',
  }),
  'plan/liquidation-stops-min': amount({
    default: 1.5,
    min: 1.05,
    max: 10,
    unit: 'multiples of the stop distance',
    description:
      'The liquidation price lies at least this many stop distances away; leverage is lowered until it does.',
  }),
  'costs/taker-fee-fraction': amount<Fraction>({
    default: 0.0005,
    min: 0,
    max: 0.01,
    unit: 'fraction of notional, per side',
    description: 'Fee the plan reckons with for each taker fill.',
  }),
  'costs/slippage-fraction': amount<Fraction>({
    default: 0.0004,
    min: 0,
    max: 0.05,
    unit: 'fraction of notional, for the round trip',
    description: 'Slippage the plan reckons with for entry and exit together.',
  }),
};
