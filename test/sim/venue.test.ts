import { describe, expect, test } from 'vitest';
import { epochMs, leverage, minutesAfter, price, symbolId, usd } from '../../lib/desk/units.ts';
import { PortError } from '../../lib/ports.ts';
import { Engine } from '../../lib/sim/engine/engine.ts';
import { ORDERS_PER_TEN_SECONDS } from '../../lib/sim/order-count.ts';
import { simVenue } from '../../lib/sim/venue.ts';
import { COIN, scene } from '../contract/scene.ts';
import { venueContract } from '../contract/venue.ts';
import { accepted, ioc, rejectedWith, SINCE, stop } from '../contract/venue-orders.ts';
import { flat, type ScriptedBar, START, scriptedMarket } from '../kit/scripted-market.ts';
import { inProcess } from './stage.ts';

venueContract('the engine in process', inProcess);

describe('the venue in process', () => {
  const over = (rules = {}) => {
    const { market, startAt, walletUsd } = scene();
    return simVenue(Engine.start(market, { startAt, walletUsd, rules }));
  };

  test('refuses what the order count of its market time does not allow, and takes it with the rule off', async () => {
    const counting = over();
    const lenient = over({ 'order-count': false });
    const far = ioc('buy', { reduceOnly: true });
    for (let i = 0; i < ORDERS_PER_TEN_SECONDS; i += 1) {
      expect(await counting.place(far)).toEqual(rejectedWith(-2022));
      await lenient.place(far);
    }
    expect(await counting.place(ioc('buy'))).toEqual(rejectedWith(-1015));
    expect((await lenient.place(ioc('buy'))).type).toBe('accepted');
  });

  test('a question about a market that does not exist is a PortError', async () => {
    const venue = over();
    const nothing = symbolId('NOTHINGUSDT');
    for (const asked of [
      venue.tiers(nothing),
      venue.settings(nothing),
      venue.trades(nothing, SINCE),
      venue.findOrder(nothing, 'never'),
      venue.orderById(nothing, '1'),
    ]) {
      await expect(asked).rejects.toThrow(PortError);
    }
    expect(await venue.cancel(nothing, 'never')).toEqual(rejectedWith(-1121));
    expect(await venue.setLeverage(nothing, leverage(3))).toEqual(rejectedWith(-1121));
    expect(await venue.setMarginMode(nothing, 'isolated')).toEqual(rejectedWith(-1121));
  });

  test('history from the middle of a minute misses nothing of a coin that was played first', async () => {
    const early = symbolId('AUSDT');
    const late = symbolId('BUSDT');
    const falling: ScriptedBar[] = [[100, 100, 94, 95], ...flat(95, 5)];
    const market = scriptedMarket({ [early]: falling, [late]: flat(100, 5) });
    // A venue that takes a stop beyond the price sets it off when the minute begins: before A's, and written after it.
    const rules = { 'would-trigger': false };
    const engine = Engine.start(market, { startAt: START, walletUsd: usd(50_000), rules });
    const venue = simVenue(engine);
    for (const symbol of [early, late]) {
      accepted(await venue.place(ioc('buy', { symbol, clientId: `open-${symbol}` })));
      const triggerPrice = price(symbol === early ? 97 : 101);
      accepted(await venue.placeConditional(stop({ symbol, clientId: `stop-${symbol}`, triggerPrice })));
    }
    engine.advance(minutesAfter(START, 1));
    const since = epochMs(START + 30_000);
    expect((await venue.trades(early, since)).map(trade => trade.side)).toEqual(['sell']);
    expect(await venue.trades(late, since)).toEqual([]);
    expect(new Set((await venue.income(since)).map(row => row.symbol))).toEqual(new Set([early]));
    const ledger = (await venue.income(SINCE)).map(row => row.at);
    expect(ledger).toEqual(ledger.toSorted((a, b) => a - b));
    expect(ledger.at(-1)).toBe(since);
  });

  test('a name is no number of an order, and half a turn no leverage', async () => {
    const venue = over();
    await expect(venue.orderById(COIN, 'never')).rejects.toThrow(/-1100/);
    expect(await venue.setLeverage(COIN, leverage(2.5))).toEqual(rejectedWith(-1100));
  });
});
