import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../lib/desk/units.ts';
import { drawAt, streamKey } from '../../../lib/models/random.ts';
import { conclude } from '../../../lib/replay/sweep/conclude.ts';
import type { SweepPath, SweepSpec } from '../../../lib/replay/sweep/result.ts';
import { sweepText } from '../../../lib/replay/sweep/text.ts';

const DAYS = 120;
const FROM = Date.UTC(2025, 2, 1);
const spec: SweepSpec = {
  from: FROM,
  to: FROM + DAYS * DAY_MS,
  symbols: ['BTCUSDT', 'SOLUSDT'],
  interval: '15m',
  walletUsd: 10_000,
  limits: [{ name: 'risk/positions-max', text: '15' }],
  models: [],
  metric: 'sharpe',
  folds: 4,
  leftOut: [],
  warnings: [],
};

const key = streamKey(11, 2);
const path = (n: number, drift: number, noise = n): SweepPath => ({
  n,
  changes: n === 0 ? {} : { 'risk/positions-max': String(n) },
  hash: `${n}`.repeat(64),
  trades: 100 + n,
  feesUsd: 12.5,
  maxDrawdownFraction: 0.25,
  haltedFraction: 0,
  returns: Array.from({ length: DAYS }, (_, day) => drift + (drawAt(key, noise * 1_000 + day) - 0.5) / 100),
});

describe('a sweep', () => {
  test('whose other limits earn more every day is shown to be better', () => {
    const { verdict, chosen, asTheyAre, walk } = conclude(spec, [path(0, 0), path(1, 0.004, 0)]);
    expect(walk.map(fold => fold.chosen)).toEqual([1, 1, 1, 1]);
    expect(verdict.type).toBe('better');
    expect(verdict.daily?.value).toBeCloseTo(0.004, 12);
    expect(chosen.netFraction).toBeGreaterThan(asTheyAre.netFraction);
  });

  test('of chance alone shows nothing, however good the best of it looks', () => {
    const paths = Array.from({ length: 60 }, (_, n) => path(n, 0));
    const { verdict, hindsight, next } = conclude(spec, paths);
    expect(['not-shown', 'worse']).toContain(verdict.type);
    // The best of sixty that are worth nothing seems to be worth much; deflated it does not.
    expect(hindsight.probabilisticSharpe).toBeGreaterThan(0.95);
    expect(next.deflatedSharpe).toBeLessThan(0.8);
  });

  test('that was better before and worse since is worse, and says so', () => {
    const turned = path(1, 0);
    const returns = turned.returns.map((each, day) => each + (day < 24 ? 0.02 : -0.004));
    const { verdict } = conclude({ ...spec, folds: 1, metric: 'growth' }, [
      path(0, 0),
      { ...turned, returns: returns.map((each, day) => (day < 60 ? each + 0.01 : each)) },
    ]);
    expect(verdict.type).toBe('worse');
  });

  test('that never chooses anything else changes nothing', () =>
    expect(conclude(spec, [path(0, 0.01), path(1, -0.01)]).verdict).toEqual({ type: 'nothing-changed' }));

  test('concludes nothing from fewer than thirty days, and shows no ratio of them', () => {
    const short = { ...spec, folds: 1 };
    const cut = (each: SweepPath) => ({ ...each, returns: each.returns.slice(0, 40) });
    const { verdict, chosen } = conclude(short, [cut(path(0, -0.01)), cut(path(1, 0.01))]);
    expect(verdict).toEqual({ type: 'too-short' });
    expect(chosen).not.toHaveProperty('sharpe');
  });

  test('does not depend on the order in which its replays ended', () => {
    const paths = [path(0, 0), path(1, 0.001), path(2, 0.002), path(3, -0.001)];
    expect(conclude(spec, paths.toReversed())).toEqual(conclude(spec, paths));
  });

  test('is the same after a way through JSON', () => {
    const result = conclude({ ...spec, metric: 'calmar' }, [path(0, 0), path(1, 0.02)]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });
});

describe('what is printed of it', () => {
  const leftOut = [{ changes: { 'plan/leverage-max': '50' }, because: 'liquidated before its stop' }];
  const warnings = ['ARBUSDT: 3 gaps', 'one', 'two', 'three', 'four'];
  const text = sweepText(conclude({ ...spec, leftOut, warnings }, [path(0, 0), path(1, 0.004, 0)]));

  test('fits a terminal', () => {
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test.each([
    ['what was swept', /^Sweep of 1 combination beside the limits as they are: 2 coins in bars of 15m/],
    ['each path', /^ +# +positions-max .*\n +0 +15 .*\n +1 +1 +\+\d/m],
    ['what was chosen for which days', /^ {2}2025-03-25 to 2025-04-18 {2}1 {2}risk\/positions-max=1/m],
    ['that hindsight is none', /in hindsight: nobody could have known/],
    ['the verdict', /^Choosing beat leaving the limits alone/m],
    [
      'what is left out, and why',
      /1 combination left out.*plan\/leverage-max=50: liquidated\s+before\s+its\s+stop/s,
    ],
    ['warnings', /^Warning: ARBUSDT: 3 gaps$/m],
    ['that there are more', /^and 1 more warning in the JSON\.$/m],
  ])('says %s', (_name, pattern) => expect(text).toMatch(pattern));

  test('tells which were halted by their drawdown, where any was', () => {
    expect(text).not.toContain('halted');
    const halted = sweepText(conclude(spec, [path(0, 0), { ...path(1, 0), haltedFraction: 0.25 }]));
    expect(halted).toMatch(/fees \$ +halted$/m);
    expect(halted).toMatch(/^ +1 .* 25.0 %$/m);
    expect(halted).toContain('nobody is there to lift it');
  });

  test('calls less of a loss a loss', () => {
    const less = sweepText(conclude(spec, [path(0, -0.004, 0), path(1, -0.002, 0)]));
    expect(less).toMatch(/It lost\s+all the same\./);
    expect(text).not.toMatch(/all the same/);
  });

  test('tells the drawdown of a path with the lows of its hours, and of the walk by days', () => {
    expect(text).toMatch(/^ +1 +1 .* 25\.00 % /m);
    expect(text).toMatch(/above 0 +fall by days$/m);
  });

  test('shows no ratio of a few days, nor of a path that never traded', () => {
    const still = { ...path(1, 0), returns: path(1, 0).returns.map(() => 0) };
    expect(sweepText(conclude(spec, [path(0, 0), still]))).toMatch(/^ +1 +1 +0\.00 % +— /m);
    const cut = (each: SweepPath) => ({ ...each, returns: each.returns.slice(0, 20) });
    const short = sweepText(conclude({ ...spec, folds: 1 }, [cut(path(0, 0)), cut(path(1, 0))]));
    expect(short).toMatch(/^ +0 +15 +\S+ % +— /m);
  });

  test('advises nothing that was not shown', () => {
    const shown = sweepText(conclude(spec, [path(0, 0), path(1, 0)]));
    expect(shown).toContain('What was not shown above is no reason to set it.');
    expect(text).not.toContain('no reason to set it');
  });
});
