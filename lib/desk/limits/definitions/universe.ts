import { type Fraction, type NotionalUsd, type SymbolId, symbolId, type Usd } from '../../units.ts';
import { amount, written } from '../definition.ts';

/** Which coins may be traded at all. */
export const UNIVERSE_LIMITS = {
  'universe/quote-volume-usd-min': amount<Usd>({
    default: 20_000_000,
    min: 0,
    max: 1_000_000_000,
    unit: 'USD in 24 hours',
    description: 'Coins traded less than this are left out.',
  }),
  'universe/daily-volatility-min': amount<Fraction>({
    default: 0.03,
    min: 0,
    max: 1,
    unit: 'fraction, (high - low) / open of a day',
    description: 'Coins that moved less than this in 24 hours, or on the median of 7 days, are left out.',
  }),
  'universe/age-days-min': amount({
    default: 30,
    min: 0,
    max: 3650,
    unit: 'days since listing',
    whole: true,
    description: 'Younger coins are left out.',
  }),
  'universe/spread-bps-max': amount({
    default: 15,
    min: 0.1,
    max: 500,
    unit: 'basis points of price',
    description: 'Coins with a wider spread are left out.',
  }),
  'universe/depth-usd-min': amount<NotionalUsd>({
    default: 10_000,
    min: 0,
    max: 100_000_000,
    unit: 'USD on each side within execution/slippage-bps-max',
    description: 'Coins with a thinner book are left out.',
  }),
  'universe/peg-range-fraction-max': amount<Fraction>({
    default: 0.02,
    min: 0,
    max: 0.5,
    unit: 'fraction, (high - low) / low over 30 days',
    description:
      'A coin that stayed inside this range for 30 days is taken for pegged (a stablecoin) and left out.',
  }),
  'universe/size-max': amount({
    default: 50,
    min: 1,
    max: 400,
    unit: 'coins',
    whole: true,
    description: 'Best-ranked coins kept.',
  }),
  'universe/leave-after-minutes': amount({
    default: 30,
    min: 0,
    max: 1440,
    unit: 'minutes',
    whole: true,
    description: 'A coin leaves after failing a rule for this long, so that it does not flicker.',
  }),
  'universe/denied': written<readonly SymbolId[]>({
    default: [],
    unit: 'symbols separated by commas, or none',
    description: 'Symbols never traded, whatever else they satisfy.',
    pattern: '^(none|[A-Z0-9]{5,20}(,[A-Z0-9]{5,20}){0,99})$',
    format: symbols => (symbols.length === 0 ? 'none' : symbols.join(',')),
    parse: text => ({ value: text === 'none' ? [] : text.split(',').map(symbolId) }),
  }),
};
