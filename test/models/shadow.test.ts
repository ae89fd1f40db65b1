import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candle } from '../../lib/desk/candle.ts';
import { epochMs, fraction, price, type Side } from '../../lib/desk/units.ts';
import { playWish } from '../../lib/models/shadow.ts';
import { COIN, NOW } from '../kit/builders.ts';
import { aWish } from '../kit/shadows.ts';

type Bar = readonly [open: number, high: number, low: number, close: number];

const barAt = (minute: number, [open, high, low, close]: Bar): Candle => ({
  at: epochMs(NOW + minute * 60_000),
  open: price(open),
  high: price(high),
  low: price(low),
  close: price(close),
  volume: 1,
});
const STILL: Bar = [100, 100.1, 99.9, 100];
/** The bars of a test, then ones that stand still until the horizon ends. */
const barsOf = (bars: readonly Bar[]): Candle[] =>
  Array.from({ length: 10 }, (_, minute) => barAt(minute, bars[minute] ?? STILL));
const about = (side: Side = 'long') => ({ symbol: COIN, side, at: NOW });
const cents = (amount: number | undefined) => Math.round(100 * (amount ?? Number.NaN)) / 100;

describe('a shadow worked by hand, to the cent', () => {
  // $1,000 at 100: a fill costs 0.07 % of what it trades.
  test.each<[string, Side, readonly Bar[], string, number, number]>([
    // -10 at the stop, -0.70 and -0.69 for the fills.
    ['stopped out', 'long', [STILL, [100, 100.2, 98.9, 99]], 'stop-loss', -11.39, 2],
    // The bar holds both 99 and 102: nobody knows which came first, and the stop is taken.
    ['stop and target in one bar', 'long', [[100, 102.5, 98.5, 102]], 'stop-loss', -11.39, 1],
    // +20 at the target, -0.70 and -0.71.
    ['at its target', 'long', [[100, 102, 99.5, 102]], 'take-profit', 18.59, 1],
    // A gap from 100 to 97: filled at the open.
    ['a gap through the stop', 'long', [STILL, [97, 97.5, 96, 97]], 'stop-loss', -31.38, 2],
    ['a short at its target', 'short', [[100, 100.5, 98, 98.2]], 'take-profit', 18.61, 1],
    // Ten minutes, the last close at 100.5: +5.00, -0.70, -0.70.
    [
      'by time',
      'long',
      [...Array.from({ length: 9 }, () => STILL), [100, 100.6, 99.9, 100.5]],
      'time-stop',
      3.6,
      10,
    ],
  ])('%s', (_name, side, bars, lastExit, netUsd, minutesHeld) => {
    const outcome = playWish(about(side), aWish(), barsOf(bars));
    expect(outcome).toMatchObject({ lastExit, minutesHeld });
    expect(cents(outcome?.netUsd)).toBe(netUsd);
    expect(outcome?.netR).toBeCloseTo((outcome?.netUsd ?? 0) / 11.4, 9);
  });

  test('the first target moves the stop to break-even plus costs, and the trail follows', () => {
    const targets = [1, 2].map(n => ({ distanceFraction: fraction(n / 100), share: fraction(0.5) }));
    const bars: Bar[] = [
      [100, 101, 99.8, 101],
      [101, 101, 100.4, 100.4],
    ];
    // Half at 101; the trail 0.5 % behind the close of 101 is 100.495.
    const outcome = playWish(about(), aWish({ targets }), barsOf(bars));
    expect(outcome?.lastExit).toBe('trailing-stop');
    expect(cents(outcome?.netUsd)).toBe(cents(5 + 500 * 0.00495 - 0.7 * (1 + 0.5 * 1.01 + 0.5 * 1.00495)));
  });

  test('what its size would have been changes its dollars and not its R', () => {
    const [one, two] = [1, 2].map(n =>
      playWish(about(), aWish({ notionalUsd: (n * 1_000) as never }), barsOf([[100, 102, 99.5, 102]])),
    );
    expect(two?.netR).toBe(one?.netR);
    expect(two?.netUsd).toBeCloseTo(2 * (one?.netUsd ?? 0), 9);
  });
});

describe('nothing is guessed', () => {
  test.each<[string, (bars: Candle[]) => Candle[]]>([
    ['without any bar', () => []],
    ['where the first is missing', bars => bars.slice(1)],
    ['where one in between is missing', bars => bars.filter((_, minute) => minute !== 4)],
    ['where the last is missing', bars => bars.slice(0, -1)],
    [
      'where one has a price that is none',
      bars => bars.map((bar, i) => (i === 3 ? { ...bar, low: price(Number.NaN) } : bar)),
    ],
  ])('%s', (_name, broken) => {
    expect(playWish(about(), aWish(), broken(barsOf([])))).toBeUndefined();
  });

  test('a bar that is missing after the trade is over changes nothing', () => {
    const bars = barsOf([[100, 102, 99.5, 102]]);
    expect(playWish(about(), aWish(), bars.slice(0, 1))).toEqual(playWish(about(), aWish(), bars));
  });
});

describe('I50 a shadow sees its horizon and nothing else', () => {
  const aPrice = fc.double({ min: 90, max: 110, noNaN: true });
  const aBar = fc
    .tuple(aPrice, aPrice, aPrice, aPrice)
    .map(
      ([open, a, b, close]): Bar => [open, Math.max(open, a, b, close), Math.min(open, a, b, close), close],
    );
  const within = fc.array(aBar, { minLength: 10, maxLength: 10 });
  const without = fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.boolean(), aBar), { maxLength: 40 });

  test('whatever the bars before it and behind it are', () => {
    fc.assert(
      fc.property(within, without, fc.constantFrom<Side>('long', 'short'), (bars, others, side) => {
        const inside = barsOf(bars);
        const outside = others.map(([minutes, before, bar]) => barAt(before ? -minutes : 9 + minutes, bar));
        const all = [...outside, ...inside].toSorted((a, b) => a.at - b.at);
        expect(playWish(about(side), aWish(), all)).toEqual(playWish(about(side), aWish(), inside));
      }),
    );
  });
});
