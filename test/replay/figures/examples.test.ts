import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { notionalUsd } from '../../../lib/desk/units.ts';
import { spanText } from '../../../lib/desk/words.ts';
import { expectedBestSharpe, probabilisticSharpe } from '../../../lib/models/sharpe.ts';
import { figuresOf } from '../../../lib/replay/figures/figures.ts';
import { annualised } from '../../../lib/replay/figures/growth.ts';
import { largestCuts } from '../../../lib/replay/figures/sizes.ts';
import { pct, plainR, roundDollars, signedPct, signedR, twoPlaces } from '../../../lib/replay/words.ts';
import { aResult, aTrade, byTheDay, FROM, returning } from '../../kit/replay-builders.ts';

/** docs/figures.md: each number that stands in bold there is made by the figure's own function here. */

const PAGE = readFileSync(resolve(import.meta.dirname, '../../../docs/figures.md'), 'utf8');
/** The bold numbers of a section, in order. */
const bold = (section: string): readonly string[] => {
  const text = PAGE.split(/^### /m).find(each => each.startsWith(`${section}\n`)) ?? '';
  return [...(text.split(/^## /m)[0] ?? '').matchAll(/\*\*([^*]+)\*\*/g)].map(([, inside = '']) =>
    inside.replace(/\s+/g, ' '),
  );
};

const HOUR = 3_600_000;
const month = figuresOf(
  returning([...Array<number>(19).fill(0.01), ...Array<number>(10).fill(-0.01), -0.03]),
);
const dailies = byTheDay([1_100, 1_050, 1_080, 1_200]);
const account = figuresOf({
  ...dailies,
  account: dailies.account.map((point, day) => (day === 1 ? { ...point, lowUsd: 990 } : point)),
});
const five = figuresOf(
  aResult({
    trades: [
      [120, 1.2],
      [-100, -1],
      [60, 0.6],
      [-110, -1.1],
      [200, 2],
    ].map(([netUsd = 0, rMultiple = 0], i) => aTrade({ id: String(i), netUsd, rMultiple })),
  }),
);
const excursions = figuresOf(
  aResult({ trades: [0.1, 0.2, 0.3, 0.4, 1].map(maeR => aTrade({ netUsd: 1, maeR })) }),
).excursions;
const { calibration } = figuresOf(
  aResult({
    trades: [aTrade({ confidence: 0.6, netUsd: 5 }), aTrade({ confidence: 0.7, netUsd: -5 })],
  }),
);
const fill = { at: FROM, kind: 'entry', realisedUsd: 0, commissionUsd: 0.5 } as const;
const { activity } = figuresOf(
  aResult({
    trades: [
      aTrade({
        fills: [
          { ...fill, price: 100, qty: 10 },
          { ...fill, price: 110, qty: 10, commissionUsd: 0.55 },
        ],
        closedAt: FROM + 6 * HOUR,
      }),
      aTrade({ openedAt: FROM + 4 * HOUR, closedAt: FROM + 10 * HOUR }),
    ],
  }),
);
const holds = figuresOf(
  aResult({ trades: [0.5, 1, 4].map(hours => aTrade({ closedAt: FROM + hours * HOUR })) }),
).activity;
const line = (owner: 'Math AI' | 'Confidence' | 'Risk Guard', before: number, after: number) => ({
  owner,
  step: owner,
  beforeUsd: notionalUsd(before),
  afterUsd: notionalUsd(after),
  because: '',
});
const { sizes } = figuresOf(
  aResult({
    trades: [
      aTrade({ executedUsd: 500, trace: [line('Math AI', 1_000, 1_000), line('Confidence', 1_000, 500)] }),
      aTrade({ executedUsd: 700, trace: [line('Math AI', 1_000, 1_000), line('Risk Guard', 1_000, 800)] }),
    ],
  }),
);
/** Of the paper, by the day of 250 a year. */
const best = expectedBestSharpe(100, Math.sqrt(0.5 / 250));
const paper = { sharpe: 2.5 / Math.sqrt(250), n: 1_250, skewness: -3, kurtosis: 10 };

const of = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('there is no such figure');
  return value;
};
const { sharpe } = month.risk;
const { winRate } = five.outcomes;

describe('what the page on figures says in bold is what is reckoned', () => {
  test.each<readonly [string, readonly string[]]>([
    ['Net return', [pct(account.growth.netFraction)]],
    ['CAGR', [pct(of(annualised(1.05, 73)))]],
    ['Volatility', [pct(of(month.risk.volatilityFraction))]],
    ['Sharpe ratio', [of(sharpe).value, of(sharpe?.low), of(sharpe?.high)].map(twoPlaces)],
    ['Sortino ratio', [twoPlaces(of(month.risk.sortino))]],
    ['Probabilistic Sharpe ratio', [pct(of(month.risk.probabilisticSharpe))]],
    ['Deflated Sharpe ratio', [best.toFixed(4), pct(probabilisticSharpe(paper, best))]],
    ['Maximum drawdown', [pct(account.drawdown.maxFraction), roundDollars(account.drawdown.maxUsd)]],
    [
      'Time under water',
      [pct(account.drawdown.underWaterFraction), spanText(account.drawdown.longestMs / 60_000)],
    ],
    ['Expected shortfall', [pct(of(month.risk.shortfallFraction))]],
    ['Win rate', [of(winRate).value, of(winRate?.low), of(winRate?.high)].map(share => pct(share))],
    ['Profit factor', [twoPlaces(of(five.outcomes.profitFactor))]],
    [
      'Expectancy',
      [of(five.outcomes.expectancyR).value, of(five.outcomes.meanWinR), of(five.outcomes.meanLossR)].map(
        signedR,
      ),
    ],
    ['MAE and MFE', [of(excursions.won.maeMedianR), of(excursions.won.maeMostR)].map(plainR)],
    ['Confidence against outcome', [signedPct(of(calibration.gap)), of(calibration.brier).toFixed(3)]],
    ['Turnover', [roundDollars(activity.turnoverUsd)]],
    ['Fees and funding', [`${(of(activity.feesFraction) * 10_000).toFixed(1)} bps`]],
    ['Exposure', [pct(activity.inMarketFraction)]],
    ['Hold', [of(holds.holdMinutesMedian), of(holds.holdMinutesMean)].map(spanText)],
    ['Sizes', [sizes.plannedUsd, sizes.executedUsd, of(largestCuts(sizes)[0]).cutUsd].map(roundDollars)],
  ])('%s', (section, reckoned) => {
    expect(reckoned).toEqual(bold(section));
  });

  test('Calmar ratio', () => {
    // 5 % in 73 days, after a fall from 1,100 to 990 on the way.
    const run = byTheDay([1_100, 1_050, ...Array<number>(71).fill(1_050)]);
    const { calmar } = figuresOf({
      ...run,
      account: run.account.map((point, day) => (day === 1 ? { ...point, lowUsd: 990 } : point)),
    });
    expect([twoPlaces(of(calmar))]).toEqual(bold('Calmar ratio'));
  });

  test('and no section is without a test or a bold number', () => {
    const sections = [...PAGE.matchAll(/^### (.+)$/gm)].map(([, name = '']) => name);
    expect(sections).toHaveLength(22);
    expect(sections.filter(name => name !== 'Groups' && bold(name).length === 0)).toEqual([]);
  });
});

describe('by hand', () => {
  test('the month’s Sharpe ratio: 0.002 over the root of 0.00368 / 29, times the root of 365', () => {
    expect(of(sharpe).value).toBeCloseTo((0.002 / Math.sqrt(0.00368 / 29)) * Math.sqrt(365), 9);
  });

  test('the month’s Sortino ratio: 0.002 over the root of 0.0019 / 30, times the root of 365', () => {
    expect(month.risk.sortino).toBeCloseTo((0.002 / Math.sqrt(0.0019 / 30)) * Math.sqrt(365), 9);
  });

  test('the month’s expected shortfall: one day and a half', () => {
    expect(month.risk.shortfallFraction).toBeCloseTo((0.03 + 0.5 * 0.01) / 1.5, 9);
  });

  test('the paper’s ratio of 100 trials, and of 46, where it says 95 in a hundred', () => {
    expect(probabilisticSharpe(paper, best)).toBeCloseTo(0.9004, 3);
    const fewer = expectedBestSharpe(46, Math.sqrt(0.5 / 250));
    expect(probabilisticSharpe(paper, fewer)).toBeCloseTo(0.9505, 2);
  });

  test('Wilson’s interval of three in five', () => {
    expect(winRate?.low).toBeCloseTo(0.2307, 4);
    expect(winRate?.high).toBeCloseTo(0.8824, 4);
  });
});
