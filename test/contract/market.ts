import { describe, expect } from 'vitest';
import { minutesAfter, price, symbolId } from '../../lib/desk/units.ts';
import { PortError } from '../../lib/ports.ts';
import { START } from '../kit/scripted-market.ts';
import { BEFORE, COIN, FALL_AT, FUNDING_RATE, type MakeStage, scene } from './scene.ts';
import { onStage } from './venue-orders.ts';

/** What every implementation of the Market port must do. */
export function marketContract(name: string, make: MakeStage): void {
  describe(`${name} is a market`, () => {
    const on = onStage(make);

    on('its time is the market’s, and moves when the market does', async ({ market, advance }) => {
      expect(await market.serverTime()).toBe(START);
      await advance(3);
      expect(await market.serverTime()).toBe(minutesAfter(START, 3));
    });

    on('its instruments carry steps, limits and life', async ({ market }) => {
      const instruments = await market.instruments();
      const [expected] = scene().market.instruments();
      const { tiers: _, depthUsdPerLevel: __, ...instrument } = expected ?? expect.fail('no instrument');
      expect(instruments).toEqual([instrument]);
    });

    on('the newest bar is open and knows nothing of its future', async ({ market, advance }) => {
      await advance(FALL_AT);
      const bars = await market.candles(COIN, '1m', 5);
      expect(bars.map(bar => bar.at)).toEqual([6, 7, 8, 9, 10].map(n => minutesAfter(START, n)));
      expect(bars.at(-1)).toMatchObject({
        open: BEFORE,
        high: BEFORE,
        low: BEFORE,
        close: BEFORE,
        volume: 0,
      });
      await advance(1);
      const [fallen] = (await market.candles(COIN, '1m', 2)).slice(0, 1);
      expect(fallen).toMatchObject({
        at: minutesAfter(START, FALL_AT),
        open: 100,
        high: 100,
        low: 95,
        close: 95,
      });
    });

    on('the bars before an instant are the last that opened before it', async ({ market, advance }) => {
      await advance(FALL_AT);
      const minutesOf = async (before: number, limit: number) =>
        (await market.candles(COIN, '1m', limit, minutesAfter(START, before))).map(bar => bar.at);
      expect(await minutesOf(8, 3)).toEqual([5, 6, 7].map(n => minutesAfter(START, n)));
      expect(await minutesOf(FALL_AT + 9, 2)).toEqual(
        [FALL_AT - 1, FALL_AT].map(n => minutesAfter(START, n)),
      );
      const quarter = await market.candles(COIN, '15m', 2, START);
      expect(quarter.every(({ at }) => at < START)).toBe(true);
    });

    on('longer bars are folded from what has happened so far', async ({ market, advance }) => {
      await advance(FALL_AT + 1);
      const [bar] = (await market.candles(COIN, '15m', 1)).slice(-1);
      expect(bar).toMatchObject({ at: START, open: 100, high: 100, low: 95, close: 95 });
    });

    on('the best quotes are the book’s first levels, around the price', async ({ market }) => {
      const [quote] = await market.bestQuotes();
      const book = await market.depth(COIN);
      expect(quote).toEqual({ symbol: COIN, bid: book.bids[0]?.price, ask: book.asks[0]?.price });
      expect(quote?.bid).toBeLessThan(BEFORE);
      expect(quote?.ask).toBeGreaterThan(BEFORE);
      const falling = book.bids.map(level => level.price);
      const rising = book.asks.map(level => level.price);
      expect(falling).toEqual([...falling].sort((a, b) => b - a));
      expect(rising).toEqual([...rising].sort((a, b) => a - b));
      expect(Math.min(...book.bids.map(level => level.qty))).toBeGreaterThan(0);
    });

    on('a mark says price, funding and when', async ({ market }) => {
      const mark = await market.mark(COIN);
      expect(mark).toMatchObject({ symbol: COIN, mark: BEFORE, at: START });
      expect(mark.nextFundingAt).toBeGreaterThan(START);
      expect([0, FUNDING_RATE]).toContain(mark.fundingRate);
      expect(await market.marks()).toEqual([mark]);
    });

    on('the day’s ticker spans what has happened', async ({ market, advance }) => {
      await advance(FALL_AT + 1);
      const [ticker] = await market.dayTickers();
      const now = minutesAfter(START, FALL_AT + 1);
      expect(ticker).toMatchObject({ symbol: COIN, high: 100, low: price(95), last: 95, at: now });
      expect(ticker?.quoteVolumeUsd).toBeGreaterThan(0);
    });

    on('a market that does not exist is a PortError, not an empty answer', async ({ market }) => {
      const nothing = symbolId('NOTHINGUSDT');
      await expect(market.candles(nothing, '1m', 5)).rejects.toThrow(PortError);
      await expect(market.mark(nothing)).rejects.toThrow(PortError);
      await expect(market.depth(nothing)).rejects.toThrow(PortError);
    });
  });
}
