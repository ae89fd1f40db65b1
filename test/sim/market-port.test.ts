import { describe, expect, test } from 'vitest';
import { epochMs, minutesAfter, price } from '../../lib/desk/units.ts';
import { PortError } from '../../lib/ports.ts';
import { Engine } from '../../lib/sim/engine/engine.ts';
import { simMarketPort } from '../../lib/sim/market-port.ts';
import { marketContract } from '../contract/market.ts';
import { COIN, scene } from '../contract/scene.ts';
import { flat, START, scriptedMarket } from '../kit/scripted-market.ts';
import { inProcess } from './stage.ts';

marketContract('the engine in process', inProcess);

describe('the market in process', () => {
  const over = (market = scene().market) => {
    const { startAt, walletUsd } = scene();
    const engine = Engine.start(market, { startAt, walletUsd });
    return { engine, port: simMarketPort(engine) };
  };

  test('hands on the market’s own bars where they lie on its steps', async () => {
    const market = scene().market;
    const fixed = new Map(market.candles(COIN, '1m', START, START + 600_000).map(bar => [bar.at, bar]));
    const { engine, port } = over({
      ...market,
      candles: (...asked) => market.candles(...asked).map(bar => fixed.get(bar.at) ?? bar),
    });
    engine.advance(minutesAfter(START, 4));
    const [bar] = await port.candles(COIN, '1m', 5);
    expect(bar).toBe(fixed.get(START));
  });

  test('rounds a bar that lies off them, and leaves the market’s own alone', async () => {
    const market = scriptedMarket({ [COIN]: [[100, 100.2665, 99.734, 100.005], ...flat(100.005, 3)] });
    const { engine, port } = over(market);
    engine.advance(minutesAfter(START, 1));
    const [bar] = await port.candles(COIN, '1m', 2);
    expect(bar).toMatchObject({ high: 100.27, low: 99.73, close: Number((100.005).toFixed(2)) });
    expect(market.minuteBar(COIN, START)?.high).toBe(100.2665);
  });

  test('rounds each bar that needs it, however windows of different length follow one another', async () => {
    const off = new Set([2, 3, 9, 17]);
    const bars = Array.from({ length: 30 }, (_, i) => flat(100 + i + (off.has(i) ? 0.0004 : 0), 1)).flat();
    const market = scriptedMarket({ [COIN]: bars });
    const { engine, port } = over(market);
    for (let minute = 1; minute < 30; minute += 1) {
      engine.advance(minutesAfter(START, minute));
      for (const limit of [3, 12, 1, 5, 40]) {
        const closes = (await port.candles(COIN, '1m', limit)).map(bar => bar.close);
        const numbers = Array.from({ length: Math.min(limit, minute + 1) }, (_, i) => 100 + minute - i);
        expect(closes).toEqual(numbers.reverse());
      }
    }
  });

  test('the open bar reaches to the price now, which nothing has been traded at yet', async () => {
    const { engine, port } = over(
      scriptedMarket({ [COIN]: [...flat(100, 3), ...flat(103, 1), ...flat(98, 1)] }),
    );
    engine.advance(minutesAfter(START, 3));
    expect(await port.candles(COIN, '15m', 1)).toMatchObject([
      { open: 100, high: 103, low: 100, close: 103 },
    ]);
    engine.advance(minutesAfter(START, 4));
    expect(await port.candles(COIN, '15m', 1)).toMatchObject([{ open: 100, high: 103, low: 98, close: 98 }]);
  });

  test.each([
    [0, /-1130/],
    [2.5, /-1100/],
    [-1, /-1100/],
  ])('refuses to show %d bars', async (limit, code) => {
    const { port } = over();
    await expect(port.candles(COIN, '1m', limit)).rejects.toThrow(PortError);
    await expect(port.candles(COIN, '1m', limit)).rejects.toThrow(code);
  });

  test('has no mark of a coin before its first trade', async () => {
    const { port } = over(scriptedMarket({ [COIN]: [null, ...flat(100, 2)] }));
    await expect(port.mark(COIN)).rejects.toThrow(PortError);
    expect(await port.marks()).toEqual([]);
    expect(await port.dayTickers()).toEqual([]);
    expect(await port.bestQuotes()).toEqual([]);
    expect(await port.candles(COIN, '1m', 5)).toEqual([]);
    expect(await port.depth(COIN)).toEqual({ symbol: COIN, bids: [], asks: [] });
  });

  test('lists a coin as waiting, trading and settling, and a delisting when it is announced', async () => {
    const at = (minutes: number) => epochMs(minutesAfter(START, minutes));
    const instrument = { onboardAt: at(2), deliveryKnownAt: at(4), deliveryAt: at(6) };
    const { engine, port } = over(scriptedMarket({ [COIN]: flat(price(100), 9) }, { instrument }));
    const seen: string[] = [];
    for (let minute = 0; minute < 8; minute += 1) {
      const [it] = await port.instruments();
      seen.push(`${it?.status} ${(it?.deliveryAt ?? 0) > at(6) ? 'never' : 'known'}`);
      engine.advance(minutesAfter(START, minute + 1));
    }
    expect(seen).toEqual([
      ...Array(2).fill('PENDING_TRADING never'),
      ...Array(2).fill('TRADING never'),
      ...Array(2).fill('TRADING known'),
      ...Array(2).fill('SETTLING known'),
    ]);
  });
});
