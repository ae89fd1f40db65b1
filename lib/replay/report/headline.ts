import { spanText } from '../../desk/words.ts';
import { DAYS_MIN } from '../figures/days.ts';
import type { Figures } from '../figures/figures.ts';
import type { Bounded } from '../figures/interval.ts';
import type { ReplayResult } from '../result.ts';
import {
  chance,
  count,
  counted,
  NONE,
  pct,
  plainR,
  roundDollars,
  roundSigned,
  shownBy,
  signedPct,
  signedR,
  twoPlaces,
} from '../words.ts';
import { type Content, html, type Markup } from './markup.ts';

/** The figures one asks for first, and below them the others with what must be known of each. */
export function headline(result: ReplayResult, figures: Figures): Markup {
  return html`<section class="tiles" aria-label="Headline figures">${heroes(result, figures)}</section>
<section class="grid three" aria-label="Figures">
${panel('Return and risk', riskRows(figures))}
${panel('Trades', tradeRows(figures))}
${panel('Cost and use', costRows(figures))}
</section>`;
}

type Format = (value: number) => string;

const within = ({ low, high }: Bounded, format: Format): string =>
  low === undefined || high === undefined ? '' : `${format(low)} to ${format(high)}`;

/** What is said where a figure needs more days than there are. */
const few = ({ risk }: Figures): string =>
  risk.days < DAYS_MIN
    ? `needs ${DAYS_MIN} whole days, there are ${risk.days}`
    : 'cannot be said of these days';

function heroes(result: ReplayResult, figures: Figures): readonly Markup[] {
  const { growth, drawdown, risk, outcomes } = figures;
  const { sharpe } = risk;
  const { expectancyR, winRate, profitFactor } = outcomes;
  const noTrade = 'no trade has ended';
  return [
    hero(
      'Net return',
      signedPct(growth.netFraction),
      `${roundSigned(growth.netUsd)} on ${roundDollars(result.walletUsd)}`,
      toneOf(growth.netUsd),
    ),
    hero('Max drawdown', pct(drawdown.maxFraction, 2), `${roundDollars(drawdown.maxUsd)} below the peak`, ''),
    hero(
      'Sharpe',
      shownBy(sharpe?.value, twoPlaces),
      sharpe === undefined ? few(figures) : `95 %: ${within(sharpe, twoPlaces)}`,
      '',
    ),
    hero(
      'Expectancy',
      shownBy(expectancyR?.value, signedR),
      expectancyR === undefined
        ? noTrade
        : `a trade; 90 %: ${within(expectancyR, signedR) || 'too few days'}`,
      toneOf(expectancyR?.value ?? 0),
    ),
    hero(
      'Win rate',
      shownBy(winRate?.value, pct),
      winRate === undefined ? noTrade : `95 %: ${within(winRate, pct)}`,
      '',
    ),
    hero(
      'Profit factor',
      shownBy(profitFactor, twoPlaces),
      profitFactor === undefined
        ? outcomes.trades === 0
          ? noTrade
          : 'no trade was lost'
        : 'dollars won for each lost',
      '',
    ),
  ];
}

const toneOf = (amount: number): string => (amount > 0 ? 'good' : amount < 0 ? 'bad' : '');

const hero = (name: string, figure: string, note: string, tone: string): Markup =>
  html`<div class="hero"><span class="name">${name}</span><strong class="num ${tone}">${figure}</strong><small>${note}</small></div>`;

type Row = readonly [name: string, figure: string, note?: Content];

const panel = (title: string, rows: readonly Row[]): Markup =>
  html`<div class="panel"><h2>${title}</h2><dl class="rows">${rows.map(
    ([name, figure, note]) =>
      html`<div><dt>${name}${note === undefined || note === '' ? '' : html` <small>${note}</small>`}</dt><dd class="num">${figure}</dd></div>`,
  )}</dl></div>`;

function riskRows(figures: Figures): readonly Row[] {
  const { growth, risk, drawdown, calmar } = figures;
  const missing = few(figures);
  const noted = (value: number | undefined, note = ''): string => (value === undefined ? missing : note);
  return [
    ['CAGR', shownBy(growth.annualFraction, signedPct), noted(growth.annualFraction, 'a year')],
    ['Volatility', shownBy(risk.volatilityFraction, pct), noted(risk.volatilityFraction, 'a year')],
    ['Sortino', shownBy(risk.sortino, twoPlaces), noted(risk.sortino)],
    ['Calmar', shownBy(calmar, twoPlaces), noted(calmar)],
    [
      'Probabilistic Sharpe',
      shownBy(risk.probabilisticSharpe, chance),
      noted(risk.probabilisticSharpe, 'chance that it is truly above 0'),
    ],
    [
      'Deflated Sharpe',
      shownBy(risk.deflatedSharpe, chance),
      noted(risk.deflatedSharpe, `of ${counted(risk.trials, 'trial')}`),
    ],
    [
      'Expected shortfall',
      shownBy(risk.shortfallFraction, share => pct(share, 2)),
      noted(risk.shortfallFraction, 'mean loss of the worst 5 % of days'),
    ],
    ['Time under water', pct(drawdown.underWaterFraction), 'of the span'],
    ['Longest under water', spanText(drawdown.longestMs / 60_000)],
  ];
}

function tradeRows({ outcomes, excursions, activity }: Figures): readonly Row[] {
  const { won, lost } = excursions;
  return [
    [
      'Trades ended',
      count(outcomes.trades),
      outcomes.open === 0 ? '' : `${counted(outcomes.open, 'other')} still open at the end`,
    ],
    ['Won', count(outcomes.won)],
    ['Mean win', shownBy(outcomes.meanWinR, signedR)],
    ['Mean loss', shownBy(outcomes.meanLossR, signedR)],
    ['Most losses in a row', count(outcomes.lossesInARow)],
    [
      'Hold',
      shownBy(activity.holdMinutesMedian, spanText),
      html`median; mean ${shownBy(activity.holdMinutesMean, spanText)}`,
    ],
    [
      'MAE of trades won',
      shownBy(won.maeMedianR, plainR),
      html`median; nine in ten below ${shownBy(won.maeMostR, plainR)}`,
    ],
    ['MFE of trades won', shownBy(won.mfeMedianR, plainR), 'median'],
    [
      'MFE of trades lost',
      shownBy(lost.mfeMedianR, plainR),
      html`median; nine in ten below ${shownBy(lost.mfeMostR, plainR)}`,
    ],
  ];
}

function costRows({ activity, sizes }: Figures): readonly Row[] {
  const { feesFraction, turnoverTimesAYear } = activity;
  const bps = feesFraction === undefined ? NONE : `${(feesFraction * 10_000).toFixed(1)} bps of it`;
  const times: Format = value => `${twoPlaces(value)}x`;
  return [
    [
      'Turnover',
      roundDollars(activity.turnoverUsd),
      turnoverTimesAYear === undefined ? '' : `${count(turnoverTimesAYear)}x the mean equity a year`,
    ],
    ['Fees', roundDollars(activity.feesUsd), bps],
    ['Funding', roundSigned(activity.fundingUsd), activity.fundingUsd < 0 ? 'paid' : 'received'],
    ['In the market', pct(activity.inMarketFraction), 'of the span'],
    ['Gross exposure, mean', shownBy(activity.grossTimesMean, times), 'of equity'],
    ['Gross exposure, most', shownBy(activity.grossTimesMax, times), 'of equity'],
    ['Net exposure, mean', shownBy(activity.netTimesMean, times), 'of equity'],
    ['Most positions at once', count(activity.positionsMax)],
    [
      'Executed of planned',
      sizes.plannedUsd > 0 ? pct(sizes.executedUsd / sizes.plannedUsd) : NONE,
      'of notional',
    ],
  ];
}
