import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import type { Instrument } from '../../../lib/desk/instrument.ts';
import { DAY_MS, epochMs, price, usd } from '../../../lib/desk/units.ts';
import {
  type Coin,
  historyFault,
  listingFault,
  type RuleCode,
  tradingFault,
} from '../../../lib/desk/universe/rules.ts';
import { anInstrument, limitsWith, NOW } from '../../kit/builders.ts';
import { days } from '../../kit/candles.ts';

/** A coin that passes every rule: $50 million, 5 % a day, a spread of 1 bp, a month of bars. */
const aCoin = (overrides: Partial<Coin> = {}): Coin => ({
  instrument: anInstrument(),
  day: { open: price(100), high: price(103), low: price(98), quoteVolumeUsd: usd(50_000_000) },
  quote: { bid: price(99.995), ask: price(100.005) },
  days: days(30, 0.05),
  ...overrides,
});

describe('the listing', () => {
  const BASES = new Set(['BTC', 'ETH', 'COIN', 'JUP', 'BTCUP', 'SUPER', 'BEAR']);
  const inDays = (n: number) => epochMs(NOW + n * DAY_MS);

  test.each<[string, RuleCode | 'in', Partial<Instrument>]>([
    ['of an ordinary coin', 'in', {}],
    ['quoted in USDC', 'not-a-usdt-perpetual', { quoteAsset: 'USDC' }],
    ['of a quarterly future', 'not-a-usdt-perpetual', { contractType: 'CURRENT_QUARTER' }],
    ['of a share, perpetual as it is', 'not-a-usdt-perpetual', { contractType: 'TRADIFI_PERPETUAL' }],
    ['that is settling', 'not-trading', { status: 'SETTLING' }],
    ['of a dollar token', 'stablecoin', { baseAsset: 'USDC' }],
    ['I54 of a dollar token that lists of three forget', 'stablecoin', { baseAsset: 'FDUSD' }],
    ['of bitcoin, multiplied', 'leveraged-token', { baseAsset: 'BTCUP' }],
    ['of ether, divided', 'leveraged-token', { baseAsset: 'ETH3S' }],
    ['of JUP, since there is no coin J', 'in', { baseAsset: 'JUP' }],
    ['of SUPER, which only ends like one', 'in', { baseAsset: 'SUPER' }],
    ['of a coin called BEAR', 'in', { baseAsset: 'BEAR' }],
    ['to be settled within the week', 'delisting', { deliveryAt: inDays(6.9) }],
    ['to be settled later', 'in', { deliveryAt: inDays(7) }],
    ['29 days old', 'too-young', { onboardAt: inDays(-29.9) }],
    ['30 days old', 'in', { onboardAt: inDays(-30) }],
    ['of tomorrow', 'too-young', { onboardAt: inDays(1) }],
  ])('%s → %s', (_what, code, overrides) => {
    expect(listingFault(anInstrument(overrides), BASES, NOW, limitsWith())?.code ?? 'in').toBe(code);
  });

  test('is left out where a person denies it, and says in which limit', () => {
    const limits = limitsWith({ 'universe/denied': 'BTCUSDT,COINUSDT' });
    expect(listingFault(anInstrument(), BASES, NOW, limits)).toEqual({
      code: 'denied',
      because: 'named in universe/denied (default)',
    });
  });
});

describe('the last day', () => {
  const day = (overrides: Partial<NonNullable<Coin['day']>>): Partial<Coin> => ({
    day: {
      open: price(100),
      high: price(103),
      low: price(98),
      quoteVolumeUsd: usd(50_000_000),
      ...overrides,
    },
  });
  const quote = (bid: number, ask: number): Partial<Coin> => ({
    quote: { bid: price(bid), ask: price(ask) },
  });

  test.each<[string, RuleCode | 'in', Partial<Coin>]>([
    ['of an ordinary coin', 'in', {}],
    ['without a ticker', 'no-ticker', { day: undefined }],
    ['without a quote', 'no-ticker', { quote: undefined }],
    ['with just the volume', 'in', day({ quoteVolumeUsd: usd(20_000_000) })],
    ['with less', 'volume-low', day({ quoteVolumeUsd: usd(19_999_999) })],
    ['with a range of just 3 %', 'in', day({ high: price(101), low: price(98) })],
    ['with less', 'volatility-low', day({ high: price(100.9), low: price(98) })],
    ['opened at nothing', 'volatility-low', day({ open: price(0), high: price(0), low: price(0) })],
    ['with a spread just under 15 bps', 'in', quote(99.926, 100.074)],
    ['with a wider one', 'spread-wide', quote(99.92, 100.08)],
    ['with quotes of nothing', 'spread-wide', quote(0, 0)],
    ['with a crossed quote', 'spread-wide', quote(100.005, 99.995)],
    ['with quotes below nothing', 'spread-wide', quote(-100.005, -99.995)],
    ['with an ask below nothing', 'spread-wide', quote(99.995, -100.005)],
    ['with quotes that are no numbers', 'spread-wide', quote(Number.NaN, Number.NaN)],
    ['with a high that is no number', 'volatility-low', day({ high: price(Number.NaN) })],
    ['with a low below nothing', 'volatility-low', day({ low: price(-98) })],
    ['opened at nothing and moved by something', 'volatility-low', day({ open: price(0) })],
    ['opened below nothing', 'volatility-low', day({ open: price(-100), high: price(98), low: price(103) })],
    ['with a volume that is no number', 'volume-low', day({ quoteVolumeUsd: usd(Number.NaN) })],
    ['with a volume below nothing', 'volume-low', day({ quoteVolumeUsd: usd(-50_000_000) })],
  ])('%s → %s', (_what, code, overrides) => {
    expect(tradingFault(aCoin(overrides), limitsWith())?.code ?? 'in').toBe(code);
  });
});

describe('the last month', () => {
  /** A good month with one broken bar in it. */
  const withBar = (broken: Partial<Candle>) =>
    days(30, 0.05).map((bar, i) => (i === 20 ? { ...bar, ...broken } : bar));

  test.each<[string, RuleCode | 'in', Coin['days']]>([
    ['of an ordinary coin', 'in', days(30, 0.05)],
    ['not fetched yet', 'history-missing', undefined],
    ['a day short', 'history-missing', days(29, 0.05)],
    ['I54 in which it never moved by 2 %', 'pegged', days(30, 0.019)],
    ['I54 in which it moved by more, though by little', 'volatility-low', days(30, 0.021)],
    [
      'whose last week is quiet, the day before yesterday apart',
      'volatility-low',
      [...days(30, 0.06).slice(0, 23), ...days(7, 0.02).slice(0, 5), ...days(2, 0.09)],
    ],
    ['of prices of nothing', 'pegged', days(30, 0, 0)],
    ['with a low of nothing', 'history-missing', withBar({ low: price(0) })],
    ['with a low that is no number', 'pegged', withBar({ low: price(Number.NaN) })],
    ['opened below nothing', 'history-missing', withBar({ open: price(-1) })],
    ['whose high lies below its low', 'history-missing', withBar({ high: price(90), low: price(95) })],
  ])('%s → %s', (_what, code, bars) => {
    expect(historyFault(aCoin({ days: bars }), limitsWith())?.code ?? 'in').toBe(code);
  });

  test('I54 a coin pegged until a month ago is judged by the month alone', () => {
    expect(
      historyFault(aCoin({ days: [...days(60, 0.001).slice(0, 30), ...days(30, 0.05)] }), limitsWith()),
    ).toBeUndefined();
  });
});

test('a reason holds the figure that decided and the limit it was held against', () => {
  const thin = aCoin({
    day: { open: price(100), high: price(105), low: price(98), quoteVolumeUsd: usd(1_234_567) },
  });
  expect(tradingFault(thin, limitsWith())?.because).toBe(
    '$1,234,567.00 traded in 24 h (universe/quote-volume-usd-min (default): $20,000,000.00)',
  );
});
