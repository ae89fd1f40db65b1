import { afterEach, describe, expect, test } from 'vitest';
import type { Candle } from '../../lib/desk/candle.ts';
import type { Instrument } from '../../lib/desk/instrument.ts';
import { epochMs, fraction, minutesAfter, notionalUsd, price, qty } from '../../lib/desk/units.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { type DepthLevel, type Market, PortError } from '../../lib/ports.ts';
import { aDesk, aSignalAt, type TestDesk, WARM, warmedUp } from '../kit/desk.ts';
import { flat, scriptedMarket } from '../kit/scripted-market.ts';

let open: TestDesk | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

type Lie = (market: Market) => Partial<Market>;

/** The first minute of lies; HOLDUSDT was entered before, and reaches its stop while they last. */
const FROM = 2;
const STOPPED = FROM + 2;
const UNTIL = FROM + 5;

/** Runs the desk through some minutes of lies about the market, and keeps every order it asked for. */
async function lied(lie: Lie, limits: Readonly<Record<string, string>> = {}) {
  const asked: unknown[] = [];
  let lying = false;
  const change = ({ market, venue }: Desk): Partial<Desk> => {
    const lies = lie(market);
    const told = (name: keyof Market) =>
      ((...args: never[]) =>
        ((lying && lies[name]) || market[name])(...(args as [never, never, never]))) as never;
    return {
      market: Object.fromEntries(
        Object.keys(market).map(name => [name, told(name as keyof Market)]),
      ) as never,
      venue: {
        ...venue,
        place: async order => {
          asked.push(order);
          return venue.place(order);
        },
        placeConditional: async order => {
          asked.push(order);
          return venue.placeConditional(order);
        },
      },
    };
  };
  const desk = await aDesk({
    over: 'process',
    market: scriptedMarket({
      HOLDUSDT: warmedUp(100, 0.00533, [...flat(100, STOPPED), [100, 100, 98, 98], ...flat(98, 40)]),
      NEXTUSDT: warmedUp(100, 0.00533, flat(100, 60)),
    }),
    signals: [aSignalAt(0, 'long', 'HOLDUSDT'), aSignalAt(FROM, 'long', 'NEXTUSDT')],
    limits,
    change,
  });
  open = desk;
  await desk.minutes(FROM);
  lying = true;
  await desk.minutes(UNTIL - FROM);
  lying = false;
  await desk.minutes(2);
  const during = ({ minute }: { minute: number }) =>
    minute >= minutesAfter(WARM, FROM) && minute < minutesAfter(WARM, UNTIL);
  const said = [
    ...(await desk.records('not-taken')).filter(during).map(({ code }) => code),
    ...(await desk.records('minute')).filter(during).map(({ noTrade }) => noTrade),
    ...(await desk.records('trouble')).filter(during).map(({ because }) => because),
  ];
  const minutes = (await desk.records('minute')).filter(during);
  return { desk, asked, said, minutes, entries: (await desk.records('entry')).filter(during) };
}

const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];

const candles =
  (broken: Partial<Candle>): Lie =>
  market => ({
    candles: async (...asked) => (await market.candles(...asked)).map(bar => ({ ...bar, ...broken })),
  });
const mark =
  (broken: Partial<Awaited<ReturnType<Market['mark']>>>): Lie =>
  market => ({ mark: async symbol => ({ ...(await market.mark(symbol)), ...broken }) });
const book =
  (side: 'asks' | 'bids', change: (level: DepthLevel) => Partial<DepthLevel>): Lie =>
  market => ({
    depth: async symbol => {
      const depth = await market.depth(symbol);
      return { ...depth, [side]: depth[side].map(level => ({ ...level, ...change(level) })) };
    },
  });
const listing =
  (change: (usual: Instrument) => Partial<Instrument>): Lie =>
  market => ({
    instruments: async () => (await market.instruments()).map(each => ({ ...each, ...change(each) })),
  });
const scanned =
  (name: 'dayTickers' | 'bestQuotes', wrong: number): Lie =>
  market => ({
    [name]: async () =>
      (await market[name]()).map(each => ({
        ...Object.fromEntries(Object.keys(each).map(key => [key, wrong])),
        symbol: each.symbol,
      })),
  });

type Row = readonly [what: string, lie: Lie, said: string];

/** Each figure of each call, with what no figure of it can be. */
const WRONG: readonly Row[] = [
  ['no number', Number.NaN],
  ['below nothing', -1],
  ['nothing', 0],
].flatMap(([word, n]): Row[] => {
  const wrong = n as number;
  // A bar whose close is none makes no ATR; where only its ends are wrong, it contradicts itself.
  const noAtr = wrong === -1 ? 'data-implausible' : 'data-stale';
  return [
    [`a close that is ${word}`, candles({ close: price(wrong) }), noAtr],
    [
      `a high that is ${word}`,
      candles({ high: price(wrong) }),
      Number.isNaN(wrong) ? 'data-stale' : 'data-implausible',
    ],
    [
      `a low that is ${word}`,
      candles({ low: price(wrong) }),
      Number.isNaN(wrong) ? 'data-stale' : 'data-implausible',
    ],
    [`a bar’s time that is ${word}`, candles({ at: epochMs(wrong) }), 'data-stale'],
    [`a mark that is ${word}`, mark({ mark: price(wrong) }), 'data-implausible'],
    [`a mark’s time that is ${word}`, mark({ at: epochMs(wrong) }), 'data-stale'],
    [`an ask that is ${word}`, book('asks', () => ({ price: price(wrong) })), 'data-implausible'],
    [`a bid that is ${word}`, book('bids', () => ({ price: price(wrong) })), 'data-implausible'],
    [`an offered quantity that is ${word}`, book('asks', () => ({ qty: qty(wrong) })), 'data-implausible'],
    [`a tick that is ${word}`, listing(() => ({ tickSize: price(wrong) })), 'data-implausible'],
    [
      `a step that is ${word}`,
      listing(({ lot }) => ({ lot: { ...lot, stepSize: qty(wrong) } })),
      'data-implausible',
    ],
    [
      `a largest order that is ${word}`,
      listing(({ lot }) => ({ lot: { ...lot, qtyMax: qty(wrong) } })),
      'data-implausible',
    ],
    [
      `a largest market order that is ${word}`,
      listing(({ marketLot }) => ({ marketLot: { ...marketLot, qtyMax: qty(wrong) } })),
      'data-implausible',
    ],
  ];
});

const garbled = (name: 'candles' | 'mark' | 'depth' | 'instruments'): Row => [
  `${name} that cannot be read`,
  () => ({
    [name]: async () => {
      throw new PortError('malformed', `${name}: this is no answer`);
    },
  }),
  name === 'instruments' ? 'monitor-late' : `${name}: this is no answer`,
];

const MISSING: readonly Row[] = [
  ['no bars', () => ({ candles: async () => [] }), 'data-stale'],
  [
    'no asks',
    market => ({ depth: async symbol => ({ ...(await market.depth(symbol)), asks: [] }) }),
    'spread-wide',
  ],
  [
    'no bids',
    market => ({ depth: async symbol => ({ ...(await market.depth(symbol)), bids: [] }) }),
    'spread-wide',
  ],
  ['no listing', () => ({ instruments: async () => [] }), 'data-stale'],
  ['a funding rate that is no number', mark({ fundingRate: fraction(Number.NaN) }), 'data-implausible'],
  [
    'a smallest order that is no number',
    listing(() => ({ notionalMin: notionalUsd(Number.NaN) })),
    'data-implausible',
  ],
  [
    'bids above the asks',
    market => ({
      depth: async symbol => {
        const { bids, asks } = await market.depth(symbol);
        return { symbol, bids: asks, asks: bids };
      },
    }),
    'data-implausible',
  ],
  garbled('candles'),
  garbled('mark'),
  garbled('depth'),
  garbled('instruments'),
];

describe('a market that says what cannot be', () => {
  test.each([...WRONG, ...MISSING])(
    '%s: nothing is entered, for a reason, and the stop that rests works',
    async (_what, lie, expected) => {
      const { desk, asked, said, minutes, entries } = await lied(lie);
      expect(entries).toEqual([]);
      expect(said).toContainEqual(expect.stringContaining(expected));
      expect(minutes).toHaveLength(UNTIL - FROM);
      expect(asked.flatMap(numbersIn).filter(n => !(n > 0 && Number.isFinite(n)))).toEqual([]);
      expect((await desk.records('exit')).map(({ kind, symbol }) => [kind, symbol])).toEqual([
        ['stop-loss', 'HOLDUSDT'],
      ]);
      expect(desk.engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
      expect((await desk.store.load()).positions).toEqual([]);
    },
  );

  test.each(
    (['dayTickers', 'bestQuotes'] as const).flatMap(name =>
      [Number.NaN, -1, 0].map(wrong => [name, wrong] as const),
    ),
  )(
    '%s of %d leave every coin out of the universe, with a reason, and nothing else stands still',
    async (name, wrong) => {
      const { desk, minutes } = await lied(scanned(name, wrong));
      const { universe } = await desk.store.load();
      expect(universe?.symbols).toEqual([]);
      expect(minutes).toHaveLength(UNTIL - FROM);
      expect(await desk.records('trouble')).toEqual([]);
    },
  );
});

describe('an exit at market', () => {
  test.each([Number.NaN, 0, -5])('is sent whole where the largest order reads %d', async wrong => {
    const lie = listing(({ marketLot }) => ({ marketLot: { ...marketLot, qtyMax: qty(wrong) } }));
    const signals = [aSignalAt(0, 'long', 'HOLDUSDT'), aSignalAt(FROM, 'short', 'HOLDUSDT')];
    const change = ({ market }: Desk): Partial<Desk> => ({ market: { ...market, ...lie(market) } });
    let lying = false;
    open = await aDesk({
      over: 'process',
      market: scriptedMarket({ HOLDUSDT: warmedUp(100, 0.00533, flat(100, 60)) }),
      signals,
      limits: { 'exits/on-reverse': 'close' },
      change: desk => ({
        market: {
          ...desk.market,
          instruments: () => ((lying && change(desk).market) || desk.market).instruments(),
        },
      }),
    });
    await open.minutes(FROM);
    // The monitor of the minute has still seen the truth.
    await open.monitor();
    lying = true;
    await open.enter();
    lying = false;
    expect(await open.desk.venue.positions()).toEqual([]);
    await open.advance();
    await open.minutes(2);
    expect((await open.records('exit')).map(({ kind }) => kind)).toEqual(['reverse']);
  });
});
