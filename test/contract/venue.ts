import { describe, expect } from 'vitest';
import { epochMs, leverage, qty } from '../../lib/desk/units.ts';
import { START } from '../kit/scripted-market.ts';
import {
  AFTER_FALL,
  AFTER_GAP,
  COIN,
  FALL_AT,
  FUNDING_AT,
  FUNDING_RATE,
  type MakeStage,
  scene,
  WALLET,
} from './scene.ts';
import { openingContract } from './venue-opening.ts';
import {
  accepted,
  close,
  expectBooksToAgree,
  ioc,
  onStage,
  rejectedWith,
  SINCE,
  sum,
} from './venue-orders.ts';
import { protectionContract } from './venue-protection.ts';

/** What every implementation of the Venue port must do. */
export function venueContract(name: string, make: MakeStage): void {
  const on = onStage(make);

  describe(`${name} is a venue: account and settings`, () => {
    on('begins with its wallet and nothing else', async ({ venue }) => {
      expect(await venue.account()).toEqual({
        equityUsd: WALLET,
        walletUsd: WALLET,
        availableMarginUsd: WALLET,
        maintenanceUsd: 0,
      });
      expect(await venue.positions()).toEqual([]);
      expect(await venue.openOrders()).toEqual([]);
      expect(await venue.openConditionals()).toEqual([]);
      expect(await venue.trades(COIN, SINCE)).toEqual([]);
      expect(await venue.income(SINCE)).toEqual([]);
      expect(await venue.mode()).toEqual({ kind: 'usdt-isolated', hedgeMode: false });
    });

    on(
      'I03 leverage and margin mode are set and read back; asking twice changes nothing',
      async ({ venue }) => {
        accepted(await venue.setMarginMode(COIN, 'isolated'));
        accepted(await venue.setMarginMode(COIN, 'isolated'));
        expect(accepted(await venue.setLeverage(COIN, leverage(3)))).toBe(3);
        expect(await venue.settings(COIN)).toEqual({ symbol: COIN, leverage: 3, marginMode: 'isolated' });
        accepted(await venue.setMarginMode(COIN, 'cross'));
        expect((await venue.settings(COIN)).marginMode).toBe('cross');
      },
    );

    on('a leverage beyond the tiers is rejected', async ({ venue }) => {
      expect(await venue.setLeverage(COIN, leverage(126))).toEqual(rejectedWith(-4028));
    });

    on('tiers are the market’s, smallest first', async ({ venue }) => {
      expect(await venue.tiers(COIN)).toEqual(scene().market.instruments()[0]?.tiers);
    });
  });

  describe(`${name} is a venue: closing and the books`, () => {
    on('I37 a reduce-only close leaves nothing, and the books agree', async ({ venue, advance }) => {
      accepted(await venue.place(ioc('buy')));
      await advance(FALL_AT + 1);
      const { equityUsd, walletUsd } = await venue.account();
      const [position] = await venue.positions();
      expect(position?.markPrice).toBe(AFTER_FALL);
      expect(equityUsd).toBeCloseTo(walletUsd + (position?.unrealisedUsd ?? 0), 6);
      const order = accepted(await venue.place(close('sell')));
      expect(order).toMatchObject({ status: 'filled', filledQty: 9, reduceOnly: true });
      expect(await venue.positions()).toEqual([]);
      const exits = (await venue.trades(COIN, SINCE)).filter(trade => trade.orderId === order.orderId);
      expect(sum(exits.map(trade => trade.realisedUsd))).toBeLessThan(-44);
      expect((await venue.account()).walletUsd).toBeLessThan(WALLET - 44);
      await expectBooksToAgree(venue);
    });

    on('a reduce-only order never turns the position round', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      const order = accepted(await venue.place(close('sell', { qty: qty(12) })));
      expect(order.filledQty).toBe(9);
      expect(await venue.positions()).toEqual([]);
    });

    on('I30 dust below the least notional can be closed', async ({ venue }) => {
      accepted(await venue.place(ioc('buy')));
      accepted(await venue.place(close('sell', { qty: qty(8.99) })));
      accepted(await venue.place(close('sell', { clientId: 'close-2', qty: qty(0.01) })));
      expect(await venue.positions()).toEqual([]);
    });

    on('a long pays funding above zero', async ({ venue, advance }) => {
      accepted(await venue.place(ioc('buy')));
      await advance(FUNDING_AT + 1);
      const funding = (await venue.income(SINCE)).filter(entry => entry.kind === 'funding');
      expect(funding).toHaveLength(1);
      expect(funding[0]?.amountUsd).toBeCloseTo(-9 * AFTER_GAP * FUNDING_RATE, 6);
      expect(funding[0]?.symbol).toBe(COIN);
      await expectBooksToAgree(venue);
    });

    on('trades and income begin where they are asked to', async ({ venue, advance }) => {
      accepted(await venue.place(ioc('buy')));
      await advance(2);
      accepted(await venue.place(close('sell')));
      const later = epochMs(START + 60_000);
      expect((await venue.trades(COIN, later)).map(trade => trade.side)).toEqual(['sell']);
      expect((await venue.income(later)).every(entry => entry.at >= later)).toBe(true);
    });
  });

  openingContract(name, make);
  protectionContract(name, make);
}
