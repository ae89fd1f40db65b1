import { describe, expect, test } from 'vitest';
import type { Book } from '../../lib/desk/book.ts';
import {
  asTwinOf,
  cooldownAfter,
  keepBook,
  openBook,
  type Reading,
  released,
  reserving,
  withFidelity,
  withoutOrphans,
  withUsed,
} from '../../lib/desk/book-keeping.ts';
import {
  DAY_MS,
  dayOf,
  epochMs,
  HOUR_MS,
  minuteOf,
  minutesAfter,
  notionalUsd,
  usd,
} from '../../lib/desk/units.ts';
import { aBook, COIN, limitsWith, NOW } from '../kit/builders.ts';
import { aFill, aPosition } from '../kit/positions.ts';

const reading = (equity: number, overrides: Partial<Reading> = {}): Reading => ({
  account: { equityUsd: usd(equity), walletUsd: usd(equity) },
  minute: NOW,
  transfersUsd: usd(0),
  explainedUsd: usd(equity - 15_000),
  limits: limitsWith(),
  ...overrides,
});
const kept = (before: Book, equity: number, overrides: Partial<Reading> = {}) =>
  keepBook(before, reading(equity, overrides)).book;

test('I04 the first reading opens the book with the venue’s equity as every mark', () => {
  const book = openBook({ equityUsd: usd(8_765), walletUsd: usd(8_700) }, NOW, 'embedded');
  expect(book).toMatchObject({
    equityUsd: 8_765,
    walletUsd: 8_700,
    highWaterUsd: 8_765,
    day: { startsAt: dayOf(NOW), equityAtStartUsd: 8_765, transfersUsd: 0, fidelities: [] },
    haltedAt: undefined,
  });
});

describe('the day', () => {
  const midnight = minuteOf(dayOf(NOW) + DAY_MS);

  test('goes on from minute to minute with the equity it began with', () => {
    const book = kept(aBook(), 14_900, { minute: minutesAfter(midnight, -1) });
    expect(book.day.equityAtStartUsd).toBe(15_000);
    expect(book.equityUsd).toBe(14_900);
  });

  test('I38 begins anew at 00:00 UTC, with the equity of then and no fidelities', () => {
    const before = withFidelity(aBook(), 900, 1_000);
    expect(kept(before, 14_900, { minute: midnight }).day).toEqual({
      startsAt: midnight,
      equityAtStartUsd: 14_900,
      transfersUsd: 0,
      fidelities: [],
    });
  });

  test('I39 the first reading of each day is kept, and no more than forty of them', () => {
    const noon = kept(aBook(), 14_900, { minute: minutesAfter(NOW, 60) });
    expect(noon.openings).toEqual([{ day: dayOf(NOW), at: NOW, equityUsd: 15_000 }]);
    const next = kept(noon, 14_800, { minute: minutesAfter(midnight, 2) });
    expect(next.openings.at(-1)).toEqual({ day: midnight, at: minutesAfter(midnight, 2), equityUsd: 14_800 });
    const weeks = Array.from({ length: 50 }, (_, i) => minutesAfter(midnight, i * 1_440));
    const later = weeks.reduce((book, minute) => kept(book, 15_000, { minute }), aBook());
    expect(later.openings).toHaveLength(40);
    expect(later.openings.at(-1)?.day).toBe(midnight + 49 * DAY_MS);
  });

  test('begins anew after days without a tick', () => {
    expect(kept(aBook(), 14_000, { minute: minutesAfter(midnight, 5_000) }).day.equityAtStartUsd).toBe(
      14_000,
    );
  });
});

describe('deposits and withdrawals', () => {
  test('I36 move the marks and are neither profit nor loss', () => {
    const deposited = kept(aBook(), 20_000, { transfersUsd: usd(5_000) });
    expect([deposited.highWaterUsd, deposited.day.transfersUsd]).toEqual([20_000, 5_000]);
    const withdrawn = keepBook(aBook(), reading(5_000, { transfersUsd: usd(-10_000) }));
    expect([withdrawn.book.highWaterUsd, withdrawn.book.haltedAt]).toEqual([5_000, undefined]);
  });

  test('do not hide a drawdown', () => {
    const book = kept(aBook(), 15_000 * 0.8 + 5_000, { transfersUsd: usd(5_000) });
    // $17,000 of $20,000 is just 15 % down.
    expect(book.haltedAt).toBe(NOW);
  });
});

describe('a drawdown', () => {
  test.each([
    [12_751, undefined],
    [12_750, NOW],
    [9_000, NOW],
  ])('I39 to %d dollars, from a mark of 15,000, halts or not: %s', (equity, haltedAt) => {
    expect(kept(aBook(), equity).haltedAt).toBe(haltedAt);
  });

  test('I39 is measured from the highest mark there has been, open profit included', () => {
    const risen = kept(aBook(), 20_000);
    expect(risen.highWaterUsd).toBe(20_000);
    expect(kept(risen, 17_000).haltedAt).toBe(NOW);
    expect(kept(kept(risen, 18_000), 20_500).highWaterUsd).toBe(20_500);
    const open = { equityUsd: usd(20_000), walletUsd: usd(15_000) };
    expect(kept(aBook(), 20_000, { account: open }).highWaterUsd).toBe(20_000);
  });

  test('says what halted the desk, and by which limit', () => {
    expect(keepBook(aBook(), reading(12_000)).changes).toEqual([
      {
        what: 'halted',
        because:
          'equity $12,000.00 is 20 % below its highest mark $15,000.00 (risk/drawdown-fraction-max (default))',
      },
    ]);
  });

  const halted = aBook({ haltedAt: NOW, equityUsd: usd(12_000) });
  const later = minutesAfter(NOW, 60);

  test('I43 is not forgotten because equity came back, the day turned or the limit was loosened', () => {
    const back = kept(halted, 16_000, { minute: later, explainedUsd: usd(4_000) });
    expect(back).toMatchObject({ equityUsd: 16_000, highWaterUsd: 16_000, haltedAt: NOW });
    expect(kept(halted, 12_000, { minute: minutesAfter(NOW, 3_000) }).haltedAt).toBe(NOW);
    const loose = limitsWith({ 'risk/drawdown-fraction-max': '0.9' });
    expect(kept(halted, 12_000, { minute: later, limits: loose }).haltedAt).toBe(NOW);
  });

  test.each([
    ['never', NOW],
    ['2026-01-05T14:29:59Z', NOW],
    ['2026-01-05T14:30:00Z', NOW],
    ['2026-01-05T14:30:01Z', undefined],
    ['2026-01-05T15:30:00Z', undefined],
    ['2026-01-05T15:30:01Z', NOW],
    ['2030-01-01T00:00:00Z', NOW],
  ])(
    'I43 of 14:30 is, at 15:30, lifted only by a resume after it and not in the future: %s',
    (resume, end) => {
      const limits = limitsWith({ 'control/resume': resume });
      expect(kept(halted, 12_000, { minute: later, limits }).haltedAt).toBe(end);
    },
  );

  test('that is lifted counts from where equity stands then, and halts again from there', () => {
    const limits = limitsWith({ 'control/resume': '2026-01-05T15:00:00Z' });
    const { book, changes } = keepBook(halted, reading(12_000, { minute: later, limits }));
    expect(book.highWaterUsd).toBe(12_000);
    expect(changes).toEqual([{ what: 'resumed', because: 'a person edited control/resume (default)' }]);
    const again = minutesAfter(later, 1);
    expect(kept(book, 10_000, { minute: again, limits }).haltedAt).toBe(again);
  });

  test('is not judged without limits: no halt is made up, none is lifted', () => {
    expect(kept(aBook(), 9_000, { limits: undefined }).haltedAt).toBeUndefined();
    expect(kept(halted, 9_000, { limits: undefined }).haltedAt).toBe(NOW);
  });
});

describe('equity that moved by more than a fifth without a fill or a transfer', () => {
  const unexplained = { explainedUsd: usd(0) };

  test.each([
    [12_000, 12_000],
    [18_000, 18_000],
    [11_999, 15_000],
    [18_001, 15_000],
    [0, 15_000],
    [-1, 15_000],
    [Number.NaN, 15_000],
  ])('I36 to %d is taken for %d', (equity, taken) => {
    expect(kept(aBook(), equity, unexplained).equityUsd).toBe(taken);
  });

  test('I36 halts nothing, moves no mark, and lets nothing be entered until the next reading', () => {
    const { book, changes } = keepBook(aBook(), reading(30_000, unexplained));
    expect([book.highWaterUsd, book.haltedAt]).toEqual([15_000, undefined]);
    expect(book.protections).toMatchObject([{ symbol: 'all', until: minutesAfter(NOW, 1) }]);
    expect(changes).toMatchObject([{ what: 'equity not believed' }]);
    expect(kept(aBook(), 1_000, unexplained).haltedAt).toBeUndefined();
  });

  test('I36 is believed when a second reading says the same, and forgotten when it does not', () => {
    const later = { ...unexplained, minute: minutesAfter(NOW, 1) };
    const once = kept(aBook(), 9_000, unexplained);
    const twice = kept(once, 9_100, later);
    expect([twice.equityUsd, twice.haltedAt]).toEqual([9_100, later.minute]);
    expect(kept(once, 4_000, later).equityUsd).toBe(15_000);
    const well = kept(once, 15_010, later);
    expect([well.equityUsd, well.suspectEquityUsd]).toEqual([15_010, undefined]);
  });

  test.each([
    ['a transfer of just that', 25_000, 10_000, 25_000],
    ['a loss of just that', 9_000, -6_000, 9_000],
    ['a profit that lay in the equity before it was taken', 15_000, 6_000, 15_000],
    ['a commission of a dollar explains a dollar', 0, -1, 15_000],
    ['a commission of a dollar explains no tenfold either', 150_000, -1, 15_000],
    ['a fill explains no equity that is no number', Number.NaN, -1, 15_000],
  ])(
    'I36 is believed at once only where fills and transfers explain it: %s',
    (_what, equity, explained, taken) => {
      expect(kept(aBook(), equity, { explainedUsd: usd(explained) }).equityUsd).toBe(taken);
    },
  );

  test('a day that was opened by a reading of nothing begins with the first that is something', () => {
    const empty = openBook({ equityUsd: usd(0), walletUsd: usd(0) }, NOW, 'embedded');
    const { day, highWaterUsd } = kept(empty, 15_000, { minute: minutesAfter(NOW, 1) });
    expect([day.equityAtStartUsd, highWaterUsd]).toEqual([15_000, 15_000]);
  });
});

describe('after a silence of the venue', () => {
  const pausedUntil = (monitored: number, limits = limitsWith()) =>
    kept(aBook({ monitoredMinute: minutesAfter(NOW, -monitored) }), 15_000, { limits }).protections[0]?.until;

  test.each([
    [1, undefined],
    [3, undefined],
    [4, minutesAfter(NOW, 5)],
  ])('of %d minutes entries pause until %s', (minutes, until) => expect(pausedUntil(minutes)).toBe(until));

  test('nothing pauses where the limit is 0', () => {
    expect(pausedUntil(60, limitsWith({ 'risk/venue-pause-minutes': '0' }))).toBeUndefined();
  });
});

test('protections and decided signals are forgotten when they are over', () => {
  const protection = (until: number) => ({ symbol: COIN, until: epochMs(until), because: 'cooldown' });
  const book = aBook({
    protections: [protection(NOW), protection(NOW + 1)],
    usedSignals: [
      { symbol: COIN, at: minuteOf(NOW - HOUR_MS) },
      { symbol: COIN, at: minuteOf(NOW - HOUR_MS + 60_000) },
    ],
  });
  const after = kept(book, 15_000);
  expect(after.protections).toEqual([protection(NOW + 1)]);
  expect(after.usedSignals).toHaveLength(1);
});

describe('the cooldown', () => {
  const stopped = aPosition({ fills: [aFill(), aFill({ tradeId: '2', kind: 'stop-loss' })] });

  test('keeps a symbol out for an hour after a stop-out', () => {
    expect(cooldownAfter(stopped, NOW, limitsWith())).toEqual({
      symbol: COIN,
      until: NOW + HOUR_MS,
      because: `cooldown after a stop-out of ${stopped.id}`,
    });
  });

  test('is not asked for by a stop at break-even, nor where the limit is 0', () => {
    const even = aPosition({ fills: [aFill(), aFill({ tradeId: '2', kind: 'break-even-stop' })] });
    expect(cooldownAfter(even, NOW, limitsWith())).toBeUndefined();
    expect(cooldownAfter(stopped, NOW, limitsWith({ 'risk/stop-cooldown-minutes': '0' }))).toBeUndefined();
  });
});

describe('reservations', () => {
  const reserve = (intentId: string, minutes: number) => ({
    intentId,
    symbol: COIN,
    minute: minutesAfter(NOW, minutes),
    notionalUsd: notionalUsd(900),
    lossAtStopUsd: usd(8),
  });
  const ids = (book: Book) => book.reservations.map(({ intentId }) => intentId);

  test('are made for several intents at once, each once however often it is asked', () => {
    const book = aBook({ reservations: [reserve('a', 0), reserve('b', 0)] });
    const again = { ...reserve('b', 0), notionalUsd: notionalUsd(55) };
    const after = reserving(book, [again, reserve('c', 0)]);
    expect(ids(after)).toEqual(['a', 'b', 'c']);
    expect(after.reservations[1]?.notionalUsd).toBe(55);
  });

  test('are released one by one', () => {
    expect(ids(released(aBook({ reservations: [reserve('a', 0), reserve('b', 0)] }), 'a'))).toEqual(['b']);
  });

  test('I09 I11 without an intent are orphans after their own minute and the next, never before', () => {
    const book = aBook({
      reservations: [reserve('held', -9), reserve('dead', -2), reserve('young', -1), reserve('new', 0)],
    });
    expect(ids(withoutOrphans(book, new Set(['held']), NOW))).toEqual(['held', 'young', 'new']);
  });
});

test('a decided signal and an entry’s fidelity are written down', () => {
  expect(withUsed(aBook(), COIN, NOW).usedSignals).toEqual([{ symbol: COIN, at: NOW }]);
  expect(withFidelity(withFidelity(aBook(), 900, 900), 600, 1_200).day.fidelities).toEqual([1, 0.5]);
});

describe('a desk that shadows another', () => {
  const later = minutesAfter(NOW, 90);
  const twin = asTwinOf(aBook(), 'real', NOW);

  test('keeps since when, from minute to minute', () => {
    expect(twin).toMatchObject({ twinOf: 'real', twinSince: NOW });
    expect(asTwinOf(twin, 'real', later)).toEqual(twin);
  });

  test('begins anew with another, and with none has neither', () => {
    expect(asTwinOf(twin, 'other', later)).toMatchObject({ twinOf: 'other', twinSince: later });
    const none = asTwinOf(twin, undefined, later);
    expect(none).not.toHaveProperty('twinOf');
    expect(none).not.toHaveProperty('twinSince');
  });
});
