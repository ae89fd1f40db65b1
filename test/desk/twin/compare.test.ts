import { describe, expect, test } from 'vitest';
import { decisionsApart } from '../../../lib/desk/twin/divergence.ts';
import { epochMs, price, type Usd, usd } from '../../../lib/desk/units.ts';
import { aTruth, byHand } from '../report/samples.ts';
import { aDay, aTrade, at, compared, EACH_MINUTE, type ExitRow, said } from './samples.ts';

const STOP: ExitRow = ['stop-loss', 640, 99];

describe('two desks that did the same', () => {
  const day = aDay([aTrade({ exits: [STOP] }), aTrade({ symbol: 'OTHERUSDT', side: 'short' })]);
  const same = compared(day, day);

  test('are nothing apart', () => {
    expect(decisionsApart(same)).toBe(0);
    expect(same.fills).toMatchObject({ prices: 3, meanBps: 0, medianBps: 0, costUsd: 0 });
    expect(same.pairs).toEqual([]);
    expect(same.apart).toEqual([]);
    expect(same.money?.points).toBe(0);
    expect(same.sizes).toEqual({ originalFidelity: 1, twinFidelity: 1, ratio: 1 });
  });

  test('have their entries and minutes counted together', () => {
    expect(same.entries).toEqual({ both: 2, originalAlone: 0, twinAlone: 0 });
    expect(same.minutes).toEqual({ both: 1_440, originalAlone: 0, twinAlone: 0 });
    expect(same).toMatchObject({ original: 'main', originalMode: 'live' });
  });

  test('and traded nothing have no price to compare', () => {
    const quiet = compared(aDay(), aDay());
    expect(quiet).not.toHaveProperty('fills');
    expect(quiet).not.toHaveProperty('sizes');
    expect(quiet).not.toHaveProperty('results');
    expect(quiet.pairs).toEqual([]);
  });
});

describe('a fill is worse where the desk', () => {
  test.each<[string, 'long' | 'short', number, number, number, number]>([
    ['paid more for a long', 'long', 100.1, 100, 10, 0],
    ['got less for a short', 'short', 99.9, 100, 10, 0],
    ['sold a long for less', 'long', 100, 98.901, 0, 10],
    ['bought a short back for more', 'short', 100, 99.099, 0, 10],
    ['and better where it paid less for a long', 'long', 99.9, 99, -10, 0],
    ['and better where it sold a long for more', 'long', 100, 99.099, 0, -10],
  ])('%s', (_what, side, entry, exit, entryBps, exitBps) => {
    const [own, paper] = [
      aTrade({ side, at: entry, exits: [['stop-loss', 640, exitBps === 0 ? 99 : exit]] }),
      aTrade({ side, exits: [STOP] }),
    ];
    const { fills, pairs } = compared(aDay([own]), aDay([paper]));
    expect(fills?.entryBps).toBeCloseTo(entryBps, 6);
    expect(fills?.exitBps).toBeCloseTo(exitBps, 6);
    expect(pairs[0]?.entryBps).toBeCloseTo(entryBps, 6);
  });

  test('traded more, so that it weighs more', () => {
    const [own, paper] = [
      [
        aTrade({ at: 100.1, executedUsd: 3_000 }),
        aTrade({ symbol: 'OTHERUSDT', at: 100, executedUsd: 1_000 }),
      ],
      [aTrade(), aTrade({ symbol: 'OTHERUSDT' })],
    ];
    const { fills } = compared(aDay(own), aDay(paper));
    expect(fills?.meanBps).toBeCloseTo(7.5, 6);
    expect(fills?.medianBps).toBeCloseTo(5, 6);
    expect(fills?.costUsd).toBeCloseTo(3, 6);
    expect(fills?.notionalUsd).toBe(4_000);
  });
});

describe('an exit', () => {
  test.each<[string, readonly ExitRow[], readonly ExitRow[], number, number]>([
    ['of one kind in the same minute is compared', [STOP], [STOP], 0, 2],
    ['a minute off is still the same', [['stop-loss', 641, 99]], [STOP], 0, 2],
    ['two minutes off is another', [['stop-loss', 642, 99]], [STOP], 1, 1],
    ['of another kind is another, at whatever price', [['time-stop', 640, 99]], [STOP], 1, 1],
    ['that the desk alone has made is apart', [STOP], [], 1, 1],
    ['that the twin alone has made is apart', [], [STOP], 1, 1],
    [
      'of one leg is compared, and the rest is apart',
      [
        ['partial-take-profit', 620, 101, 3],
        ['stop-loss', 640, 99, 7],
      ],
      [
        ['partial-take-profit', 620, 101, 3],
        ['trailing-stop', 700, 102, 7],
      ],
      1,
      2,
    ],
    ['by another hand is apart', [['by-hand', 640, 99]], [STOP], 1, 1],
  ])('%s', (_what, own, paper, apart, prices) => {
    const found = compared(aDay([aTrade({ exits: own })]), aDay([aTrade({ exits: paper })]));
    expect(found.exitsApart).toBe(apart);
    expect(found.fills?.prices).toBe(prices);
    expect(decisionsApart(found)).toBe(apart);
  });

  test('of the day before or after is not of this day', () => {
    const entered = { entered: -60, change: { openedAt: at(-60) } };
    const own = aTrade({ ...entered, exits: [['stop-loss', -5, 98]] });
    const found = compared(aDay([own]), aDay([aTrade({ ...entered, exits: [['stop-loss', -5, 99]] })]));
    expect(found.fills).toBeUndefined();
    expect(found.entries.both).toBe(0);
    expect(found.pairs).toEqual([]);
  });

  test('over midnight that both made a minute apart is none alone', () => {
    const [own, paper] = [
      aTrade({ exits: [['stop-loss', 1_439, 99]] }),
      aTrade({ exits: [['stop-loss', 1_440, 99]] }),
    ];
    expect(compared(aDay([own]), aDay([paper])).exitsApart).toBe(0);
  });

  test('says of each what ended it, and when', () => {
    const { pairs } = compared(
      aDay([aTrade({ exits: [['time-stop', 660, 99.5]] })]),
      aDay([aTrade({ exits: [STOP] })]),
    );
    expect(pairs[0]?.exit).toEqual({
      original: { kind: 'time-stop', at: at(660) },
      twin: { kind: 'stop-loss', at: at(640) },
    });
  });
});

describe('an entry of one alone', () => {
  const refused = (minute: number, code: 'spread-wide' | 'symbol-busy', symbol = 'COINUSDT') =>
    said(at(minute), {
      type: 'not-taken',
      symbol: aTrade({ symbol }).symbol,
      side: 'long',
      source: 'ensemble',
      code,
      because: `the test says ${code}`,
    });
  const otherThan600 = EACH_MINUTE.filter(({ minute }) => minute !== at(600));

  test.each<[string, readonly ReturnType<typeof said>[], string]>([
    ['was refused by the other', [refused(600, 'spread-wide'), ...EACH_MINUTE], 'spread-wide'],
    [
      'was refused by the other while the signal was good',
      [refused(603, 'spread-wide'), ...EACH_MINUTE],
      'spread-wide',
    ],
    ['was refused long after', [refused(604, 'spread-wide'), ...EACH_MINUTE], 'no-signal'],
    [
      'was refused twice: the nearer word counts',
      [refused(598, 'symbol-busy'), refused(601, 'spread-wide'), ...EACH_MINUTE],
      'spread-wide',
    ],
    ['was refused of another coin', [refused(600, 'spread-wide', 'OTHERUSDT'), ...EACH_MINUTE], 'no-signal'],
    ['met a minute that opened nothing', EACH_MINUTE, 'no-signal'],
    ['met a minute that did not run', otherThan600, 'did-not-run'],
    [
      'met a minute that opened something else',
      [...otherThan600, said(at(600), { type: 'minute', entries: 1 })],
      'no-such-signal',
    ],
  ])('%s', (_what, records, code) => {
    const own = aDay([aTrade()]);
    const other = aDay([], { records });
    expect(compared(own, other)).toMatchObject({
      entries: { both: 0, originalAlone: 1, twinAlone: 0 },
      apart: [{ by: 'original', code, at: at(600), equityFraction: 0.1 }],
    });
    expect(compared(other, own)).toMatchObject({
      entries: { both: 0, originalAlone: 0, twinAlone: 1 },
      apart: [{ by: 'twin', code }],
    });
  });

  test('before the other’s book was opened is nobody’s', () => {
    const found = compared(aDay([aTrade()]), aDay([], { beganAt: at(700) }));
    expect(found.entries).toEqual({ both: 0, originalAlone: 0, twinAlone: 0 });
  });

  test('of the other side is apart on both', () => {
    const found = compared(aDay([aTrade()]), aDay([aTrade({ side: 'short' })]));
    expect(found.entries).toEqual({ both: 0, originalAlone: 1, twinAlone: 1 });
  });

  test('a minute later on the same signal is a pair, and later', () => {
    const found = compared(aDay([aTrade({ entered: 601 })]), aDay([aTrade()]));
    expect(found.entries.both).toBe(1);
    expect(found.pairs[0]?.entryMinutesLater).toBe(1);
  });

  test('is kept with the first twenty, and counted with all', () => {
    const many = Array.from({ length: 25 }, (_, i) => aTrade({ symbol: `C${i}USDT` }));
    const found = compared(aDay(many), aDay());
    expect(found.entries.originalAlone).toBe(25);
    expect(found.apart).toHaveLength(20);
  });
});

describe('sizes', () => {
  const withStep = (left: number) => ({
    change: {
      trace: [
        {
          owner: 'Smart Execution' as const,
          step: 'depth',
          beforeUsd: aTrade().executedNotionalUsd,
          afterUsd: (aTrade().executedNotionalUsd * left) as never,
          because: 'the book was thin',
        },
      ],
    },
  });

  test('are compared as fractions of each desk’s own equity', () => {
    const small = { truth: aTruth({ equityOpenUsd: usd(5_000) }) };
    const found = compared(aDay([aTrade()]), aDay([aTrade({ executedUsd: 500 })], small));
    expect(found.sizes?.ratio).toBe(1);
    expect(found.pairs).toEqual([]);
  });

  test('that part say at which step', () => {
    const own = aTrade({ executedUsd: 600, intendedUsd: 1_000, ...withStep(0.6) });
    const found = compared(aDay([own]), aDay([aTrade(withStep(1))]));
    expect(found.sizes).toEqual({ originalFidelity: 0.6, twinFidelity: 1, ratio: 0.6 });
    expect(found.pairs[0]?.sizeStep).toEqual({
      owner: 'Smart Execution',
      step: 'depth',
      originalFraction: 0.6,
      twinFraction: 1,
    });
  });

  test('that part by a lot’s rounding are the same', () =>
    expect(compared(aDay([aTrade({ executedUsd: 990 })]), aDay([aTrade()])).pairs).toEqual([]));
});

describe('money', () => {
  const earning = (netUsd: number, equity: number, changes = {}) =>
    aDay([], {
      truth: aTruth({ venue: byHand(netUsd), equityOpenUsd: usd(equity) as Usd, ...changes }),
    });

  test('is compared as a fraction of each desk’s own equity', () => {
    const { money } = compared(earning(100, 10_000), earning(25, 5_000));
    expect(money?.points).toBeCloseTo(0.5, 9);
    expect(money?.original).toEqual({ netUsd: 100, equityUsd: 10_000 });
  });

  test('leaves out what another hand did', () =>
    expect(compared(earning(100, 10_000, { foreign: byHand(100) }), earning(0, 10_000)).money?.points).toBe(
      0,
    ));

  test.each<[string, ReturnType<typeof aDay>]>([
    [
      'whose day began without a reading',
      aDay([], { truth: (({ equityOpenUsd: _open, ...rest }) => rest)(aTruth()) }),
    ],
    ['that came in the afternoon', aDay([], { beganAt: at(800) })],
    ['that had nothing', earning(0, 0)],
  ])('of a desk %s is not compared', (_what, day) => {
    expect(compared(day, aDay())).not.toHaveProperty('money');
    expect(compared(aDay(), day)).not.toHaveProperty('money');
  });

  test('of pairs that are over is compared in R', () => {
    const over = (exit: number) => aTrade({ exits: [['stop-loss', 640, exit]] });
    const { results, pairs } = compared(aDay([over(98.9)]), aDay([over(99)]));
    expect(results?.pairs).toBe(1);
    expect(pairs[0]?.differenceR).toBeCloseTo((results?.originalR ?? 0) - (results?.twinR ?? 0), 9);
    expect(pairs[0]?.differenceR).toBeLessThan(0);
    expect(compared(aDay([over(99)]), aDay([aTrade()]))).not.toHaveProperty('results');
  });
});

describe('a pair that ends on the two desks on different days', () => {
  // The twin is stopped the evening before; the desk sells at noon of this day.
  const paper = aTrade({ entered: -200, exits: [['stop-loss', -60, 99]] });
  const own = aTrade({ entered: -200, exits: [['take-profit', 720, 103]] });

  test('has its result on the day of the later end', () => {
    const { results, pairs } = compared(aDay([own]), aDay([paper]));
    expect(results).toMatchObject({ pairs: 1 });
    expect(results?.originalR).toBeGreaterThan(0);
    expect(results?.twinR).toBeLessThan(0);
    expect(pairs[0]?.differenceR).toBeCloseTo((results?.originalR ?? 0) - (results?.twinR ?? 0), 9);
  });

  test('has none on the day of the earlier', () => {
    const later = aTrade({ entered: -200, exits: [['take-profit', 1_500, 103]] });
    const early = aTrade({ entered: -200, exits: [['stop-loss', 600, 99]] });
    expect(compared(aDay([later]), aDay([early]))).not.toHaveProperty('results');
  });

  test('is not told to be sized apart: of its equity then nothing is known now', () => {
    const small = aDay([aTrade({ entered: -200, exits: [STOP] })]);
    const grown = aDay([aTrade({ entered: -200, exits: [STOP] })], {
      truth: aTruth({ equityOpenUsd: usd(20_000) }),
    });
    expect(compared(grown, small).pairs).toEqual([]);
  });
});

test('what a person has added is no fill of the desk’s, and its result is left out', () => {
  const plain = aTrade({ exits: [STOP] });
  const [entry, ...exits] = plain.fills;
  const added = {
    ...(entry as (typeof plain.fills)[number]),
    tradeId: 'hand',
    price: price(110),
    byHand: true as const,
  };
  const own = { ...plain, entryPrice: price(105), fills: [entry as typeof added, added, ...exits] };
  const found = compared(aDay([own]), aDay([plain]));
  expect(found.fills?.entryBps).toBe(0);
  expect(found).not.toHaveProperty('results');
});

test('what was paid in on the day counts as if it had been there from the start', () => {
  const truth = aTruth({ equityOpenUsd: usd(500), transfersUsd: usd(9_500) });
  const found = compared(aDay([aTrade()], { truth }), aDay([aTrade()]));
  expect(found.sizes?.ratio).toBe(1);
  expect(found.money?.points).toBeCloseTo(0, 12);
});

test('entries say how much later they were filled, the median of them', () => {
  const late = (symbol: string, seconds: number) => {
    const trade = aTrade({ symbol });
    const [entry, ...rest] = trade.fills;
    if (entry === undefined) throw new Error('a trade without an entry');
    return { ...trade, fills: [{ ...entry, at: epochMs(entry.at + seconds * 1_000) }, ...rest] };
  };
  const twin = aDay(['AUSDT', 'BUSDT', 'CUSDT'].map(symbol => aTrade({ symbol })));
  const own = aDay([late('AUSDT', 40), late('BUSDT', 42), late('CUSDT', 3)]);
  expect(compared(own, twin).fills?.entrySecondsLater).toBe(40);
});

test('the pairs that parted most come first, five of them', () => {
  const names = Array.from({ length: 7 }, (_, i) => `C${i}USDT`);
  const own = names.map((symbol, i) => aTrade({ symbol, at: 100 + (i % 2 === 0 ? i : -i) / 100 }));
  const { pairs } = compared(aDay(own), aDay(names.map(symbol => aTrade({ symbol }))));
  expect(pairs.map(({ symbol }) => symbol)).toEqual(['C6USDT', 'C5USDT', 'C4USDT', 'C3USDT', 'C2USDT']);
});

test('minutes that one of the two missed are told', () => {
  const late = aDay([], { records: EACH_MINUTE.slice(100) });
  expect(compared(aDay(), late).minutes).toEqual({ both: 1_340, originalAlone: 100, twinAlone: 0 });
});
