import type { Fraction, NotionalUsd, Usd } from '../../units.ts';
import { amount } from '../definition.ts';

/** Caps and refusals of the Risk Guard and of execution. */
export const RISK_LIMITS = {
  'risk/trade-notional-usd-max': amount<NotionalUsd>({
    default: 5000,
    min: 0,
    max: 10_000_000,
    unit: 'USD of notional',
    description: 'Largest exposure that one entry may add.',
  }),
  'risk/symbol-notional-usd-max': amount<NotionalUsd>({
    default: 2000,
    min: 0,
    max: 10_000_000,
    unit: 'USD of notional',
    description: 'Largest exposure in one symbol.',
  }),
  'risk/gross-notional-usd-max': amount<NotionalUsd>({
    default: 25_000,
    min: 0,
    max: 100_000_000,
    unit: 'USD of notional',
    description: 'Largest exposure of all positions together, long and short added up.',
  }),
  'risk/positions-max': amount({
    default: 15,
    min: 0,
    max: 40,
    unit: 'positions',
    whole: true,
    description: 'Most positions open at once, those being entered included.',
  }),
  'risk/daily-loss-usd-max': amount<Usd>({
    default: 300,
    min: 1,
    max: 10_000_000,
    unit: 'USD',
    description:
      'Most the account may lose between 00:00 UTC and 00:00 UTC with every open position stopped out. Reserved before an entry.',
  }),
  'risk/drawdown-fraction-max': amount<Fraction>({
    default: 0.15,
    min: 0.01,
    max: 0.9,
    unit: 'fraction of the high-water mark',
    description: 'Equity this far below its highest mark halts the desk until a person edits control/resume.',
  }),
  'risk/stop-cooldown-minutes': amount({
    default: 60,
    min: 0,
    max: 10_080,
    unit: 'minutes',
    whole: true,
    description: 'After a stop-out a symbol is left alone for this long.',
  }),
  'risk/stops-max': amount({
    default: 4,
    min: 1,
    max: 1000,
    unit: 'stop-outs',
    whole: true,
    description:
      'This many stop-outs within risk/stops-window-minutes pause all entries for risk/stops-pause-minutes.',
  }),
  'risk/stops-window-minutes': amount({
    default: 180,
    min: 1,
    max: 1440,
    unit: 'minutes',
    whole: true,
    description: 'How far back stop-outs are counted.',
  }),
  'risk/stops-pause-minutes': amount({
    default: 120,
    min: 0,
    max: 10_080,
    unit: 'minutes',
    whole: true,
    description: 'How long all entries pause after too many stop-outs.',
  }),
  'risk/low-profit-trades-min': amount({
    default: 10,
    min: 1,
    max: 20,
    unit: 'trades',
    whole: true,
    description:
      'A symbol with at least this many trades in risk/low-profit-days that lost money together is left alone.',
  }),
  'risk/low-profit-days': amount({
    default: 7,
    min: 1,
    max: 60,
    unit: 'days',
    whole: true,
    description:
      'How far back a symbol’s trades are counted, and so how long it may be left alone for its losses.',
  }),
  'risk/equity-move-fraction-max': amount<Fraction>({
    default: 0.2,
    min: 0.02,
    max: 1,
    unit: 'fraction of equity between two readings',
    description:
      'A reading that moved more than this without a fill or a transfer is not believed until a second one agrees: no entries meanwhile, and nothing is closed for it.',
  }),
  'risk/venue-pause-minutes': amount({
    default: 5,
    min: 0,
    max: 1440,
    unit: 'minutes',
    whole: true,
    description: 'How long entries pause after the account could not be read for more than three minutes.',
  }),
  'risk/spread-bps-max': amount({
    default: 15,
    min: 0.1,
    max: 500,
    unit: 'basis points of price',
    description: 'No entry into a wider spread between best bid and ask.',
  }),
  'risk/funding-fraction-max': amount<Fraction>({
    default: 0.001,
    min: 0,
    max: 0.1,
    unit: 'fraction of notional at the next settlement',
    description: 'No entry when the next funding would cost more than this.',
  }),
  'risk/data-age-minutes-max': amount({
    default: 3,
    min: 1,
    max: 60,
    unit: 'minutes',
    whole: true,
    description: 'No entry on market data older than this.',
  }),
  'execution/entry-notional-usd-min': amount<NotionalUsd>({
    default: 100,
    min: 5,
    max: 100_000,
    unit: 'USD of notional',
    description: 'Smallest entry. Never applied to an exit or a stop.',
  }),
  'execution/slippage-bps-max': amount({
    default: 10,
    min: 0.5,
    max: 500,
    unit: 'basis points of price',
    description: 'An entry takes no price worse than this from the best quote. Exits are not limited by it.',
  }),
};
