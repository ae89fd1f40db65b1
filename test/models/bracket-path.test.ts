import { describe, expect, test } from 'vitest';
import { fraction, type Side } from '../../lib/desk/units.ts';
import { bracketOf, playBracket } from '../../lib/models/bracket-path.ts';
import { drawAt } from '../../lib/models/random.ts';
import { limitsWith } from '../kit/builders.ts';
import { playedByDesk } from './kit/bracket-by-desk.ts';
import { aSeries, BAR_MS, type Bar, BEGIN, walkingCoins } from './kit/coins.ts';

/** A stop of 1 %, a round trip of 0.14 %: R = 1.14 %. One fill costs 0.07 % of what it trades. */
const ONE_PERCENT = { 'plan/stop-fraction-min': '0.01', 'plan/stop-fraction-max': '0.01' };
const ATR = fraction(0.005);
const R = 0.0114;
const FILL = 0.0007;
const SIGNAL: Bar = [100, 100, 100, 100];
const quiet = (at: number): Bar => [at, at + 0.1, at - 0.1, at];

const played = (
  bars: readonly Bar[],
  { side = 'long' as Side, limits = {} as Record<string, string> } = {},
) =>
  playBracket(aSeries([SIGNAL, ...bars]), 0, bracketOf(side, ATR, limitsWith({ ...ONE_PERCENT, ...limits })));

describe('a bracket worked by hand', () => {
  test.each<[string, Bar[], Side, string, number]>([
    ['stopped out', [[100, 100.5, 98.9, 99.2]], 'long', 'stop-loss', (-0.01 - FILL - FILL * 0.99) / R],
    [
      'a short stopped out',
      [[100, 101.1, 99.6, 100]],
      'short',
      'stop-loss',
      (-0.01 - FILL - FILL * 1.01) / R,
    ],
    [
      'the open jumps over the stop',
      [quiet(100), [97, 97, 96, 97]],
      'long',
      'stop-loss',
      (-0.03 - FILL - FILL * 0.97) / R,
    ],
    [
      'a bar that holds stop and targets',
      [[100, 104, 98, 100]],
      'long',
      'stop-loss',
      (-0.01 - FILL - FILL * 0.99) / R,
    ],
    [
      'all targets in one bar',
      [[100, 103.5, 99.5, 103]],
      'long',
      'take-profit',
      (0.3 * 0.01 + 0.3 * 0.02 + 0.4 * 0.03 - FILL - FILL * (0.3 * 1.01 + 0.3 * 1.02 + 0.4 * 1.03)) / R,
    ],
    [
      // 0.5 % behind the close of 101 is 100.495, above break-even plus costs.
      'the first target, then the trailing stop',
      [
        [100, 101.1, 99.5, 101],
        [101, 101.2, 100.2, 100.3],
      ],
      'long',
      'trailing-stop',
      (0.3 * 0.01 + 0.7 * 0.00495 - FILL - FILL * (0.3 * 1.01 + 0.7 * 1.00495)) / R,
    ],
    [
      // 0.5 % behind the close of 100.5 lies below entry: break-even plus costs is 100.14.
      'the first target, then break-even plus costs',
      [
        [100, 101.1, 99.5, 100.5],
        [100.5, 100.6, 100, 100.1],
      ],
      'long',
      'break-even-stop',
      (0.3 * 0.01 + 0.7 * 0.0014 - FILL - FILL * (0.3 * 1.01 + 0.7 * 1.0014)) / R,
    ],
    [
      'the first target, and the close is below break-even already',
      [[100, 101.1, 99.5, 99.9]],
      'long',
      'break-even-stop',
      (0.3 * 0.01 - 0.7 * 0.001 - FILL - FILL * (0.3 * 1.01 + 0.7 * 0.999)) / R,
    ],
  ])('%s', (_name, bars, side, lastExit, netR) => {
    const path = played(bars, { side });
    expect(path?.lastExit).toBe(lastExit);
    expect(path?.netR).toBeCloseTo(netR, 9);
  });

  test('ends at the close when it has been held for as long as it may be', () => {
    const path = played([
      ...Array.from({ length: 15 }, () => quiet(100)),
      [100, 100.6, 99.9, 100.5],
      quiet(100),
    ]);
    expect(path).toMatchObject({ lastExit: 'time-stop', barsHeld: 16 });
    expect(path?.netR).toBeCloseTo((0.005 - FILL - FILL * 1.005) / R, 9);
  });

  test('pays the funding that is settled while it is open, the long what the short gets', () => {
    const bars = [SIGNAL, ...Array.from({ length: 16 }, () => quiet(100))];
    const rate = 0.001;
    const times = [BEGIN + BAR_MS, BEGIN + 3 * BAR_MS, BEGIN + 40 * BAR_MS];
    const funding = { at: Float64Array.from(times), rate: Float64Array.from([rate, rate, rate]) };
    const series = { ...aSeries(bars), funding };
    const netOf = (side: Side) =>
      playBracket(series, 0, bracketOf(side, ATR, limitsWith(ONE_PERCENT)))?.netR ?? 0;
    // The first was settled at the very moment of entry, the third long after the end.
    expect(netOf('long')).toBeCloseTo((-2 * FILL - rate) / R, 9);
    expect(netOf('short')).toBeCloseTo((-2 * FILL + rate) / R, 9);
  });

  test('is not known where the bars end or have a gap', () => {
    expect(played([quiet(100)])).toBeUndefined();
    const gapped = aSeries([SIGNAL, quiet(100), quiet(100)]);
    const at = Float64Array.from(gapped.at, (open, i) => (i === 2 ? open + BAR_MS : open));
    expect(playBracket({ ...gapped, at }, 0, bracketOf('long', ATR, limitsWith()))).toBeUndefined();
  });
});

describe('the quick path', () => {
  test.each<[string, Record<string, string>]>([
    ['the defaults', {}],
    ['one target at 2R', { 'exits/ladder': '2R:1' }],
    [
      'a near first target and a wide trail',
      { 'exits/ladder': '0.5R:0.5 4R:0.5', 'exits/trail-atr-multiple': '3' },
    ],
    [
      'a trail that moves in large steps',
      { 'exits/trail-step-r-min': '0.8', 'exits/hold-minutes-max': '900' },
    ],
    ['high leverage', { 'plan/leverage-max': '10', 'plan/stop-fraction-max': '0.012' }],
  ])('ends as the desk’s own decide and evolve end it, with %s', (_name, texts) => {
    const limits = limitsWith(texts);
    const [series] = walkingCoins({ seed: 5, coins: 1, bars: 3_000 });
    if (series === undefined) throw new Error('no coin');
    const kinds = new Set<string>();
    for (let n = 0; n < 400; n += 1) {
      const i = Math.floor(drawAt(11, n) * 2_900);
      const side = n % 2 === 0 ? 'long' : 'short';
      const atr = fraction(0.003 + 0.006 * drawAt(12, n));
      const quick = playBracket(series, i, bracketOf(side, atr, limits));
      const slow = playedByDesk(series, i, side, atr, limits);
      expect({ n, ...quick, netR: 0 }).toEqual({ n, ...slow, netR: 0 });
      expect(quick?.netR).toBeCloseTo(slow?.netR ?? Number.NaN, 5);
      kinds.add(quick?.lastExit ?? '');
    }
    expect(kinds.size).toBeGreaterThanOrEqual(texts['exits/ladder'] === '2R:1' ? 3 : 4);
  });
});
