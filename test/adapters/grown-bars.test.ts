import { describe, expect, test } from 'vitest';
import { grownBars, WINDOWS_MAX } from '../../lib/adapters/grown-bars.ts';
import { type Candle, closedAt } from '../../lib/desk/candle.ts';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, price, symbolId } from '../../lib/desk/units.ts';
import type { Market } from '../../lib/ports.ts';

const COIN = symbolId('COINUSDT');
const BAR_MS = 15 * MINUTE_MS;
const LIMIT = 130;

/** A venue whose bars tell their own time; the one that is open tells how long it has been. */
function venue() {
  let now = 1_000 * BAR_MS + 20_000;
  const asked: number[] = [];
  const missing = new Set<number>();
  let [corrected, fails] = [0, false];
  const barAt = (at: number): Candle => {
    const close = at / BAR_MS + (now < at + BAR_MS ? (now - at) / BAR_MS : 1) + (at < corrected ? 0.5 : 0);
    return { at: epochMs(at), open: price(1), high: price(2), low: price(1), close: price(close), volume: 3 };
  };
  const candles: Market['candles'] = async (_symbol, _interval, limit) => {
    asked.push(limit);
    if (fails) throw new Error('down');
    const last = Math.floor(now / BAR_MS) * BAR_MS;
    return Array.from({ length: limit }, (_, i) => last - (limit - 1 - i) * BAR_MS)
      .filter(at => !missing.has(at))
      .map(barAt);
  };
  return {
    candles,
    asked,
    clock: { now: () => epochMs(now) },
    pass: (ms: number) => {
      now += ms;
    },
    correct: () => {
      corrected = now - BAR_MS;
    },
    lose: (at: number) => missing.add(at),
    find: (at: number) => missing.delete(at),
    fail: (yes: boolean) => {
      fails = yes;
    },
    now: () => now,
  };
}

/** The closed bars as they are read through a kept window, and as a whole reading gives them. */
async function both(at: ReturnType<typeof venue>, kept: Market['candles']) {
  const closed = async (read: Market['candles']) =>
    closedAt(await read(COIN, '15m', LIMIT), '15m', at.now()).slice(1 - LIMIT);
  const grown = await closed(kept);
  const calls = at.asked.splice(0);
  const whole = await closed(at.candles);
  at.asked.splice(0);
  return { grown, whole, calls };
}

describe('a long window of signal bars', () => {
  test('is read whole once, and then by what is new: the same bars, bar for bar', async () => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    expect((await both(at, kept)).calls).toEqual([LIMIT]);
    for (let bar = 0; bar < 90; bar += 1) {
      at.pass(BAR_MS);
      const { grown, whole, calls } = await both(at, kept);
      expect(grown).toEqual(whole);
      expect(calls).toEqual([3]);
    }
  });

  test('is asked for once in a quarter of an hour', async () => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    await both(at, kept);
    at.pass(5 * MINUTE_MS);
    expect((await both(at, kept)).calls).toEqual([]);
  });

  test.each([
    ['a day has passed', [LIMIT], (at: ReturnType<typeof venue>) => at.pass(DAY_MS)],
    ['the pause was longer than what is cheap to ask for', [LIMIT], at => at.pass(25 * HOUR_MS)],
    [
      'the venue has corrected a closed bar',
      [3, LIMIT],
      at => {
        at.correct();
        at.pass(BAR_MS);
      },
    ],
    [
      'the bar at the seam is missing',
      [3, LIMIT],
      at => {
        at.lose(Math.floor(at.now() / BAR_MS - 1) * BAR_MS);
        at.pass(BAR_MS);
      },
    ],
  ] as const satisfies readonly (readonly [
    string,
    readonly number[],
    (at: ReturnType<typeof venue>) => void,
  ])[])('is read whole again where %s', async (_why, expected, happens) => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    await both(at, kept);
    happens(at);
    const { grown, whole, calls } = await both(at, kept);
    expect(calls).toEqual(expected);
    expect(grown).toEqual(whole);
  });

  test('catches up a pause of hours by what is new', async () => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    await both(at, kept);
    at.pass(10 * HOUR_MS);
    const { grown, whole, calls } = await both(at, kept);
    expect(calls).toEqual([42]);
    expect(grown).toEqual(whole);
  });

  test('does not remember a failure, and goes on from what was there before it', async () => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    await both(at, kept);
    at.pass(BAR_MS);
    at.fail(true);
    await expect(kept(COIN, '15m', LIMIT)).rejects.toThrow('down');
    at.fail(false);
    at.asked.splice(0);
    const { grown, whole, calls } = await both(at, kept);
    expect(calls).toEqual([3]);
    expect(grown).toEqual(whole);
  });

  test('is read whole after a first reading that failed', async () => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    at.fail(true);
    await expect(kept(COIN, '15m', LIMIT)).rejects.toThrow('down');
    at.fail(false);
    at.asked.splice(0);
    expect((await both(at, kept)).calls).toEqual([LIMIT]);
  });

  test('is read whole until the bars that were missing in it are there', async () => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    const lost = Math.floor(at.now() / BAR_MS - 10) * BAR_MS;
    at.lose(lost);
    await both(at, kept);
    at.pass(BAR_MS);
    const without = await both(at, kept);
    expect(without.calls).toEqual([LIMIT]);
    at.find(lost);
    at.pass(BAR_MS);
    const again = await both(at, kept);
    expect(again.calls).toEqual([LIMIT]);
    expect(again.grown).toEqual(again.whole);
    at.pass(BAR_MS);
    expect((await both(at, kept)).calls).toEqual([3]);
  });

  test('is let go when more than a thousand were read after it, and the youngest are kept', async () => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    const readAll = async (from: number, to: number) => {
      for (let n = from; n < to; n += 1) await kept(symbolId(`C${n}USDT`), '15m', LIMIT);
      return at.asked.splice(0);
    };
    await readAll(0, WINDOWS_MAX);
    at.pass(BAR_MS);
    // The first is read again, so that the second is the one that was longest unread when another comes.
    expect(await readAll(0, 1)).toEqual([3]);
    expect(await readAll(WINDOWS_MAX, WINDOWS_MAX + 1)).toEqual([LIMIT]);
    expect(await readAll(0, 1)).toEqual([]);
    expect(await readAll(2, 3)).toEqual([3]);
    expect(await readAll(1, 2)).toEqual([LIMIT]);
  });

  test.each([
    ['a short one', '15m', 99, undefined],
    ['another length', '1m', LIMIT, undefined],
    ['one that ends in the past', '15m', LIMIT, epochMs(BAR_MS)],
  ] as const)('alone: %s is read each time', async (_what, interval, limit, before) => {
    const at = venue();
    const kept = grownBars(at.candles, at.clock);
    await kept(COIN, interval, limit, before);
    await kept(COIN, interval, limit, before);
    expect(at.asked).toEqual([limit, limit]);
  });
});
