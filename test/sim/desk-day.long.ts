import { describe, expect, test } from 'vitest';
import { type Minute, minutesAfter, symbolId } from '../../lib/desk/units.ts';
import { simpleMarket } from '../../lib/sim/markets/simple.ts';
import { aDesk, aSignalAt, coinMarket, type TestDeskOptions, WARM } from '../kit/desk.ts';
import type { ScriptedBar } from '../kit/scripted-market.ts';

const DAY_MINUTES = 1_440;

/** Two waves around a thousand, its prices between the ticks, so that every number has to be rounded on its way. */
const wavePrice = (minute: number) =>
  1_000 * (1 + 0.004 * Math.sin(minute / 17) + 0.007 * Math.sin(minute / 83));
const waves: ScriptedBar[] = Array.from({ length: DAY_MINUTES + 5 }, (_, minute) => {
  const [open, close] = [wavePrice(minute), wavePrice(minute + 1)];
  return [open, Math.max(open, close) * 1.0004, Math.min(open, close) * 0.9996, close];
});
const scriptedDay: TestDeskOptions = {
  market: coinMarket(waves, { at: wavePrice(0), funding: { 480: 0.00013, 960: -0.00021 } }),
  signals: Array.from({ length: 36 }, (_, i) => aSignalAt(3 + i * 40, i % 3 === 1 ? 'short' : 'long')),
};

const COINS = ['BTCUSDT', 'SOLUSDT', 'WIFUSDT', 'SUIUSDT', 'DOGEUSDT', 'XRPUSDT'];
const simple = simpleMarket({ seed: 3, days: 2 });
const manyCoins: TestDeskOptions = {
  market: simple,
  startAt: simple.startsAt,
  signals: COINS.map((symbol, i) => ({
    ...aSignalAt(0, i % 2 === 0 ? 'long' : 'short'),
    symbol: symbolId(symbol),
    at: minutesAfter(simple.startsAt, 5 + i * 10),
  })),
};

/** All that a desk has written and seen after so many minutes, and all that the venue remembers of it. */
async function lived(over: 'http' | 'process', minutes: number, options: TestDeskOptions) {
  const desk = await aDesk({ ...options, over });
  try {
    await desk.minutes(minutes);
    const { venue } = desk.desk;
    return {
      journal: await desk.journal(),
      stored: await desk.store.load(),
      universe: await desk.store.universeReasons(),
      account: await venue.account(),
      positions: await venue.positions(),
      income: await venue.income((options.startAt ?? WARM) as Minute),
      engine: desk.engine.snapshot(),
    };
  } finally {
    await desk.close();
  }
}

describe('a desk lives the same over HTTP and in process, to the last digit', () => {
  test.each([
    ['a scripted day of one coin', DAY_MINUTES, scriptedDay],
    ['the same in Credits mode', DAY_MINUTES / 4, { ...scriptedDay, accountKind: 'credits-cross' }],
    ['two hours of a market of many coins', 120, manyCoins],
  ] satisfies [string, number, TestDeskOptions][])('%s', async (_, minutes, options) => {
    const inProcess = await lived('process', minutes, options);
    const overHttp = await lived('http', minutes, options);
    expect(inProcess).toStrictEqual(overHttp);
    const types = new Set(inProcess.journal.map(record => record.type));
    for (const type of ['entry', 'protection', 'exit'] as const) expect(types).toContain(type);
    expect(inProcess.engine.trades.length).toBeGreaterThan(2);
    expect(inProcess.engine.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });

  test('and faults are for the wire alone', async () => {
    const desk = await aDesk({ ...scriptedDay, over: 'process' });
    expect(() => desk.faults()).toThrow("over: 'http'");
  });
});
