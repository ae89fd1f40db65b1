import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minuteOf, minutesAfter, symbolId } from '../../../lib/desk/units.ts';
import { loadRecordedMarket } from '../../../lib/sim/markets/recorded.ts';
import { simpleMarket } from '../../../lib/sim/markets/simple.ts';
import { cents, decisions, expectNoGift, gifts, lived } from '../../kit/beside.ts';
import { aSignalAt, type TestDeskOptions } from '../../kit/desk.ts';

const simple = simpleMarket({ seed: 3, days: 2 });
const COINS = ['BTCUSDT', 'SOLUSDT', 'WIFUSDT', 'SUIUSDT', 'DOGEUSDT', 'XRPUSDT'];
const manyCoins: TestDeskOptions = {
  market: simple,
  startAt: simple.startsAt,
  signals: COINS.flatMap((symbol, i) =>
    [5, 150, 300].map(at => ({
      ...aSignalAt(0, (i + at) % 2 === 0 ? 'long' : 'short'),
      symbol: symbolId(symbol),
      at: minutesAfter(simple.startsAt, at + i),
    })),
  ),
};

const DATA = join(import.meta.dirname, '../../../../shared/data');
const HERE = existsSync(DATA);

/** Nine real coins on a day of 2025. */
function recorded(): TestDeskOptions {
  const market = loadRecordedMarket({
    dataFolder: join(DATA, 'candles-1m-2025-05_06'),
    historyFolder: join(DATA, 'candles-15m-2024-10_2025-08'),
    fundingFolder: join(DATA, 'funding/2025-05_06'),
  });
  const startAt = minuteOf(Date.UTC(2025, 4, 29, 12));
  const signals = market.instruments().flatMap(({ symbol }, coin) =>
    [3, 103, 203, 303, 403].map((at, i) => ({
      ...aSignalAt(0, (i + coin) % 2 === 0 ? 'short' : 'long'),
      symbol,
      at: minutesAfter(startAt, at + coin),
    })),
  );
  return { market, startAt, signals };
}

describe('a paper desk beside a desk straight on the engine, over many coins for eight hours', () => {
  test('I44 six coins: the same decisions, no fill better', async () => {
    await expectNoGift(manyCoins, { exits: 14, funded: false });
  });

  test.skipIf(!HERE)(
    `I44 nine coins of a real day: the same decisions, no fill better ${HERE ? '' : '(SKIPPED: needs ../shared/data)'}`,
    async () => {
      const options = recorded();
      const [engine, paper] = [await lived('engine', options), await lived('paper', options)];
      expect(decisions(paper.journal)).toEqual(decisions(engine.journal));
      const given = gifts(engine.journal, paper.journal);
      expect(given.length).toBeGreaterThan(20);
      expect(Math.max(...given)).toBeLessThanOrEqual(0);
      expect(Math.min(...given)).toBeGreaterThan(-0.001);
      expect(cents(paper.funding)).toEqual(cents(engine.funding));
    },
  );
});
