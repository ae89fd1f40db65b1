import { expect } from 'vitest';
import type { ReadEndpoint, WriteEndpoint } from '../../../lib/adapters/binance/endpoints.ts';
import type { AccountAccess } from '../../../lib/desk/admission.ts';
import type { Candle } from '../../../lib/desk/candle.ts';
import {
  type Instrument,
  type LeverageTier,
  priceDown,
  priceUp,
  qtyDown,
} from '../../../lib/desk/instrument.ts';
import { price } from '../../../lib/desk/units.ts';
import type {
  Account,
  BestQuote,
  ConditionalReport,
  DayTicker,
  Depth,
  Income,
  Mark,
  OrderReport,
  Settlement,
  SymbolSettings,
  Trade,
  VenuePosition,
} from '../../../lib/ports.ts';

/** What must hold of an answer once it is read, whatever the venue has said. Endpoint → check. */

const isTime = (at: number) => expect(() => new Date(at).toISOString()).not.toThrow();
const isName = (name: unknown) => expect(name).toMatch(/^\S{1,64}$/);

function order(report: OrderReport | undefined) {
  if (report === undefined) return;
  expect(report.clientId).toBe('id-1');
  expect(report.symbol).toBe('COINUSDT');
  anyOrder(report);
}

function anyOrder({ status, qty, filledQty, averagePrice, symbol, orderId }: OrderReport) {
  isName(symbol);
  isName(orderId);
  expect(qty).toBeGreaterThanOrEqual(0);
  expect(filledQty).toBeGreaterThanOrEqual(0);
  if (qty > 0) expect(filledQty).toBeLessThanOrEqual(qty);
  // I12: what has filled has a price, and what is called filled has filled.
  if (filledQty > 0) expect(averagePrice).toBeGreaterThan(0);
  if (status === 'filled' || status === 'partially-filled') expect(filledQty).toBeGreaterThan(0);
  if (status === 'new') expect(filledQty).toBe(0);
}

function conditional(report: ConditionalReport | undefined) {
  if (report === undefined) return;
  expect(report.clientId).toBe('id-2');
  anyConditional(report);
}

function anyConditional({ type, triggerPrice, qty, symbol, createdAt }: ConditionalReport) {
  isName(symbol);
  isTime(createdAt);
  if (type === 'other') return;
  expect(triggerPrice).toBeGreaterThan(0);
  if (qty !== 'all') expect(qty).toBeGreaterThan(0);
}

function bars(candles: readonly Candle[]) {
  candles.forEach((bar, i) => {
    isTime(bar.at);
    expect(bar.low).toBeGreaterThan(0);
    expect(bar.low).toBeLessThanOrEqual(Math.min(bar.open, bar.close));
    expect(bar.high).toBeGreaterThanOrEqual(Math.max(bar.open, bar.close));
    expect(bar.volume).toBeGreaterThanOrEqual(0);
    if (i > 0) expect(bar.at).toBeGreaterThan(candles[i - 1]?.at ?? 0);
  });
}

function instruments(found: readonly Instrument[]) {
  for (const { symbol, lot, marketLot, tickSize, onboardAt, deliveryAt, notionalMin } of found) {
    isName(symbol);
    isTime(onboardAt);
    isTime(deliveryAt);
    expect(notionalMin).toBeGreaterThan(0);
    for (const each of [lot, marketLot]) {
      expect(each.qtyMin).toBeGreaterThanOrEqual(0);
      expect(each.qtyMax).toBeGreaterThan(0);
      const amount = qtyDown(123.456, each);
      expect(amount).toBeGreaterThanOrEqual(0);
      expect(amount).toBeLessThanOrEqual(123.456);
    }
    for (const at of [priceDown(99.123, tickSize), priceUp(price(99.123), tickSize)]) {
      expect(at).toBeGreaterThanOrEqual(0);
      expect(at).toBeLessThan(Infinity);
    }
  }
}

function depth({ bids, asks }: Depth) {
  for (const { price: at, qty } of [...bids, ...asks]) {
    expect(at).toBeGreaterThan(0);
    expect(qty).toBeGreaterThanOrEqual(0);
  }
  // Best first, and nobody bids more than another asks.
  const prices = [...bids.map(level => level.price).toReversed(), ...asks.map(level => level.price)];
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
}

function tiers(found: readonly LeverageTier[]) {
  expect(found.length).toBeGreaterThan(0);
  found.forEach(({ notionalMin, notionalMax, leverageMax, maintenanceFraction, maintenanceDeductionUsd }) => {
    expect(notionalMin).toBeGreaterThanOrEqual(0);
    expect(notionalMax).toBeGreaterThan(notionalMin);
    expect(leverageMax).toBeGreaterThanOrEqual(1);
    expect(maintenanceFraction).toBeGreaterThanOrEqual(0);
    expect(maintenanceFraction).toBeLessThan(1);
    expect(maintenanceDeductionUsd).toBeGreaterThanOrEqual(0);
  });
}

function positions(found: readonly VenuePosition[]) {
  for (const { symbol, qty, entryPrice, markPrice, updatedAt } of found) {
    isName(symbol);
    isTime(updatedAt);
    expect(qty).not.toBe(0);
    expect(entryPrice).toBeGreaterThan(0);
    expect(markPrice).toBeGreaterThan(0);
  }
  expect(new Set(found.map(({ symbol }) => symbol)).size).toBe(found.length);
}

function trades(found: readonly Trade[]) {
  for (const { price: at, qty, symbol, at: time } of found) {
    isTime(time);
    expect(symbol).toBe('COINUSDT');
    expect(at).toBeGreaterThan(0);
    expect(qty).toBeGreaterThan(0);
  }
  expect(new Set(found.map(({ tradeId }) => tradeId)).size).toBe(found.length);
}

const KINDS = ['realised', 'commission', 'funding', 'transfer', 'other'];
function income(found: readonly Income[]) {
  for (const { kind, at, symbol } of found) {
    expect(KINDS).toContain(kind);
    isTime(at);
    if (symbol !== undefined) isName(symbol);
  }
}

function access(found: AccountAccess) {
  const { tradingEndsAt, ...rights } = found;
  for (const right of Object.values(rights)) expect(right).toBeTypeOf('boolean');
  if (tradingEndsAt !== undefined) isTime(tradingEndsAt);
}

export const SOUND: Readonly<Partial<Record<ReadEndpoint | WriteEndpoint, (answer: never) => void>>> = {
  fapiPublicGetExchangeInfo: instruments,
  fapiPublicGetTicker24hr: (found: readonly DayTicker[]) => {
    for (const { symbol, open, high, low, last, quoteVolumeUsd } of found) {
      isName(symbol);
      for (const at of [open, low, last]) expect(at).toBeGreaterThan(0);
      expect(high).toBeGreaterThanOrEqual(low);
      expect(quoteVolumeUsd).toBeGreaterThanOrEqual(0);
    }
  },
  fapiPublicGetTickerBookTicker: (found: readonly BestQuote[]) => {
    for (const { symbol, bid, ask } of found) {
      isName(symbol);
      expect(bid).toBeGreaterThanOrEqual(0);
      expect(ask).toBeGreaterThanOrEqual(0);
      if (ask > 0) expect(bid).toBeLessThanOrEqual(ask);
    }
  },
  fapiPublicGetPremiumIndex: ({ symbol, mark, at, nextFundingAt }: Mark) => {
    expect(symbol).toBe('COINUSDT');
    expect(mark).toBeGreaterThan(0);
    isTime(at);
    isTime(nextFundingAt);
  },
  fapiPublicGetFundingRate: (found: readonly Settlement[]) => {
    for (const { at, rate } of found) {
      isTime(at);
      expect(Math.abs(rate)).toBeLessThanOrEqual(1);
    }
  },
  fapiPublicGetDepth: depth,
  fapiPublicGetKlines: bars,
  fapiPublicGetMarkPriceKlines: trades,
  fapiPrivateV3GetAccount: ({ maintenanceUsd }: Account) => expect(maintenanceUsd).toBeGreaterThanOrEqual(0),
  fapiPrivateV3GetPositionRisk: positions,
  fapiPrivateGetOpenOrders: (found: readonly OrderReport[]) => found.forEach(anyOrder),
  fapiPrivateGetOpenAlgoOrders: (found: readonly ConditionalReport[]) => found.forEach(anyConditional),
  fapiPrivateGetOrder: order,
  fapiPrivateGetAlgoOrder: conditional,
  fapiPrivateGetUserTrades: trades,
  fapiPrivateGetIncome: income,
  fapiPrivateGetLeverageBracket: tiers,
  fapiPrivateGetSymbolConfig: ({ leverage, symbol }: SymbolSettings) => {
    expect(symbol).toBe('COINUSDT');
    expect(leverage).toBeGreaterThanOrEqual(1);
  },
  privateGetAccount: isName,
  sapiGetAccountInfo: access,
  sapiGetAccountApiRestrictions: access,
  fapiPrivatePostOrder: order,
  fapiPrivatePostAlgoOrder: conditional,
  fapiPrivatePostLeverage: (times: number) => expect(times).toBeGreaterThanOrEqual(1),
};
