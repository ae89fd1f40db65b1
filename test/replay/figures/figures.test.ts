import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../lib/desk/units.ts';
import { dailyReturns } from '../../../lib/replay/figures/days.ts';
import { type Figures, figuresOf } from '../../../lib/replay/figures/figures.ts';
import type { Group } from '../../../lib/replay/figures/groups.ts';
import type { ReplayResult } from '../../../lib/replay/result.ts';
import { hold } from '../../kit/hostile.ts';
import { aPoint, aTrade, byTheDay, FROM, returning } from '../../kit/replay-builders.ts';
import { replayed } from '../../kit/replayed.ts';

/** Runs as they may come, and accounts as they should not. */
const runs: fc.Arbitrary<ReplayResult> = fc
  .record({
    seed: fc.nat(1_000),
    trades: fc.nat(30),
    days: fc.integer({ min: 1, max: 45 }),
  })
  .map(wish => replayed({ ...wish, charted: 0 }));

const accounts: fc.Arbitrary<ReplayResult> = fc
  .array(fc.oneof(fc.constantFrom(0, -5, 1_000), fc.double({ min: 0, max: 1e9, noNaN: true })), {
    maxLength: 40,
  })
  .map(equities => byTheDay(equities));

/** Every number in the figures that is none, by its path. */
function noNumbers(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => noNumbers(each, `${path}.${key}`));
}

const netOf = (groups: readonly Group[]): number => groups.reduce((sum, { netUsd }) => sum + netUsd, 0);

describe('of any run', () => {
  test('no figure is NaN or infinite', () => {
    const check = (run: ReplayResult): void => {
      expect(noNumbers(figuresOf(run))).toEqual([]);
    };
    hold(runs, check, 0.1);
    hold(accounts, check, 0.5);
  });

  test('the sizing steps lead from planned to executed to the cent', () => {
    hold(
      runs,
      run => {
        const { sizes } = figuresOf(run);
        const after = sizes.steps.at(-1)?.afterUsd ?? 0;
        expect(after).toBeCloseTo(sizes.executedUsd, 2);
        const changed = sizes.steps.reduce((sum, { cutUsd, grownUsd }) => sum + grownUsd - cutUsd, 0);
        // What is below half a cent a trade is no cut.
        expect(Math.abs(sizes.plannedUsd + changed - sizes.executedUsd)).toBeLessThan(
          0.005 * run.trades.length * 12 + 0.01,
        );
      },
      0.1,
    );
  });

  test('groups hold every ended trade once, and all of its money', () => {
    hold(
      runs,
      run => {
        const figures = figuresOf(run);
        for (const groups of [figures.byCoin, figures.bySide, figures.byExit, figures.byHour]) {
          expect(groups.reduce((sum, { trades }) => sum + trades, 0)).toBe(figures.outcomes.trades);
          expect(netOf(groups)).toBeCloseTo(figures.outcomes.netUsd, 6);
        }
        expect(figures.calibration.bins.reduce((sum, { n }) => sum + n, 0)).toBe(figures.calibration.n);
      },
      0.1,
    );
  });

  test('a drawdown is between nothing and the fall to the lowest point there was', () => {
    hold(accounts, run => {
      const { drawdown } = figuresOf(run);
      const lowest = Math.min(run.walletUsd, ...run.account.map(({ lowUsd }) => lowUsd));
      const highest = Math.max(run.walletUsd, ...run.account.map(({ equityUsd }) => equityUsd));
      expect(drawdown.maxUsd).toBeGreaterThanOrEqual(0);
      expect(drawdown.maxUsd).toBeLessThanOrEqual(highest - lowest + 1e-6);
      expect(drawdown.underWaterFraction).toBeLessThanOrEqual(1);
    });
  });

  test('ten times the money gives the same ratios', () => {
    const run = replayed({ trades: 60, days: 60, charted: 0 });
    const larger = {
      ...run,
      walletUsd: run.walletUsd * 10,
      account: run.account.map(point => ({
        ...point,
        equityUsd: point.equityUsd * 10,
        lowUsd: point.lowUsd * 10,
      })),
    };
    const [a, b] = [figuresOf(run), figuresOf(larger)];
    expect(b.risk.sharpe?.value).toBeCloseTo(a.risk.sharpe?.value ?? Number.NaN, 9);
    expect(b.drawdown.maxFraction).toBeCloseTo(a.drawdown.maxFraction, 12);
    expect(b.calmar).toBeCloseTo(a.calmar ?? Number.NaN, 6);
  });
});

describe('what cannot be said is left out', () => {
  const yearly = ({ growth, risk, calmar, activity }: Figures) => [
    growth.annualFraction,
    risk.sharpe,
    risk.sortino,
    risk.probabilisticSharpe,
    risk.deflatedSharpe,
    risk.shortfallFraction,
    risk.volatilityFraction,
    calmar,
    activity.turnoverTimesAYear,
  ];
  const swings = (days: number) =>
    returning(Array.from({ length: days }, (_, i) => (i % 3 === 0 ? -0.01 : 0.01)));

  test('by the year: nothing of 29 days, all of 30', () => {
    expect(yearly(figuresOf(swings(29))).filter(each => each !== undefined)).toEqual([]);
    expect(yearly(figuresOf(swings(30))).filter(each => each === undefined)).toEqual([]);
  });

  test.each<readonly [string, readonly number[]]>([
    ['days that all brought the same', Array<number>(40).fill(0)],
    ['an account that is gone', [-1, ...Array<number>(39).fill(0)]],
  ])('no Sharpe ratio of %s', (_name, returns) => {
    expect(figuresOf(returning(returns)).risk.sharpe).toBeUndefined();
  });

  test('no profit factor without a loss, no Sortino ratio without a losing day', () => {
    const { outcomes } = figuresOf({
      ...byTheDay([1_010]),
      trades: [aTrade({ netUsd: 10, rMultiple: 0.1 })],
    });
    expect(outcomes).toMatchObject({ trades: 1, won: 1 });
    expect(outcomes.profitFactor).toBeUndefined();
    expect(
      figuresOf(returning(Array.from({ length: 30 }, (_, i) => i / 1_000))).risk.sortino,
    ).toBeUndefined();
  });

  test('a trade that is open is in the fees and in no figure of trades', () => {
    const fill = {
      at: FROM,
      kind: 'entry',
      price: 100,
      qty: 10,
      realisedUsd: 0,
      commissionUsd: 0.5,
    } as const;
    const { closedAt: _closedAt, ...open } = aTrade({ netUsd: 900, fills: [fill] });
    const figures = figuresOf({ ...byTheDay([1_010]), trades: [open] });
    expect(figures.outcomes).toMatchObject({ trades: 0, open: 1, netUsd: 0 });
    expect(figures.byCoin).toEqual([]);
    expect(figures.activity.feesUsd).toBe(0.5);
  });
});

describe('days', () => {
  test('a point between two ends of days counts for no return', () => {
    const run = byTheDay([1_010, 1_020]);
    const noon = aPoint({ at: FROM + DAY_MS / 2, equityUsd: 500 });
    expect(dailyReturns({ ...run, account: [noon, ...run.account] })).toEqual(dailyReturns(run));
  });

  test('what is left of a day at the end has no return', () => {
    const run = byTheDay([1_010, 1_020]);
    expect(dailyReturns({ ...run, to: run.to - 1 })).toHaveLength(1);
  });
});

describe('trials', () => {
  const run = replayed({ trades: 80, days: 90, charted: 0 });

  test('the more settings were tried, the less a ratio says', () => {
    const chances = [1, 5, 50, 500].map(n => figuresOf(run, { n }).risk.deflatedSharpe ?? Number.NaN);
    expect(chances).toEqual(chances.toSorted((a, b) => b - a));
    expect(chances[0]).toBe(figuresOf(run).risk.probabilisticSharpe);
  });

  test('and the more they differed among themselves', () => {
    const [narrow, wide] = [0.0001, 0.04].map(
      sharpeVariance => figuresOf(run, { n: 20, sharpeVariance }).risk.deflatedSharpe ?? Number.NaN,
    );
    expect(wide).toBeLessThan(narrow ?? 0);
  });
});
