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
import { markOf } from '../../../lib/adapters/binance/market-mapper.ts';
import {
  algoOrderWire,
  leverageBracketWire,
  markKlinesWire,
  orderWire,
  positionsWire,
  premiumIndexWire,
  symbolConfigWire,
} from '../../../lib/adapters/binance/wire.ts';
import { PortError } from '../../../lib/ports.ts';

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
const UNFILLED = { executedQty: '0', avgPrice: '0.00' };
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
  expect(order({ status: wire, ...(wire === 'NEW' ? UNFILLED : {}) }).status).toBe(status);
});

test.each([
  ['filled, and nothing filled', UNFILLED, /order id-1 .*it is FILLED, and nothing of it filled/],
  ['partly filled, and nothing filled', { ...UNFILLED, status: 'PARTIALLY_FILLED' }, /nothing of it filled/],
  ['filled at a price of nothing', { avgPrice: '0.00' }, /2 of it filled at a price of 0/],
  ['new, and filled', { status: 'NEW' }, /it is NEW, and 2 of it filled/],
  ['filled beyond what was ordered', { executedQty: '2.1' }, /2.1 of 2 filled/],
  ['filled for less than nothing', { executedQty: '-2' }, /executedQty is "-2"/],
  ['filled at a price below nothing', { avgPrice: '-99.5' }, /avgPrice is "-99.5"/],
])('I12 an order that says that it is %s is malformed: no position is made of it', (_, changes, message) => {
  expect(() => order(changes)).toThrow(message);
});

test('an order that closes whatever there is may say that its quantity is zero', () => {
  expect(order({ origQty: '0' })).toMatchObject({ qty: 0, filledQty: 2, averagePrice: 99.5 });
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
  expect(() => algo({ triggerPrice: '' })).toThrow(/its triggerPrice is missing/);
  expect(() => algo({ quantity: undefined })).toThrow(/its quantity is missing/);
});

test.each([
  ['triggers at nothing', { triggerPrice: '0' }],
  ['triggers below nothing', { triggerPrice: '-95' }],
  ['has no quantity', { quantity: '0.000' }],
  ['has less than none', { quantity: '-2' }],
  ['triggers at no number', { triggerPrice: '1e999' }],
])('I23 a stop that %s is malformed: it would pass for one that protects', (_, changes) => {
  expect(() => algo(changes)).toThrow(PortError);
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

test.each([
  '0x10',
  '1_000',
  '1,5',
  '１２',
  ' 2',
  '2 ',
  '1e999',
  '--2',
  '',
  '9'.repeat(400),
  '1e21',
  true,
  [2],
  { value: 2 },
])('I17 %j is no number of the venue’s', executedQty => {
  expect(() => order({ executedQty })).toThrow(/executedQty is /);
});

test.each([8.64e15 + 1, -1, 1.5, '1e300', 'today'])('%s is no instant', createTime => {
  expect(() => algo({ createTime })).toThrow(/createTime is /);
});

test.each(['', ' ', 'a b', 'a\nb', 'x'.repeat(65), '\ud800', '\u200b'])(
  '%j is no name of a market',
  symbol => {
    expect(() => order({ symbol })).toThrow(/symbol is /);
  },
);

test('a market may be named in any alphabet', () => {
  expect(order({ symbol: '币安人生USDT' }).symbol).toBe('币安人生USDT');
});

test('what cannot be read is told in one short line, however long, deep or full of line breaks it is', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  const told = (executedQty: unknown) => {
    try {
      order({ executedQty });
      return 'it was read';
    } catch (error) {
      return error instanceof PortError ? error.message : 'not a PortError';
    }
  };
  expect(told(deep)).toBe("the venue's order cannot be read: executedQty is a list of 1");
  expect(told({ deep })).toBe("the venue's order cannot be read: executedQty is an object");
  expect(told(`a\nb\u2028c\u001b[31m${'x'.repeat(5_000)}`)).toMatch(/^[^\p{Cc}\u2028]{1,200}…"$/u);
});

test('keys that nobody asked for are ignored', () => {
  expect(order({ novelty: { deep: [1] } })).toEqual(order({}));
});

const POSITION = {
  symbol: 'COINUSDT',
  positionAmt: '-2',
  entryPrice: '100',
  markPrice: '101',
  unRealizedProfit: '-2',
  liquidationPrice: '0',
  updateTime: 5,
};

test('positions of quantity zero are none, and need no price', () => {
  const setting = { ...POSITION, positionAmt: '0.000', entryPrice: '0.0', markPrice: '0.0' };
  const wire = decode(positionsWire, [POSITION, setting, { ...setting, positionAmt: '-0' }], 'positions');
  expect(positionsOf(wire).map(each => each.qty)).toEqual([-2]);
});

test.each([
  ['entered at nothing', { entryPrice: '0.0' }],
  ['without a mark', { markPrice: '0.0' }],
  ['entered below nothing', { entryPrice: '-1' }],
])('a position %s is malformed', (_, changes) => {
  const row = { ...POSITION, ...changes };
  expect(() => positionsOf(decode(positionsWire, [row], 'positions'))).toThrow(PortError);
});

test('I16 two positions in one symbol are malformed: one of them is not true', () => {
  const wire = decode(positionsWire, [POSITION, { ...POSITION, positionAmt: '3' }], 'positions');
  expect(() => positionsOf(wire)).toThrow(/COINUSDT stands there twice/);
});

test.each([[{}], [null], [''], [{ rows: [] }], ['[]'], [0]])(
  'I58 %j is no list of positions, so the account is not taken for empty',
  answer => {
    expect(() => decode(positionsWire, answer, 'positions')).toThrow(PortError);
  },
);

test('rows that cannot be read are left out of a list, and no row at all is malformed', () => {
  const good = { symbol: 'A', markPrice: '1', lastFundingRate: '0.0001', nextFundingTime: 1, time: 1 };
  const delivery = { ...good, symbol: 'A_260626', lastFundingRate: '' };
  const read = (answer: unknown) => decodeRows(premiumIndexWire, answer, 'mark price', markOf);
  expect(read([delivery, good]).map(({ symbol }) => symbol)).toEqual(['A']);
  expect(read([])).toEqual([]);
  expect(() => read([delivery])).toThrow(/lastFundingRate is ""/);
  expect(() => read({})).toThrow(/cannot be read/);
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
  ['of no leverage', { initialLeverage: 0 }],
  ['of a leverage below zero', { initialLeverage: -50 }],
  ['that ends before it begins', { notionalCap: 0.1, notionalFloor: 50 }],
  ['that takes all of it for maintenance', { maintMarginRatio: 1 }],
  ['that gives money for maintenance', { maintMarginRatio: -0.01 }],
])('I35 a tier %s is malformed', (_, changes) => {
  const answer = [{ symbol: 'COINUSDT', brackets: [{ ...BRACKETS[1], ...changes }] }];
  expect(() => tiersOf(decode(leverageBracketWire, answer, 'tiers'), 'COINUSDT')).toThrow(PortError);
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
  ['constructor', 'other'],
  ['__proto__', 'other'],
])('income of type %s is %s', (type, kind) => {
  expect(incomeKindOf(type)).toBe(kind);
});
