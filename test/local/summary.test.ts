import { expect, test } from 'vitest';
import type { JournalEvent, JournalRecord } from '../../lib/desk/journal.ts';
import { epochMs, minutesAfter, notionalUsd, price, qty, symbolId, usd } from '../../lib/desk/units.ts';
import { canonicalJson, JournalTally, summaryOf } from '../../lib/local/summary.ts';
import { NOW } from '../kit/builders.ts';

const at = (minute: number, event: JournalEvent): JournalRecord => ({
  minute: minutesAfter(NOW, minute),
  role: 'monitor',
  mode: 'embedded',
  ...event,
});
const symbol = symbolId('COINUSDT');
const entry = (executedUsd: number, positionId = 'p'): JournalEvent => ({
  type: 'entry',
  positionId,
  symbol,
  side: 'long',
  source: 'forced',
  qty: qty(1),
  price: price(100),
  plannedUsd: notionalUsd(300),
  intendedUsd: notionalUsd(200),
  executedUsd: notionalUsd(executedUsd),
  stopPrice: price(99),
  trace: [],
});
const slice = (executedUsd?: number): JournalEvent => ({
  type: 'slice',
  positionId: 'p',
  symbol,
  side: 'long',
  slice: 2,
  state: executedUsd === undefined ? 'lapsed' : 'filled',
  notionalUsd: notionalUsd(50),
  because: '',
  ...(executedUsd === undefined
    ? {}
    : { executedUsd: notionalUsd(executedUsd), intendedUsd: notionalUsd(200) }),
});
const exit = (kind: 'stop-loss' | 'take-profit'): JournalEvent => ({
  type: 'exit',
  positionId: 'p',
  symbol,
  kind,
  tradeId: '1',
  qty: qty(1),
  price: price(99),
  realisedUsd: usd(-1),
  commissionUsd: usd(0.1),
});

const moved = (stage: 'initial' | 'break-even' | 'trailing', triggerPrice: number): JournalEvent => ({
  type: 'protection',
  positionId: 'p',
  symbol,
  leg: 'working',
  action: 'moved',
  triggerPrice: price(triggerPrice),
  stage,
  because: '',
});

const money = { realisedUsd: usd(0), feesUsd: usd(0), fundingUsd: usd(0), netUsd: usd(0) };
const truth = (day: number, mismatchUsd: number): JournalEvent => ({
  type: 'truth',
  day: epochMs(day),
  venue: money,
  foreign: money,
  book: money,
  mismatchUsd: usd(mismatchUsd),
  differenceCount: 0,
  differences: [],
});

const status = {
  time: NOW + 3 * 60_000,
  startedAt: NOW,
  marketEndsAt: NOW + 1e9,
  equityUsd: 9_990,
  realisedUsd: -9,
  feesUsd: 1,
  fundingUsd: 0,
  unprotectedMinutes: 0,
  duplicateOrders: 0,
  fills: 4,
};

function summarise(records: readonly JournalRecord[]) {
  const tally = new JournalTally();
  for (const record of records) tally.add(record);
  return summaryOf({ tally, status, universeSize: 5, wallSeconds: 1.23456 });
}

test('the summary has exactly its keys, money from the exchange and decisions from the journal', () => {
  const summary = summarise([
    at(0, { type: 'minute', entries: 0, noTrade: 'no-licensed-model' }),
    at(1, entry(200)),
    at(1, entry(100, 'q')),
    // The tick that opened it died, and the next one said so once more.
    at(2, entry(100, 'q')),
    at(2, { type: 'minute', entries: 0, noTrade: 'signals-not-taken' }),
    at(2, { type: 'not-taken', symbol, side: 'long', source: 'forced', code: 'symbol-busy', because: '' }),
    at(2, moved('break-even', 100.2)),
    // The same stop for a smaller quantity is no move.
    at(2, moved('break-even', 100.2)),
    at(2, moved('trailing', 101)),
    at(2, moved('trailing', 102)),
    at(2, moved('initial', 99)),
    at(2, { type: 'revalidated', kind: 'xgboost', version: 'x', resolved: 9, licensed: true, because: '' }),
    at(2, { type: 'revalidated', kind: 'xgboost', version: 'x', resolved: 0, licensed: false, because: '' }),
    at(2, truth(NOW, 0.02)),
    // A tick that died behind its record wrote it once more.
    at(3, truth(NOW, 0.02)),
    at(3, truth(NOW + 86_400_000, 0)),
    // One stop, filled at two levels of the book.
    at(2, exit('stop-loss')),
    at(2, exit('stop-loss')),
    at(3, exit('stop-loss')),
    at(3, {
      type: 'closed',
      positionId: 'p',
      symbol,
      netUsd: usd(-1),
      rMultiple: -1,
      minutesHeld: 2,
    }),
  ]);
  const { journalHash, ...rest } = summary;
  expect(journalHash).toMatch(/^[0-9a-f]{64}$/);
  expect(rest).toEqual({
    minutes: 3,
    universeSize: 5,
    entries: 2,
    closedTrades: 1,
    exits: { 'stop-loss': 2 },
    stopMoves: { further: 2, 'to-break-even': 1 },
    daysClosed: 2,
    truthMismatchUsd: 0.02,
    revalidations: 1,
    fills: 4,
    equityUsd: 9_990,
    realisedUsd: -9,
    feesUsd: 1,
    fundingUsd: 0,
    fidelityMedian: 0.75,
    unprotectedMinutes: 0,
    duplicateOrders: 0,
    noTrade: { 'no-licensed-model': 1, 'signals-not-taken': 1, 'symbol-busy': 1 },
    wallSeconds: 1.235,
  });
});

test('no entry has no fidelity, rather than a perfect one', () => {
  expect(summarise([]).fidelityMedian).toBeNull();
});

test('the hash knows records and their order, not the order of their members', () => {
  const [a, b] = [at(0, exit('stop-loss')), at(0, exit('take-profit'))];
  const turned = Object.fromEntries(Object.entries(a).toReversed()) as JournalRecord;
  expect(summarise([turned, b]).journalHash).toBe(summarise([a, b]).journalHash);
  expect(summarise([b, a]).journalHash).not.toBe(summarise([a, b]).journalHash);
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
});

test('the fidelity of an entry is that of all its slices together', () => {
  const fidelity = (...executed: readonly (number | undefined)[]) =>
    summarise([at(0, entry(100)), ...executed.map((usdOf, i) => at(i + 1, slice(usdOf)))]).fidelityMedian;
  expect(fidelity()).toBe(0.5);
  expect(fidelity(150)).toBe(0.75);
  expect(fidelity(150, 200)).toBe(1);
  expect(fidelity(150, undefined)).toBe(0.75);
  expect(summarise([at(0, entry(100)), at(1, slice(150))]).entries).toBe(1);
});
