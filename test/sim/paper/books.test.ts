import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../lib/desk/candle.ts';
import { minutesAfter, price, qty, type SymbolId, symbolId } from '../../../lib/desk/units.ts';
import type { DepthLevel } from '../../../lib/ports.ts';
import { CRASH_DEPTH } from '../../../lib/sim/engine/crash.ts';
import { ladder, sumOf, walk } from '../../../lib/sim/engine/ladder.ts';
import { DEPTH_USD_PER_LEVEL, shapeOf, worseShape } from '../../../lib/sim/paper/books.ts';
import { START, scriptedInstrument } from '../../kit/scripted-market.ts';

const COIN: SymbolId = symbolId('COINUSDT');
const TICK = price(0.01);
const side = (best: number, step: number, levels: number, usdEach: number): DepthLevel[] =>
  Array.from({ length: levels }, (_, i) => {
    const at = Number((best + step * i).toFixed(2));
    return { price: price(at), qty: qty(usdEach / at) };
  });
const book = (levels: number, step: number, usdEach: number) => ({
  symbol: COIN,
  bids: side(99.99, -step, levels, usdEach),
  asks: side(100.01, step, levels, usdEach),
});

/** Dollars a made level of the measured shape has. */
const CALM = { bars: [], now: START };
const usdPerLevel = (depth: ReturnType<typeof book>) =>
  shapeOf(depth, TICK, CALM).depthTimes * DEPTH_USD_PER_LEVEL;

describe('a book in the words of the made one', () => {
  test.each([
    ['a level a basis point: half of what it held', book(20, 0.01, 4_000), 2_000],
    ['fifty of them: the same, what lies far away counts for nothing', book(50, 0.01, 4_000), 2_000],
    ['every fifth basis point: a fifth', book(20, 0.05, 4_000), (4 * 4_000) / 20 / 2],
    ['three levels and no more: their dollars over all twenty', book(3, 0.01, 4_000), (3 * 4_000) / 20 / 2],
  ])('%s', (_, depth, expected) => {
    expect(usdPerLevel(depth)).toBeCloseTo(expected, 0);
  });

  test('a book of half a basis point in fifty levels is not taken for more than it shows', () => {
    const asks = Array.from({ length: 50 }, (_, i) => ({
      price: price(100_000 + i / 10),
      qty: qty(0.1),
    }));
    const bids = asks.map(level => ({ ...level, price: price(199_999.9 - level.price) }));
    const { depthTimes, spreadFraction } = shapeOf({ symbol: COIN, bids, asks }, price(0.1), CALM);
    const seenUsd = 50 * 0.1 * 100_000;
    expect(depthTimes * DEPTH_USD_PER_LEVEL * 20).toBeCloseTo(seenUsd / 2, -3);
    expect(spreadFraction).toBeCloseTo(1e-6, 9);
  });

  test('a book that a crash has thinned is not thinned once more by the engine', () => {
    const fell: Candle = {
      at: minutesAfter(START, -3),
      open: price(100),
      high: price(100),
      low: price(90),
      close: price(95),
      volume: 1,
    };
    const [calm, thin] = [CALM, { bars: [fell], now: START }].map(when =>
      shapeOf(book(20, 0.01, 80), TICK, when),
    );
    expect((thin?.depthTimes ?? 0) * CRASH_DEPTH).toBeCloseTo(calm?.depthTimes ?? 0, 12);
    const over = { bars: [fell], now: minutesAfter(START, 15) };
    expect(shapeOf(book(20, 0.01, 80), TICK, over)).toEqual(calm);
  });

  test('the thinner of the two sides counts', () => {
    const { bids } = book(20, 0.01, 1_000);
    expect(usdPerLevel({ ...book(20, 0.01, 4_000), bids })).toBeCloseTo(500, 0);
  });

  test('I44 whatever is sold into what the engine makes of it brings less than the book that was read', () => {
    const instrument = scriptedInstrument(COIN, { depthUsdPerLevel: DEPTH_USD_PER_LEVEL });
    for (const depth of [book(20, 0.01, 4_000), book(40, 0.02, 900), book(8, 0.3, 50_000)]) {
      const made = ladder(instrument, price(100), 'sell', 20, shapeOf(depth, TICK, CALM));
      for (const amount of [1, 9, 20, 60, 200]) {
        const step = instrument.lot.stepSize;
        const [read, dreamt] = [depth.bids, made].map(levels =>
          sumOf(walk(levels, 'sell', qty(amount), step, undefined, true)),
        );
        expect(dreamt?.qty).toBeLessThanOrEqual(read?.qty ?? 0);
        if (dreamt?.qty === read?.qty) expect(dreamt?.quoteUsd).toBeLessThanOrEqual(read?.quoteUsd ?? 0);
      }
    }
  });

  test('of two shapes the wider and the thinner', () => {
    expect(
      worseShape({ spreadFraction: 0.001, depthTimes: 3 }, { spreadFraction: 0.0002, depthTimes: 1 }),
    ).toEqual({ spreadFraction: 0.001, depthTimes: 1 });
    expect(worseShape(undefined, { spreadFraction: 0.0002, depthTimes: 1 })).toEqual({
      spreadFraction: 0.0002,
      depthTimes: 1,
    });
  });
});
