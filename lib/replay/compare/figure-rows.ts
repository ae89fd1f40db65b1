import { spanText } from '../../desk/words.ts';
import type { Figures } from '../figures/figures.ts';
import {
  chance,
  count,
  NONE,
  pct,
  roundDollars,
  roundSigned,
  shownBy,
  signedPct,
  signedR,
  twoPlaces,
} from '../words.ts';

/** One figure of both runs, as text with its unit. */
export interface FigureRow {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  /** B less A; empty where either is missing, or where they are the same. */
  readonly difference: string;
}

interface Kind {
  readonly format: (value: number) => string;
  readonly difference: (value: number) => string;
}

const signedNumber = (value: number): string => `${value > 0 ? '+' : ''}${twoPlaces(value)}`;
const share: Kind = { format: pct, difference: value => signedPct(value).replace(' %', ' points') };
const growth: Kind = { ...share, format: signedPct };
const small: Kind = {
  format: value => pct(value, 2),
  difference: value => signedPct(value, 2).replace(' %', ' points'),
};
const plain: Kind = { format: twoPlaces, difference: signedNumber };
const whole: Kind = { format: count, difference: n => `${n > 0 ? '+' : '-'}${count(Math.abs(n))}` };
const money: Kind = { format: roundDollars, difference: roundSigned };
const signed: Kind = { format: roundSigned, difference: roundSigned };
const times: Kind = { format: n => `${twoPlaces(n)}x`, difference: n => `${signedNumber(n)}x` };
const inR: Kind = { format: signedR, difference: signedR };
const minutes: Kind = {
  format: spanText,
  difference: n => `${n > 0 ? '+' : '-'}${spanText(Math.abs(n))}`,
};

const ROWS: readonly (readonly [name: string, kind: Kind, of: (figures: Figures) => number | undefined])[] = [
  ['Net return', growth, ({ growth: { netFraction } }) => netFraction],
  ['Net', signed, ({ growth: { netUsd } }) => netUsd],
  ['CAGR', growth, ({ growth: { annualFraction } }) => annualFraction],
  ['Max drawdown', small, ({ drawdown }) => drawdown.maxFraction],
  ['Time under water', share, ({ drawdown }) => drawdown.underWaterFraction],
  ['Sharpe', plain, ({ risk }) => risk.sharpe?.value],
  ['Sortino', plain, ({ risk }) => risk.sortino],
  ['Calmar', plain, ({ calmar }) => calmar],
  ['Probabilistic Sharpe', { ...share, format: chance }, ({ risk }) => risk.probabilisticSharpe],
  ['Expected shortfall', small, ({ risk }) => risk.shortfallFraction],
  ['Trades', whole, ({ outcomes }) => outcomes.trades],
  ['Win rate', share, ({ outcomes }) => outcomes.winRate?.value],
  ['Expectancy', inR, ({ outcomes }) => outcomes.expectancyR?.value],
  ['Profit factor', plain, ({ outcomes }) => outcomes.profitFactor],
  ['Turnover', money, ({ activity }) => activity.turnoverUsd],
  ['Fees', money, ({ activity }) => activity.feesUsd],
  ['Funding', signed, ({ activity }) => activity.fundingUsd],
  ['In the market', share, ({ activity }) => activity.inMarketFraction],
  ['Gross exposure, mean', times, ({ activity }) => activity.grossTimesMean],
  ['Hold, median', minutes, ({ activity }) => activity.holdMinutesMedian],
  ['Planned', money, ({ sizes }) => sizes.plannedUsd],
  ['Executed', money, ({ sizes }) => sizes.executedUsd],
];

export const figureRows = (a: Figures, b: Figures): readonly FigureRow[] =>
  ROWS.map(([name, { format, difference }, of]) => {
    const [one, other] = [of(a), of(b)];
    const told = [one, other].map(value => (value === undefined ? NONE : format(value)));
    const isSame = one === undefined || other === undefined || Math.abs(other - one) < 1e-12;
    return {
      name,
      a: told[0] ?? NONE,
      b: told[1] ?? NONE,
      difference: isSame ? '' : shownBy(other - one, difference),
    };
  });
