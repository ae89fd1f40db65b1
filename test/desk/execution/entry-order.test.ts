import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EntryAnswer, entryOrder, spreadBps } from '../../../lib/desk/execution/entry-order.ts';
import { qtyDown } from '../../../lib/desk/instrument.ts';
import { notionalUsd, price, qty, type Side } from '../../../lib/desk/units.ts';
import { aDepth, anInstrument, aTrace, limitsWith } from '../../kit/builders.ts';
import { filtersHere, realInstruments, unlessFilters } from '../../kit/real-filters.ts';

interface Entry {
  readonly size: number;
  readonly side?: Side;
  readonly depth?: Parameters<typeof aDepth>[0];
  readonly instrument?: Parameters<typeof anInstrument>[0];
  readonly limits?: Readonly<Record<string, string>>;
  readonly ceiling?: number;
  readonly minutesLeft?: number;
}

const entry = ({ size, side = 'long', ceiling = 1e9, minutesLeft = 0, ...wish }: Entry): EntryAnswer =>
  entryOrder({
    trace: aTrace(size),
    side,
    book: aDepth(wish.depth),
    instrument: anInstrument(wish.instrument),
    limits: limitsWith(wish.limits),
    ceilingUsd: notionalUsd(ceiling),
    minutesLeft,
  });

const ordered = (wish: Entry) => {
  const answer = entry(wish);
  if (answer.type === 'denied') throw new Error(answer.because);
  return answer;
};

describe('the limit price', () => {
  test.each([
    ['long', 0.01, 100.1, 'the best ask and 10 bps'],
    ['short', 0.01, 99.9, 'the best bid less 10 bps, up to the tick'],
    ['long', 0.08, 100.08, 'rounded towards the quote, never beyond the limit'],
    ['long', 5, 100, 'the quote itself where a tick is more than the limit'],
  ] as const)('of a %s with a tick of %d is %d: %s', (side, tick, limitPrice, _why) => {
    const instrument = { tickSize: price(tick) };
    expect(ordered({ size: 900, side, instrument }).order.limitPrice).toBe(limitPrice);
  });
});

describe('depth', () => {
  const thin = {
    asks: [
      [100, 3],
      [100.05, 4],
      [100.2, 500],
    ],
  } as const;

  test('I44 expects the price that walking the levels gives', () => {
    const { order } = ordered({ size: 500, depth: thin });
    // $300 at 100, then $200 at 100.05: 1.999 coins.
    expect(order.expectedPrice).toBeCloseTo(500 / (3 + 200 / 100.05), 9);
    expect(order.qty).toBe(4.999);
  });

  test('I02 shrinks a size to what the book holds within the limit, and says so', () => {
    const { order, trace } = ordered({ size: 900, depth: thin });
    expect(order.qty).toBe(7);
    expect(trace.find(({ step }) => step === 'depth')).toMatchObject({
      beforeUsd: 900,
      afterUsd: expect.closeTo(700.2, 6),
      because:
        'the book holds $700.20 within 10 bps; expected slippage 2.86 bps; the other $199.80 lapses with the signal',
      limit: 'execution/slippage-bps-max (default)',
    });
  });

  test.each<[string, Entry, number, string]>([
    ['a signal that lasts', { size: 900, minutesLeft: 2 }, 199.8, '$199.80 is left for later slices'],
    ['the signal’s last minute', { size: 900 }, 0, 'the other $199.80 lapses with the signal'],
    [
      'less than an order may be',
      { size: 790, minutesLeft: 2 },
      0,
      'the other $89.80 is too little for an order',
    ],
    [
      'just as much as an order may be',
      { size: 800, minutesLeft: 2, depth: { asks: [[100, 7]] } },
      100,
      '$100.00 is left for later slices',
    ],
    ['nothing', { size: 500, minutesLeft: 2 }, 0, ''],
  ])('I02 leaves what it takes to later slices, and names it: of %s', (_what, wish, later, said) => {
    const answer = ordered({ depth: thin, ...wish });
    expect(answer.laterUsd).toBeCloseTo(later, 6);
    const because = answer.trace.find(({ step }) => step === 'depth')?.because;
    expect(because).toMatch(/^the book holds \$[\d.]+ within 10 bps; expected slippage [\d.]+ bps/);
    expect(because?.replace(/^.*? bps; .*? bps(; )?/, '')).toBe(said);
  });

  test('of a short is taken down to its limit, and the level there with it', () => {
    const bids = [
      [100, 3],
      [99.9, 4],
      [99.89, 500],
    ] as const;
    expect(ordered({ size: 5_000, side: 'short', depth: { bids } }).order.qty).toBe(7);
  });

  test('leaves no more to later slices than the caps have room for', () => {
    const { order, laterUsd } = ordered({ size: 900, depth: thin, ceiling: 880, minutesLeft: 1 });
    expect(laterUsd + order.qty * order.limitPrice).toBeLessThanOrEqual(880);
  });

  test('of nothing at all denies', () => {
    expect(entry({ size: 900, depth: { asks: [] } })).toMatchObject({ type: 'denied', code: 'depth-thin' });
    expect(entry({ size: 900, side: 'short', depth: { bids: [] } })).toMatchObject({ code: 'depth-thin' });
  });
});

describe('minimums', () => {
  test.each<[string, string, Entry]>([
    ['above all', 'order', { size: 100.5 }],
    ['at the desk’s own', 'order', { size: 100 }],
    ['at the venue’s notional', 'order', { size: 200, instrument: { notionalMin: notionalUsd(200) } }],
    [
      'at the venue’s quantity',
      'order',
      { size: 200, instrument: { lot: { stepSize: qty(1), qtyMin: qty(2), qtyMax: qty(100) } } },
    ],
    [
      'of nothing, where the venue has no minimum',
      'instrument-minimum',
      {
        size: 0.5,
        instrument: {
          notionalMin: notionalUsd(0),
          lot: { stepSize: qty(1), qtyMin: qty(0), qtyMax: qty(9) },
        },
      },
    ],
    ['below the desk’s own', 'entry-below-minimum', { size: 99.99 }],
    [
      'below the venue’s notional',
      'instrument-minimum',
      { size: 150, instrument: { notionalMin: notionalUsd(200) } },
    ],
    [
      'below the venue’s quantity',
      'instrument-minimum',
      { size: 150, instrument: { lot: { stepSize: qty(1), qtyMin: qty(2), qtyMax: qty(100) } } },
    ],
    [
      'below one step',
      'instrument-minimum',
      { size: 150, instrument: { lot: { stepSize: qty(10), qtyMin: qty(10), qtyMax: qty(100) } } },
    ],
    ['of no number', 'instrument-minimum', { size: Number.NaN }],
  ])('I05 a size %s ends as %s, and is never bumped up', (_what, end, wish) => {
    const answer = entry(wish);
    expect(answer.type === 'order' ? 'order' : answer.code).toBe(end);
    if (answer.type === 'denied') expect(answer).not.toHaveProperty('order');
    else expect(answer.order.qty * answer.order.expectedPrice).toBeLessThanOrEqual(wish.size);
  });

  test('I05 a no-trade keeps its trace, down to the last step', () => {
    const answer = entry({ size: 99.99 });
    expect(answer.trace.map(({ step }) => step)).toEqual(['planned', 'depth', 'lot']);
    expect(answer).toMatchObject({
      because: '$99.90 is below $100.00 (execution/entry-notional-usd-min (default))',
    });
  });
});

describe('the trace of an order', () => {
  const linesOf = (wish: Entry) =>
    entry(wish).trace.map(({ owner, step, because }) => [owner, step, because] as const);

  test('names who made each step, the lot and the minimums it passed', () => {
    expect(linesOf({ size: 900, depth: { asks: [[100.05, 50]] } }).slice(1)).toEqual([
      ['Smart Execution', 'depth', expect.stringContaining('the book holds $5,002.50')],
      ['Instrument', 'lot', '8.995 in steps of 0.001 at 100.05'],
      ['Instrument', 'minimums', "above the venue's $5.00 and the desk's $100.00"],
    ]);
    expect(linesOf({ size: 900 })[2]?.[2]).toBe('9 in steps of 0.001 at 100');
  });

  test('says so where less than one step is left', () => {
    const lot = { stepSize: qty(10), qtyMin: qty(10), qtyMax: qty(100) };
    expect(linesOf({ size: 150, instrument: { lot } }).at(-1)?.[2]).toBe('less than one step of 10');
  });
});

test.each([Number.NaN, 0, -5, -1e30, -1e308])(
  'a level of %d is no offer: nothing is bought of it, nor of what lies behind',
  wrong => {
    const asks = [
      [100, wrong],
      [100.01, 500],
    ] as const;
    const answer = entry({ size: 900, depth: { asks } });
    expect(answer).toMatchObject({ type: 'denied', code: 'instrument-minimum' });
    expect(answer.trace.at(-1)?.afterUsd).toBe(0);
  },
);

test('a quantity is never above the venue’s largest order', () => {
  const lot = { stepSize: qty(0.001), qtyMin: qty(0.001), qtyMax: qty(5) };
  expect(ordered({ size: 900, instrument: { lot } }).order.qty).toBe(5);
});

test('the caps hold at the dearest price a fill can have: a long’s limit, a short’s best bid', () => {
  const asks = [
    [100, 2],
    [100.1, 50],
  ] as const;
  const bids = [
    [100, 2],
    [99.9, 50],
  ] as const;
  const long = ordered({ size: 900, depth: { asks }, ceiling: 900 }).order;
  const short = ordered({ size: 900, side: 'short', depth: { bids }, ceiling: 900 }).order;
  expect(long.qty * long.limitPrice).toBeLessThanOrEqual(900);
  // The bid may have been filled up again by the time the order is there.
  expect(short.qty * 100).toBeLessThanOrEqual(900);
});

test('the spread is measured by the middle, and endless where a side is empty', () => {
  expect(spreadBps(aDepth({ bids: [[99.9, 1]], asks: [[100.1, 1]] }))).toBeCloseTo(20, 9);
  expect(spreadBps(aDepth({ bids: [] }))).toBe(Number.POSITIVE_INFINITY);
  expect(spreadBps(aDepth({ asks: [] }))).toBe(Number.POSITIVE_INFINITY);
});

const level = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.double({ min: 0.001, max: 200, noNaN: true }));
const books = fc.array(level, { minLength: 1, maxLength: 12 });

test('for any size, book and ceiling an order is within its size, its ceiling, the depth and the limit price', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Side>('long', 'short'),
      fc.double({ min: 0, max: 20_000, noNaN: true }),
      fc.double({ min: 0, max: 20_000, noNaN: true }),
      books,
      (side, size, ceiling, rows) => {
        const sign = side === 'long' ? 1 : -1;
        const levels = rows
          .toSorted(([a], [b]) => a - b)
          .map(([ticks, amount]) => [100 + (sign * ticks) / 100, amount] as const);
        const depth = side === 'long' ? { asks: levels } : { bids: levels };
        const answer = entry({ size, side, depth, ceiling });
        const { trace } = answer;
        trace.forEach((line, i) => {
          if (i > 0) expect(line.beforeUsd).toBe(trace[i - 1]?.afterUsd);
          expect(line.afterUsd).toBeLessThanOrEqual(line.beforeUsd);
        });
        if (answer.type === 'denied') return;
        const { order } = answer;
        const best = levels[0]?.[0] ?? 0;
        expect(sign * (order.limitPrice - best)).toBeLessThanOrEqual(best * 0.001 + 1e-9);
        expect(sign * (order.expectedPrice - best)).toBeGreaterThanOrEqual(-1e-9);
        expect(sign * (order.limitPrice - order.expectedPrice)).toBeGreaterThanOrEqual(-1e-9);
        const within = levels.filter(([at]) => sign * (order.limitPrice - at) >= 0);
        const available = within.reduce((sum, [at, amount]) => sum + at * amount, 0);
        const dust = 1e-9 * 100;
        expect(order.qty * order.expectedPrice).toBeLessThanOrEqual(Math.min(size, available) + dust);
        expect(order.qty * Math.max(best, order.limitPrice)).toBeLessThanOrEqual(ceiling + dust);
        expect(order.qty * order.expectedPrice).toBeGreaterThanOrEqual(100);
      },
    ),
    { numRuns: 1_000 },
  );
});

test.skipIf(!filtersHere)(
  `I17 an order passes the venue’s filters, for any of its markets${unlessFilters}`,
  () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...realInstruments()),
        fc.constantFrom<Side>('long', 'short'),
        fc.integer({ min: 500, max: 2_000_000 }),
        fc.double({ min: 50, max: 50_000, noNaN: true }),
        (instrument, side, ticks, size) => {
          const at = Number((ticks * instrument.tickSize).toFixed(8));
          const levels = [[at, (2 * size) / at]] as const;
          const answer = entry({ size, side, depth: { asks: levels, bids: levels }, instrument });
          if (answer.type === 'denied') return;
          const { qty: amount, limitPrice } = answer.order;
          const { lot, tickSize, notionalMin } = instrument;
          expect(qtyDown(amount, lot)).toBe(amount);
          expect(amount).toBeGreaterThanOrEqual(lot.qtyMin);
          expect(amount).toBeLessThanOrEqual(lot.qtyMax);
          expect(amount * at).toBeGreaterThanOrEqual(notionalMin);
          expect(limitPrice / tickSize).toBeCloseTo(Math.round(limitPrice / tickSize), 5);
        },
      ),
      { numRuns: 1_000 },
    );
  },
);
