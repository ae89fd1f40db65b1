import { expect, test } from 'vitest';
import { usd } from '../../../lib/desk/units.ts';
import { flat } from '../../kit/scripted-market.ts';
import { market, minute, SOL, started, stop, value } from './hand.ts';

const cross = { accountKind: 'credits-cross' as const, walletUsd: usd(1_000) };

test('in Credits mode a position is cross: the whole wallet stands behind it, and no part is pledged', () => {
  const engine = started(flat(100, 9), cross);
  value(engine.placeOrder(market('buy', 20)));
  const [position] = engine.positions();
  expect(position).toMatchObject({ isolated: false, isolatedWalletUsd: 0 });
  const wallet = engine.account().walletUsd;
  expect(position?.liquidationPrice).toBeCloseTo((20 * 100.01 - wallet) / (20 * 0.99), 6);
});

test('what is lost on paper is not free to open more', () => {
  const engine = started([...flat(100, 1), ...flat(90, 5)], cross);
  value(engine.placeOrder(market('buy', 20)));
  engine.advance(minute(1));
  const { availableUsd, walletUsd } = engine.account();
  expect(availableUsd).toBeCloseTo(walletUsd - 20 * 10.01 - (20 * 90) / 3, 6);
});

test.each([
  { says: 'at the price that reaches it', rules: { 'crash-gap': false } },
  { says: 'in a crash where the bar ends', rules: {}, at: 40 },
])('the account is liquidated when its margin is gone, $says, and never owes', ({ rules, at }) => {
  const engine = started([...flat(100, 1), [100, 100, 40, 45]], { ...cross, rules });
  value(engine.placeOrder(market('buy', 29)));
  const [position] = engine.positions();
  engine.advance(minute(2));
  expect(engine.positions()).toEqual([]);
  expect(engine.trades().at(-1)?.price).toBeCloseTo(at ?? position?.liquidationPrice ?? 0, 6);
  expect(engine.account().walletUsd).toBeGreaterThanOrEqual(0);
  expect(engine.income().at(-1)?.type).toBe('INSURANCE_CLEAR');
});

test('a stop in cross margin protects while it lies before the liquidation price', () => {
  const engine = started(flat(100, 9), cross);
  value(engine.placeOrder(market('buy', 20)));
  value(engine.placeAlgo(stop('sell', 20, 98)));
  engine.advance(minute(3));
  expect(engine.state.safety.unprotectedMinutes).toBe(0);
  expect(engine.settingOf(SOL).marginType).toBe('CROSSED');
});
