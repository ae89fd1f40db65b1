import { expect, test } from 'vitest';
import type { JournalEvent, JournalRecord } from '../../lib/desk/journal.ts';
import { epochMs, fraction, notionalUsd, price, qty, symbolId, usd } from '../../lib/desk/units.ts';
import { isDecision, noTradeSentence, sentenceOf } from '../../lib/operator/sentences.ts';
import { NOW } from '../kit/builders.ts';

const symbol = symbolId('SOLUSDT');
const positionId = 'SOLUSDT-20260105T1430';
const record = (event: JournalEvent): JournalRecord => ({
  minute: NOW,
  role: 'entry',
  mode: 'embedded',
  ...event,
});

const entry = {
  type: 'entry',
  positionId,
  symbol,
  side: 'long',
  source: 'forced',
  qty: qty(14.92),
  price: price(134.05),
  plannedUsd: notionalUsd(6_000),
  intendedUsd: notionalUsd(6_000),
  executedUsd: notionalUsd(2_000),
  stopPrice: price(130.03),
  trace: [
    {
      owner: 'Risk Guard',
      step: 'per-trade cap',
      beforeUsd: notionalUsd(6_000),
      afterUsd: notionalUsd(5_000),
      because: '',
      limit: 'risk/trade-notional-usd-max v1',
    },
    {
      owner: 'Risk Guard',
      step: 'per-symbol cap',
      beforeUsd: notionalUsd(5_000),
      afterUsd: notionalUsd(2_000),
      because: '',
      limit: 'risk/symbol-notional-usd-max v1',
    },
  ],
} as const satisfies JournalEvent;

const slice = {
  type: 'slice',
  positionId,
  symbol,
  side: 'long',
  slice: 2,
  notionalUsd: notionalUsd(400),
} as const;

const dayMoney = {
  realisedUsd: usd(0.6),
  feesUsd: usd(2),
  fundingUsd: usd(0),
  netUsd: usd(-1.4),
};
const truth = {
  type: 'truth',
  day: epochMs(Date.UTC(2026, 0, 5)),
  venue: dayMoney,
  foreign: dayMoney,
  book: dayMoney,
  mismatchUsd: usd(0.009),
  differenceCount: 0,
  differences: [],
} as const satisfies JournalEvent;
const difference = {
  what: 'fill',
  symbol,
  at: NOW,
  venueUsd: usd(0),
  deskUsd: usd(0),
  sizeUsd: usd(3),
  because: 'trade 12 is missing',
} as const;

const money = { realisedUsd: usd(-7), commissionUsd: usd(0.2) };
const sentences: readonly (readonly [JournalEvent, string])[] = [
  [
    { ...slice, state: 'waiting', because: 'the book holds $40.00' },
    'SOLUSDT slice 2 of $400.00 waits: the book holds $40.00',
  ],
  [
    {
      ...slice,
      state: 'filled',
      because: '4 of 4 filled at 100',
      executedUsd: notionalUsd(900),
      intendedUsd: notionalUsd(1_000),
    },
    'SOLUSDT slice 2 of $400.00 was filled, $900.00 of $1,000.00 in all: 4 of 4 filled at 100',
  ],
  [
    { ...slice, state: 'lapsed', because: 'the signal of 14:30 has lapsed' },
    'SOLUSDT slice 2 of $400.00 is given up: the signal of 14:30 has lapsed',
  ],
  [{ type: 'minute', entries: 0, slices: 1 }, '1 further slice'],
  [{ type: 'minute', entries: 2, slices: 3 }, '2 entries, 3 further slices'],
  [
    entry,
    'SOLUSDT opened long FORCED: 14.92 at 134.05, stop 130.03; $6,000.00 planned, $2,000.00 executed, ' +
      'cut most by risk/symbol-notional-usd-max v1 (-$3,000.00)',
  ],
  [
    { ...entry, source: 'ensemble', trace: [], executedUsd: notionalUsd(5_998) },
    'SOLUSDT opened long: 14.92 at 134.05, stop 130.03; $6,000.00 planned, $5,998.00 executed',
  ],
  [
    {
      type: 'not-taken',
      symbol,
      side: 'short',
      source: 'ensemble',
      code: 'symbol-busy',
      because: 'it is open',
    },
    'SOLUSDT short not taken: it is open',
  ],
  [
    {
      type: 'exit',
      positionId,
      symbol,
      kind: 'stop-loss',
      tradeId: '1',
      qty: qty(4.5),
      price: price(133.1),
      ...money,
    },
    'SOLUSDT stopped out: 4.5 at 133.10, -$7.20',
  ],
  [truth, '2026-01-05: -$1.40 net by the venue, and the book agrees to the cent'],
  [
    { ...truth, mismatchUsd: usd(3), differenceCount: 3, differences: [difference] },
    '2026-01-05: -$1.40 net by the venue; the desk DIFFERS by $3.00: trade 12 is missing, and 2 more',
  ],
  [
    { type: 'closed', positionId, symbol, netUsd: usd(14.4), rMultiple: 1.93, minutesHeld: 200 },
    'SOLUSDT is flat: +$14.40 net (+1.9R) after 3 h 20 min',
  ],
  [
    {
      type: 'protection',
      positionId,
      symbol,
      leg: 'working',
      action: 'moved',
      triggerPrice: price(134.3),
      because: 'a target was reached',
    },
    'SOLUSDT stop moved to 134.30: a target was reached',
  ],
  [{ type: 'account', equityUsd: usd(15_000), highWaterUsd: usd(15_000), marks: [] }, 'equity of $15,000.00'],
  [
    {
      type: 'account',
      equityUsd: usd(14_970),
      highWaterUsd: usd(15_000),
      marks: [{ symbol, markPrice: price(134.05) }],
    },
    'equity of $14,970.00, $30.00 below its highest; SOLUSDT at 134.05',
  ],
  [{ type: 'universe', joined: [symbol], left: [], size: 6 }, 'universe of 6: SOLUSDT joined'],
  [
    { type: 'trouble', what: 'daily bars', because: 'the venue did not answer', symbol },
    'SOLUSDT: daily bars failed: the venue did not answer',
  ],
];

test.each(sentences)('%o', (event, sentence) => {
  expect(sentenceOf(record(event))).toBe(sentence);
});

test('why nothing opened is said in words, with the figure where there is one', () => {
  const minute = (noTrade?: string, because?: string) =>
    noTradeSentence({
      minute: NOW,
      role: 'entry',
      mode: 'embedded',
      type: 'minute',
      entries: 0,
      ...(noTrade === undefined ? {} : { noTrade }),
      ...(because === undefined ? {} : { because }),
    });
  expect(minute('no-licensed-model')).toBe('no model is licensed yet, so nothing opens');
  expect(minute('limits-invalid', 'risk/positions-max: no number')).toMatch(/not valid: risk\/positions-max/);
  expect(minute()).toBeUndefined();
});

test('resting orders that are placed and cancelled are no decisions; stops that move or fail are', () => {
  const protection = (action: 'placed' | 'moved' | 'cancelled' | 'failed') =>
    isDecision(
      record({
        type: 'protection',
        positionId,
        symbol,
        leg: 'working',
        action,
        triggerPrice: price(1),
        because: '',
      }),
    );
  expect([protection('placed'), protection('cancelled')]).toEqual([false, false]);
  expect([protection('moved'), protection('failed')]).toEqual([true, true]);
  expect(isDecision(record({ type: 'minute', entries: 0 }))).toBe(false);
});

test('votes are told in one sentence, and are no decision', () => {
  const planted = { kind: 'xgboost', version: 'xgboost-1' } as const;
  const untrained = { kind: 'nhits', licensed: false, because: 'not trained' };
  const coin = { symbol, side: 'long', confidence: fraction(0.72), pUp: fraction(0.72) } as const;
  const votes = { type: 'votes', at: NOW, licensed: true } as const;
  const told = [
    {
      ...votes,
      models: [{ ...planted, licensed: true }, untrained],
      coins: [
        { ...coin, evR: 0.2 },
        { ...coin, evR: -0.1 },
      ],
    },
    {
      ...votes,
      licensed: false,
      models: [{ ...planted, licensed: false, because: 'too few' }, untrained],
      coins: [{ ...coin, evR: 0.2 }],
    },
    { ...votes, licensed: false, models: [untrained], coins: [] },
  ].map(record);
  expect(told.map(sentenceOf)).toEqual([
    'bar of 14:30: 2 coins judged, 1 worth a trade; xgboost-1',
    'bar of 14:30: 1 coin predicted in shadow, 1 worth a trade; xgboost-1 (no licence: too few)',
    'bar of 14:30: no model spoke',
  ]);
  expect(told.some(isDecision)).toBe(false);
});
