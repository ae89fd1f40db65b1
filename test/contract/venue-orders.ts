import { expect, test } from 'vitest';
import { epochMs, type OrderSide, price } from '../../lib/desk/units.ts';
import type { ConditionalRequest, OrderRequest, Outcome, Venue } from '../../lib/ports.ts';
import { START } from '../kit/scripted-market.ts';
import { COIN, type MakeStage, NINE, type Stage, scene, WALLET } from './scene.ts';

/** What the venue's contract is written with: the orders it sends, and how it reads what comes back. */

export const SINCE = epochMs(START);

/** The report of an order that must have been accepted. */
export function accepted<T>(outcome: Outcome<T>): T {
  if (outcome.type === 'accepted') return outcome.report;
  throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
}

export const rejectedWith = (code: number) => ({
  type: 'rejected',
  code,
  because: expect.stringMatching(/\S/),
});
export const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

export const ioc = (side: OrderSide, changes: Partial<OrderRequest> = {}): OrderRequest => ({
  clientId: `open-${side}`,
  symbol: COIN,
  side,
  qty: NINE,
  kind: { type: 'ioc-limit', limitPrice: price(side === 'buy' ? 100.1 : 99.9) },
  reduceOnly: false,
  ...changes,
});
export const close = (side: OrderSide, changes: Partial<OrderRequest> = {}): OrderRequest => ({
  ...ioc(side),
  clientId: 'close-1',
  kind: { type: 'market' },
  reduceOnly: true,
  ...changes,
});
export const stop = (changes: Partial<ConditionalRequest> = {}): ConditionalRequest => ({
  clientId: 'stop-1',
  symbol: COIN,
  side: 'sell',
  type: 'stop-market',
  triggerPrice: price(97),
  qty: NINE,
  ...changes,
});
export const backstop = stop({ clientId: 'backstop-1', triggerPrice: price(96), qty: 'all' });

/** Wallet now is the wallet then and every entry of the ledger since; and the trades say the same as the ledger. */
export async function expectBooksToAgree(venue: Venue): Promise<void> {
  const { walletUsd } = await venue.account();
  const income = await venue.income(SINCE);
  const trades = await venue.trades(COIN, SINCE);
  const of = (kind: string) => sum(income.filter(each => each.kind === kind).map(each => each.amountUsd));
  expect(walletUsd).toBeCloseTo(WALLET + sum(income.map(each => each.amountUsd)), 6);
  expect(of('realised')).toBeCloseTo(sum(trades.map(each => each.realisedUsd)), 6);
  expect(of('commission')).toBeCloseTo(-sum(trades.map(each => each.commissionUsd)), 6);
  expect(new Set(income.map(each => each.id)).size).toBe(income.length);
}

/** Registers a test that plays on a stage of its own. */
export const onStage =
  (make: MakeStage) =>
  (what: string, play: (stage: Stage) => Promise<void>): void =>
    test(what, async () => {
      const stage = await make(scene());
      try {
        await play(stage);
      } finally {
        await stage.close();
      }
    });
