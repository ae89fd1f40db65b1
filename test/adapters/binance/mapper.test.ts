import { expect, test } from 'vitest';
import { decode, decodeRows } from '../../../lib/adapters/binance/decode.ts';
import {
  conditionalOf,
  incomeKindOf,
  orderOf,
  positionsOf,
  settingsOf,
  tiersOf,
} from '../../../lib/adapters/binance/mapper.ts';
import {
  algoOrderWire,
  leverageBracketWire,
  markKlinesWire,
  orderWire,
  positionsWire,
  premiumIndexWire,
  symbolConfigWire,
} from '../../../lib/adapters/binance/wire.ts';

const ORDER = {
  orderId: 1,
  clientOrderId: 'id-1',
  symbol: 'COINUSDT',
  side: 'SELL',
  status: 'FILLED',
  origQty: '2',
  executedQty: '2',
  avgPrice: '99.5',
  reduceOnly: true,
};
const ALGO = {
  algoId: 7,
  clientAlgoId: 'id-2',
  symbol: 'COINUSDT',
  side: 'SELL',
  orderType: 'STOP_MARKET',
  algoStatus: 'NEW',
  triggerPrice: '95.00',
  quantity: '2',
  closePosition: false,
  reduceOnly: true,
  actualOrderId: '',
  createTime: 1_750_485_492_076,
};
const order = (changes: object) => orderOf(decode(orderWire, { ...ORDER, ...changes }, 'order'));
const algo = (changes: object) => conditionalOf(decode(algoOrderWire, { ...ALGO, ...changes }, 'algo order'));

test.each([
  ['NEW', 'new'],
  ['PARTIALLY_FILLED', 'partially-filled'],
  ['FILLED', 'filled'],
  ['CANCELED', 'canceled'],
  ['EXPIRED', 'expired'],
  ['EXPIRED_IN_MATCH', 'expired'],
  ['REJECTED', 'rejected'],
])('an order that is %s is %s', (wire, status) => {
  expect(order({ status: wire }).status).toBe(status);
});

test.each([
  ['NEW', 'live'],
  ['WORKING', 'live'],
  ['TRIGGERING', 'triggered'],
  ['TRIGGERED', 'triggered'],
  ['FINISHED', 'finished'],
  ['CANCELED', 'canceled'],
  ['EXPIRED', 'expired'],
  ['REJECTED', 'rejected'],
])('a conditional order that is %s is %s', (wire, status) => {
  expect(algo({ algoStatus: wire }).status).toBe(status);
});

test.each([
  ['', undefined],
  ['0', undefined],
  [0, undefined],
  [null, undefined],
  [undefined, undefined],
  ['8389765519993908929', '8389765519993908929'],
  [12, '12'],
])('the order behind a conditional whose actualOrderId is %s is %s', (actualOrderId, orderId) => {
  expect(algo({ actualOrderId }).orderId).toBe(orderId);
});

test('a closePosition order covers all and only ever reduces', () => {
  expect(algo({ closePosition: true, quantity: '0', reduceOnly: false })).toMatchObject({
    qty: 'all',
    reduceOnly: true,
  });
});

test('a person’s trailing stop may lack a trigger; a stop that lacks one is malformed', () => {
  const trailing = { orderType: 'TRAILING_STOP_MARKET', triggerPrice: '', quantity: null };
  expect(algo(trailing)).toMatchObject({ type: 'other', triggerPrice: 0, qty: 0 });
  expect(() => algo({ triggerPrice: '' })).toThrow(/no triggerPrice/);
  expect(() => algo({ quantity: undefined })).toThrow(/no quantity/);
});

test.each([
  ['avgPrice', 'abc', /avgPrice is "abc"/],
  ['avgPrice', '', /avgPrice is ""/],
  ['executedQty', 'NaN', /executedQty is "NaN"/],
  ['executedQty', 'Infinity', /executedQty is "Infinity"/],
  ['origQty', null, /origQty is null/],
  ['status', 'VANISHED', /status is "VANISHED"/],
  ['side', undefined, /side is missing/],
  ['orderId', 2 ** 60, /orderId is/],
])('an order whose %s is %s is malformed, and the message says so', (field, value, message) => {
  expect(() => order({ [field]: value })).toThrow(message);
});

test('keys that nobody asked for are ignored', () => {
  expect(order({ novelty: { deep: [1] } })).toEqual(order({}));
});

test('positions of quantity zero are none', () => {
  const row = {
    symbol: 'COINUSDT',
    positionAmt: '-2',
    entryPrice: '100',
    markPrice: '101',
    unRealizedProfit: '-2',
    liquidationPrice: '0',
    updateTime: 5,
  };
  const wire = decode(positionsWire, [row, { ...row, positionAmt: '0.000' }], 'positions');
  expect(positionsOf(wire).map(each => each.qty)).toEqual([-2]);
});

test('rows that cannot be read are left out of a list, and no row at all is malformed', () => {
  const good = { symbol: 'A', markPrice: '1', lastFundingRate: '0.0001', nextFundingTime: 1, time: 1 };
  const delivery = { ...good, symbol: 'A_260626', lastFundingRate: '' };
  expect(decodeRows(premiumIndexWire, [delivery, good], 'mark price').map(row => row.symbol)).toEqual(['A']);
  expect(decodeRows(premiumIndexWire, [], 'mark price')).toEqual([]);
  expect(() => decodeRows(premiumIndexWire, [delivery], 'mark price')).toThrow(/lastFundingRate is ""/);
  expect(() => decodeRows(premiumIndexWire, {}, 'mark price')).toThrow(/cannot be read/);
});

test('a bar of the mark price is read by its place', () => {
  expect(
    decode(markKlinesWire, [[60_000, '600.5', '1', '1', '600.7', '0', 119_999]], 'bars')[0]?.slice(0, 2),
  ).toEqual([60_000, 600.5]);
});

const BRACKETS = [
  { initialLeverage: 10, notionalFloor: 50_000, notionalCap: 100_000, maintMarginRatio: 0.05, cum: '2000' },
  { initialLeverage: 50, notionalFloor: 0, notionalCap: 50_000, maintMarginRatio: 0.01, cum: 0 },
];
test.each([
  ['a list', [{ symbol: 'COINUSDT', brackets: BRACKETS }]],
  ['the one thing itself', { symbol: 'COINUSDT', brackets: BRACKETS }],
])('tiers come as %s, and are sorted by notional', (_, answer) => {
  expect(tiersOf(decode(leverageBracketWire, answer, 'tiers'), 'COINUSDT')).toEqual([
    {
      notionalMin: 0,
      notionalMax: 50_000,
      leverageMax: 50,
      maintenanceFraction: 0.01,
      maintenanceDeductionUsd: 0,
    },
    {
      notionalMin: 50_000,
      notionalMax: 100_000,
      leverageMax: 10,
      maintenanceFraction: 0.05,
      maintenanceDeductionUsd: 2_000,
    },
  ]);
  expect(() => tiersOf(decode(leverageBracketWire, answer, 'tiers'), 'OTHERUSDT')).toThrow(/OTHERUSDT/);
});

test.each([
  ['ISOLATED', 'isolated'],
  ['isolated', 'isolated'],
  ['CROSSED', 'cross'],
  ['cross', 'cross'],
])('margin type %s is %s', (marginType, marginMode) => {
  const wire = decode(symbolConfigWire, [{ symbol: 'COINUSDT', leverage: 3, marginType }], 'settings');
  expect(settingsOf(wire, 'COINUSDT')).toEqual({ symbol: 'COINUSDT', leverage: 3, marginMode });
});

test('settings of another symbol, or of an unheard-of mode, are malformed', () => {
  const wire = decode(
    symbolConfigWire,
    [{ symbol: 'COINUSDT', leverage: 3, marginType: 'SHARED' }],
    'settings',
  );
  expect(() => settingsOf(wire, 'OTHERUSDT')).toThrow(/OTHERUSDT/);
  expect(() => settingsOf(wire, 'COINUSDT')).toThrow(/SHARED/);
});

test.each([
  ['REALIZED_PNL', 'realised'],
  ['COMMISSION', 'commission'],
  ['FUNDING_FEE', 'funding'],
  ['TRANSFER', 'transfer'],
  ['INTERNAL_TRANSFER', 'transfer'],
  ['INSURANCE_CLEAR', 'other'],
  ['SOMETHING_NEW', 'other'],
])('income of type %s is %s', (type, kind) => {
  expect(incomeKindOf(type)).toBe(kind);
});
