import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import { atrFraction } from '../../../lib/desk/indicators.ts';
import { median } from '../../../lib/desk/statistics.ts';
import { symbolId } from '../../../lib/desk/units.ts';
import { syntheticMarket } from '../../../lib/sim/markets/synthetic.ts';
import { correlation, dayBlockMean, type Sample, samplesOf, stopFractions } from './labels.ts';

const market = syntheticMarket({ seed: 11, days: 60 });
const twin = syntheticMarket({ seed: 11, days: 60, martingale: true });
const samples = samplesOf(market);
const twinSamples = samplesOf(twin);
/** Three markets together: what one month's drift of the whole market adds to every coin counts for less. */
const pooled = [
  ...samples,
  ...[12, 13].flatMap(seed => samplesOf(syntheticMarket({ seed, days: 60 }), seed)),
];
const barsOf = (of: typeof market) =>
  new Map(of.instruments().map(({ symbol }) => [symbol, of.candles(symbol, '15m', 0, of.endsAt)]));
const bars = barsOf(market);
const pegged = new Set(['USDCUSDT', 'AUSDUSDT']);

describe('the planted edge', () => {
  test('R is the desk’s own: the average true range as its indicator computes it', () => {
    const coin = bars.get(symbolId('SOLUSDT')) ?? [];
    const stops = stopFractions(coin);
    for (const i of [200, 1_000, 5_000]) {
      const fraction = atrFraction(coin.slice(0, i + 1), 14) ?? 0;
      expect(stops[i]).toBeCloseTo(Math.min(0.03, Math.max(0.006, 1.5 * fraction)), 12);
    }
  });

  test.each([0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85])(
    'happens as often as stated: chances from %d',
    from => {
      const bucket = pooled.filter(({ chance }) => chance >= from && chance < from + 0.05);
      const { mean, error, n } = dayBlockMean(bucket, ({ up, chance }) => Number(up) - chance);
      expect(n).toBeGreaterThan(500);
      // What the wandering of the volatility is allowed to cost beside the error of the sample.
      expect(Math.abs(mean)).toBeLessThan(3.2 * error + 0.006);
    },
  );

  test('both sides together are stated within one part in a hundred where they are sure', () => {
    const sure = pooled.filter(({ chance }) => Math.abs(chance - 0.5) > 0.2);
    const right = ({ chance, up }: Sample) => Number(up === chance > 0.5);
    const { mean, error } = dayBlockMean(
      sure,
      sample => right(sample) - Math.max(sample.chance, 1 - sample.chance),
    );
    expect(Math.abs(mean)).toBeLessThan(2 * error + 0.004);
    expect(error).toBeLessThan(0.01);
  });

  test('is above 0.70 on one side or the other on at least 2 % of bars, of every coin that is not pegged', () => {
    for (const { symbol } of market.instruments().filter(it => !pegged.has(it.symbol))) {
      const own = samples.filter(sample => sample.symbol === symbol);
      const sure = own.filter(({ chance }) => Math.max(chance, 1 - chance) > 0.7);
      expect(sure.length / own.length).toBeGreaterThan(0.02);
    }
  });

  test('a peg’s pull is stated too, and never amounts to a signal worth the name', () => {
    const own = pooled.filter(({ symbol }) => pegged.has(symbol));
    const { mean, error } = dayBlockMean(own, ({ up, chance }) => Number(up) - chance);
    expect(Math.abs(mean)).toBeLessThan(3 * error + 0.01);
    expect(own.filter(({ chance }) => Math.abs(chance - 0.5) > 0.2).length / own.length).toBeLessThan(0.01);
  });
});

/** How loud each bar is and how far it goes, against the median of the day before it: nothing later is read. */
function measured(coin: readonly Candle[]): readonly { readonly loud: number; readonly moved: number }[] {
  let usual = { volume: Number.NaN, range: Number.NaN };
  return coin.map((bar, i) => {
    if (i >= 96 && i % 4 === 0) {
      const day = coin.slice(i - 96, i);
      usual = {
        volume: median(day.map(({ volume }) => volume)),
        range: median(day.map(({ high, low, close }) => (high - low) / close)),
      };
    }
    return { loud: bar.volume / usual.volume, moved: (1.5 * Math.log(bar.close / bar.open)) / usual.range };
  });
}

/** The pattern seen from outside: side, strength and age of the loudest far move of the last 24 bars. */
function seenIn(coin: readonly Candle[]): string[] {
  const bars = measured(coin);
  return bars.map((_, index) => {
    let found = { loud: 2.9, moved: 0, back: -1 };
    for (let back = 0; back < 24; back += 1) {
      const bar = bars[index - back];
      if (bar !== undefined && bar.loud > found.loud && Math.abs(bar.moved) > 1.6) found = { ...bar, back };
    }
    if (found.back < 0) return 'none';
    const strong = found.loud > 6.5;
    const after = bars.slice(index - found.back + 1, index + 1).map(({ loud }) => loud);
    const held = after.length === 0 ? '' : median(after) > (strong ? 1.8 : 1.4) ? 'held' : 'lost';
    const age = [2, 8, 13, 18].filter(least => found.back >= least).length;
    return `${found.moved > 0 ? 'up' : 'down'} ${strong ? 'strong' : 'weak'} ${age} ${held}`;
  });
}

const logLoss = (chance: number, up: boolean) => -Math.log(up ? chance : 1 - chance);

/**
 * How often each pattern was right in the first half of the time, up and down taken together (which way the market
 * went that month is no part of the pattern), shrunk towards one half; its gain of log loss in the second half.
 */
function lookupGain(of: readonly Sample[], candles: ReadonlyMap<string, readonly Candle[]>) {
  const middle = median(of.map(({ at }) => at));
  const keys = new Map([...candles].map(([symbol, coin]) => [symbol, seenIn(coin)]));
  const told = of.map(sample => {
    const [side = 'none', ...rest] = (keys.get(sample.symbol)?.[sample.index] ?? 'none').split(' ');
    return { sample, side, key: rest.join(' ') };
  });
  const counts = new Map<string, { right: number; n: number }>();
  for (const { sample, side, key } of told) {
    if (side === 'none' || sample.at >= middle - 16 * 900_000) continue;
    const { right, n } = counts.get(key) ?? { right: 0, n: 0 };
    counts.set(key, { right: right + Number(sample.up === (side === 'up')), n: n + 1 });
  }
  const chanceOf = ({ side, key }: (typeof told)[number]) => {
    const { right, n } = counts.get(key) ?? { right: 0, n: 0 };
    const chance = (right + 25) / (n + 50);
    return side === 'none' ? 0.5 : side === 'up' ? chance : 1 - chance;
  };
  const future = told.filter(({ sample }) => sample.at >= middle);
  const gainOf = (chance: (one: (typeof told)[number]) => number) =>
    future.reduce((sum, one) => sum + Math.LN2 - logLoss(chance(one), one.sample.up), 0) / future.length;
  return { found: gainOf(chanceOf), possible: gainOf(one => one.sample.chance) };
}

describe('the edge can be learnt from candles', () => {
  const tradable = (list: readonly Sample[]) =>
    list.filter(({ symbol, index }) => !pegged.has(symbol) && index > 130);

  test('a lookup of what the last day’s bars show gains most of what could be gained', () => {
    const { found, possible } = lookupGain(tradable(samples), bars);
    expect(possible).toBeGreaterThan(0.015);
    expect(found / possible).toBeGreaterThan(0.6);
    expect(found / possible).toBeLessThan(1.02);
  });

  test('the same lookup gains nothing from the twin', () => {
    const { found } = lookupGain(tradable(twinSamples), barsOf(twin));
    expect(found).toBeLessThan(0.0005);
  });

  test('where the chance is sure, past bars alone show the side', () => {
    const sure = tradable(samples).filter(({ chance }) => Math.abs(chance - 0.5) > 0.2);
    const keys = new Map([...bars].map(([symbol, coin]) => [symbol, seenIn(coin)]));
    const agreeing = sure.filter(({ symbol, index, chance }) => {
      return keys.get(symbol)?.[index]?.startsWith(chance > 0.5 ? 'up' : 'down');
    });
    expect(agreeing.length / sure.length).toBeGreaterThan(0.8);
  });

  test('what is stated now does not hang on what comes: a fresh market asked no further says the same', () => {
    const fresh = syntheticMarket({ seed: 11, days: 60 });
    for (const { symbol, at, chance } of samples
      .filter(sample => sample.at <= market.startsAt)
      .filter((_, i) => i % 997 === 0)) {
      expect(fresh.trueProbability(symbol, at)).toBe(chance);
    }
  });
});

describe('the twin has no edge', () => {
  test('either side comes first half of the time, also where the market beside it has its pattern', () => {
    const all = dayBlockMean(twinSamples, ({ up }) => Number(up) - 0.5);
    expect(Math.abs(all.mean)).toBeLessThan(3 * all.error);
    const patterned = new Map(samples.map(({ symbol, at, chance }) => [`${symbol} ${at}`, chance]));
    const beside = twinSamples.filter(
      ({ symbol, at }) => Math.abs((patterned.get(`${symbol} ${at}`) ?? 0.5) - 0.5) > 0.2,
    );
    const sided = dayBlockMean(
      beside,
      ({ symbol, at, up }) => Number(up === (patterned.get(`${symbol} ${at}`) ?? 0.5) > 0.5) - 0.5,
    );
    expect(Math.abs(sided.mean)).toBeLessThan(3 * sided.error + 0.01);
  });

  test('its returns do not foretell each other, as the market’s do', () => {
    const lagged = (of: typeof market, lag: number) => {
      const gathered: number[] = [];
      for (const [symbol, coin] of barsOf(of)) {
        if (pegged.has(symbol)) continue;
        const returns = coin.map(({ open, close }) => Math.sign(close - open));
        gathered.push(correlation(returns.slice(lag), returns.slice(0, -lag)));
      }
      return gathered.reduce((a, b) => a + b, 0) / gathered.length;
    };
    for (const lag of [1, 2, 8]) {
      expect(Math.abs(lagged(twin, lag))).toBeLessThan(0.012);
      expect(lagged(market, lag)).toBeGreaterThan(lagged(twin, lag));
    }
  });
});
