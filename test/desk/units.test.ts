import { describe, expect, test } from 'vitest';
import {
  closingSide,
  DAY_MS,
  dayOf,
  epochMs,
  type Fraction,
  fraction,
  isBetterFor,
  leverage,
  type MarginUsd,
  marginOfNotional,
  marginUsd,
  minuteOf,
  minutesAfter,
  moveAgainst,
  moveInFavour,
  type NotionalUsd,
  notionalOfMargin,
  notionalOfQty,
  notionalUsd,
  openingSide,
  type Price,
  price,
  type Qty,
  qty,
  qtyOfNotional,
  sideOf,
  signed,
  signedQty,
  type symbolId,
  type Usd,
  usd,
} from '../../lib/desk/units.ts';

/** Does nothing: what matters is whether the call compiles. */
const takes = <T>(_value: T): void => {};

describe('units that must not be swapped do not compile when swapped', () => {
  test('I01 margin is no notional, and notional no margin', () => {
    takes<NotionalUsd>(notionalUsd(900));
    // @ts-expect-error a margin of $300 is not an exposure of $300
    takes<NotionalUsd>(marginUsd(300));
    // @ts-expect-error an exposure of $900 is not a margin of $900
    takes<MarginUsd>(notionalUsd(900));
    // @ts-expect-error a margin is not multiplied twice
    notionalOfMargin(notionalUsd(900), leverage(3));
    // @ts-expect-error only a notional is divided by leverage
    marginOfNotional(marginUsd(300), leverage(3));
  });

  test('a price is no quantity', () => {
    // @ts-expect-error the arguments are swapped
    notionalOfQty(price(100), qty(9));
    // @ts-expect-error the arguments are swapped
    qtyOfNotional(price(100), notionalUsd(900));
    // @ts-expect-error an unsigned quantity has lost its side
    sideOf(qty(3));
  });

  test('I08 a fraction is no amount of dollars', () => {
    // @ts-expect-error 2 % is not $0.02
    takes<Usd>(fraction(0.02));
    // @ts-expect-error $300 is not a share of anything
    takes<Fraction>(usd(300));
    // @ts-expect-error a leverage is not a fraction
    takes<Fraction>(leverage(3));
  });

  test('a bare number is none of them', () => {
    // @ts-expect-error a price says that it is one
    takes<Price>(100);
    // @ts-expect-error a quantity says that it is one
    takes<Qty>(1);
    // @ts-expect-error any instant is not the start of a minute
    minutesAfter(epochMs(0), 1);
    // @ts-expect-error a text is not yet a symbol
    takes<ReturnType<typeof symbolId>>('BTCUSDT');
  });
});

test('I01 margin times leverage is notional, and back', () => {
  const notional = notionalOfMargin(marginUsd(300), leverage(3));
  expect(notional).toBe(900);
  expect(marginOfNotional(notional, leverage(3))).toBe(300);
  expect(qtyOfNotional(notional, price(100))).toBe(9);
});

test('a side has a sign, an order that opens it and one that closes it', () => {
  expect([signed('long', qty(3)), signed('short', qty(3))]).toEqual([3, -3]);
  expect([sideOf(signedQty(3)), sideOf(signedQty(-3))]).toEqual(['long', 'short']);
  expect([openingSide('long'), closingSide('long')]).toEqual(['buy', 'sell']);
  expect([openingSide('short'), closingSide('short')]).toEqual(['sell', 'buy']);
});

test('in favour is up for a long and down for a short, against it the other way', () => {
  expect(moveInFavour('long', price(100), fraction(0.016))).toBeCloseTo(101.6, 10);
  expect(moveInFavour('short', price(100), fraction(0.016))).toBeCloseTo(98.4, 10);
  expect(moveAgainst('long', price(100), fraction(0.008))).toBeCloseTo(99.2, 10);
  expect(moveAgainst('short', price(100), fraction(0.008))).toBeCloseTo(100.8, 10);
  expect(isBetterFor('long', price(101), price(100))).toBe(true);
  expect(isBetterFor('short', price(101), price(100))).toBe(false);
  expect(isBetterFor('long', price(100), price(100))).toBe(false);
});

test('minutes and days begin where UTC begins them', () => {
  const at = Date.UTC(2026, 0, 5, 14, 30, 59, 999);
  expect(minuteOf(at)).toBe(Date.UTC(2026, 0, 5, 14, 30));
  expect(minutesAfter(minuteOf(at), -31)).toBe(Date.UTC(2026, 0, 5, 13, 59));
  expect(dayOf(at)).toBe(Date.UTC(2026, 0, 5));
  expect(dayOf(dayOf(at) - 1)).toBe(Date.UTC(2026, 0, 5) - DAY_MS);
});
