import { describe, expect, test } from 'vitest';
import { sparedMarket, WEIGHT_TO_OPEN } from '../../../lib/adapters/binance/spared-market.ts';
import { symbolId, usd } from '../../../lib/desk/units.ts';
import { Engine } from '../../../lib/sim/engine/engine.ts';
import { simMarketPort } from '../../../lib/sim/market-port.ts';
import { coinMarket, WARM } from '../../kit/desk.ts';
import { flat } from '../../kit/scripted-market.ts';

const COIN = symbolId('COINUSDT');
const market = simMarketPort(
  Engine.start(coinMarket(flat(100, 5)), { startAt: WARM, walletUsd: usd(1_000) }),
);

describe('the market as those read it who look for something to open', () => {
  test.each([undefined, 0, WEIGHT_TO_OPEN - 1])('answers while the address has used %s', async used => {
    const spared = sparedMarket(market, { usedWeight: () => used });
    expect(await spared.depth(COIN)).toEqual(await market.depth(COIN));
    expect(await spared.candles(COIN, '15m', 3)).toEqual(await market.candles(COIN, '15m', 3));
  });

  test('of a minute that nothing is known of it asks the cheapest question first, once for all', async () => {
    let used: number | undefined;
    let asked = 0;
    const telling = {
      ...market,
      serverTime: async () => {
        asked += 1;
        used = WEIGHT_TO_OPEN;
        return await market.serverTime();
      },
    };
    const spared = sparedMarket(telling, { usedWeight: () => used });
    const answers = await Promise.allSettled([spared.depth(COIN), spared.marks(), spared.depth(COIN)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(asked).toBe(1);
  });

  const asked = {
    dayTickers: () => spent.dayTickers(),
    bestQuotes: () => spent.bestQuotes(),
    marks: () => spent.marks(),
    depth: () => spent.depth(COIN),
    candles: () => spent.candles(COIN, '15m', 3),
  };
  const never = async (): Promise<never> => expect.fail('the venue was asked');
  const untouched = Object.fromEntries(
    Object.keys(asked).map(name => [name, never]),
  ) as unknown as typeof market;
  const spent = sparedMarket(untouched, { usedWeight: () => WEIGHT_TO_OPEN });

  test.each(Object.entries(asked))(
    'I64 %s asks the venue nothing once so much of the minute’s weight is used, by whomever',
    async (_, ask) => {
      await expect(ask()).rejects.toMatchObject({
        kind: 'rate-limited',
        message: `this address has used ${WEIGHT_TO_OPEN} of 2400 request weight in this minute; the rest is left to exits`,
      });
    },
  );

  test('I30 what an exit needs, the listing and a mark, is never held back', async () => {
    const used = sparedMarket(market, { usedWeight: () => 2_399 });
    expect(await used.instruments()).toEqual(await market.instruments());
    expect(await used.mark(COIN)).toEqual(await market.mark(COIN));
  });
});
