import { describe, expect, test } from 'vitest';
import { scanMarket, warmMarket } from '../../lib/adapters/warm-market.ts';
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, type SymbolId, symbolId } from '../../lib/desk/units.ts';
import type { Market } from '../../lib/ports.ts';

const COIN = symbolId('COINUSDT');

function counted() {
  const calls: Record<string, number> = {};
  const called = (name: string) => {
    calls[name] = (calls[name] ?? 0) + 1;
  };
  let fails = false;
  const market = {
    instruments: async () => {
      called('instruments');
      if (fails) throw new Error('down');
      return [];
    },
    depth: async () => {
      called('depth');
      return { symbol: COIN, bids: [], asks: [] };
    },
    candles: async (_symbol: string, interval: string) => {
      called(interval);
      return [];
    },
  } as unknown as Market;
  let now = 0;
  const clock = { now: () => epochMs(now), sleep: async () => {} };
  return { calls, market, clock, pass: (ms: number) => (now += ms), fail: (yes: boolean) => (fails = yes) };
}

describe('a warm market', () => {
  test('reads the listing once an hour', async () => {
    const { calls, market, clock, pass } = counted();
    const warm = warmMarket(market, clock);
    await warm.instruments();
    await warm.instruments();
    expect(calls.instruments).toBe(1);
    pass(HOUR_MS);
    await warm.instruments();
    expect(calls.instruments).toBe(2);
  });

  test('does not remember a failure', async () => {
    const { market, clock, fail } = counted();
    const warm = warmMarket(market, clock);
    fail(true);
    await expect(warm.instruments()).rejects.toThrow('down');
    fail(false);
    expect(await warm.instruments()).toEqual([]);
  });

  test('gives entry each book afresh', async () => {
    const { calls, market, clock } = counted();
    const warm = warmMarket(market, clock);
    await warm.depth(COIN);
    await warm.depth(COIN);
    expect(calls.depth).toBe(2);
  });
});

describe('the scan’s market', () => {
  test('reads daily bars once a UTC day, books once a quarter of an hour, and other bars each time', async () => {
    const { calls, market, clock, pass } = counted();
    const scan = scanMarket(market, clock);
    const all = async () => {
      await scan.candles(COIN, '1d', 31);
      await scan.candles(COIN, '15m', 99);
      await scan.depth(COIN);
    };
    await all();
    pass(MINUTE_MS);
    await all();
    expect(calls).toEqual({ '1d': 1, '15m': 2, depth: 1 });
    pass(15 * MINUTE_MS);
    await all();
    expect(calls.depth).toBe(2);
    pass(DAY_MS);
    await all();
    expect(calls['1d']).toBe(2);
  });

  test('reads hundreds of books in different minutes, and none less than once in a quarter of an hour', async () => {
    const { market, clock, pass } = counted();
    const readAt = new Map<string, number[]>();
    const noting = {
      ...market,
      depth: async (symbol: SymbolId) => {
        readAt.set(symbol, [...(readAt.get(symbol) ?? []), clock.now() / MINUTE_MS]);
        return { symbol, bids: [], asks: [] };
      },
    } as unknown as Market;
    const scan = scanMarket(noting, clock);
    const symbols = Array.from({ length: 200 }, (_, n) => symbolId(`C${n}USDT`));
    for (let minute = 0; minute < 60; minute += 1) {
      for (const symbol of symbols) await scan.depth(symbol);
      pass(MINUTE_MS);
    }
    const perMinute = Array.from(
      { length: 60 },
      (_, minute) => [...readAt.values()].filter(times => times.includes(minute)).length,
    );
    expect(perMinute[0]).toBe(200);
    // 200 in 15 minutes are 13 each.
    expect(Math.max(...perMinute.slice(1))).toBeLessThan(30);
    for (const times of readAt.values())
      for (const [i, time] of times.entries()) expect((times[i + 1] ?? 60) - time).toBeLessThanOrEqual(15);
  });
});
