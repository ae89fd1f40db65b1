import { wrapped } from '../desk/report/lines.ts';
import { oneLine, spanText } from '../desk/words.ts';
import { DAYS_MIN } from './figures/days.ts';
import type { Figures } from './figures/figures.ts';
import type { Bounded } from './figures/interval.ts';
import { meaningOf } from './reasons.ts';
import type { ReplayResult } from './result.ts';
import { sizeSentence } from './size-sentence.ts';
import { spanOf } from './span.ts';
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
} from './words.ts';

type Row = readonly [name: string, figure: string, note: string];

/** Columns of a terminal that nobody has asked for its width. */
const WIDTH = 80;
const [WARNINGS_SHOWN, REASONS_SHOWN] = [3, 3];

/** A replay as a few aligned lines for the end of its command, without colours. Pure. */
export function summaryText(result: ReplayResult, figures: Figures): string {
  const { complete, endedBecause, warnings, data, hash } = result;
  const more = warnings.length - WARNINGS_SHOWN;
  return [
    ...wrapped(
      `Replay of ${counted(data.symbols.length, 'coin')} in bars of ${data.interval}, ${spanOf(result)}`,
      '',
      WIDTH,
    ),
    ...(complete
      ? []
      : wrapped(
          `NOT COMPLETE: ${oneLine(endedBecause ?? 'no reason was noted')}. The figures are of what was run.`,
          '',
          WIDTH,
        )),
    '',
    ...aligned(rowsOf(result, figures)),
    '',
    ...wrapped(sizeSentence(figures.sizes), '', WIDTH),
    ...reasonLines(result),
    ...warnings
      .slice(0, WARNINGS_SHOWN)
      .flatMap(each => cutTo(WARNING_LINES, wrapped(`Warning: ${oneLine(each)}`, '', WIDTH))),
    ...(more > 0 ? [`${counted(more, 'more warning')} in the report.`] : []),
    `Journal hash ${hash.slice(0, 16)}, ${count(result.ran.minutesRun)} of ${count(result.ran.minutes)} minutes run in full in ${result.ran.seconds.toFixed(1)} s`,
  ].join('\n');
}

const WARNING_LINES = 2;

/** What is left out is told to be. */
const cutTo = (most: number, lines: readonly string[]): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]?.slice(0, WIDTH - 2)} …`];

const within = (bounded: Bounded | undefined, level: string, format: (value: number) => string): string =>
  bounded?.low === undefined || bounded.high === undefined
    ? ''
    : `${level}: ${format(bounded.low)} to ${format(bounded.high)}`;

function rowsOf(result: ReplayResult, figures: Figures): readonly Row[] {
  const { growth, risk, drawdown, outcomes, activity, calmar, excursions } = figures;
  const needs = risk.days < DAYS_MIN ? `needs ${DAYS_MIN} whole days, there are ${risk.days}` : '';
  const open = outcomes.open === 0 ? '' : `, ${count(outcomes.open)} open at the end`;
  return [
    [
      'Net return',
      signedPct(growth.netFraction),
      `${roundSigned(growth.netUsd)} on ${roundDollars(result.walletUsd)}`,
    ],
    [
      'CAGR',
      shownBy(growth.annualFraction, signedPct),
      growth.annualFraction === undefined ? needs : 'a year',
    ],
    [
      'Max drawdown',
      pct(drawdown.maxFraction, 2),
      `${roundDollars(drawdown.maxUsd)}; ${pct(drawdown.underWaterFraction)} of the time under water, ${spanText(drawdown.longestMs / 60_000)} at a stretch`,
    ],
    [
      'Sharpe',
      shownBy(risk.sharpe?.value, twoPlaces),
      risk.sharpe === undefined ? needs : within(risk.sharpe, '95 %', twoPlaces),
    ],
    ['Sortino', shownBy(risk.sortino, twoPlaces), `Calmar ${shownBy(calmar, twoPlaces)}`],
    [
      'Sharpe above 0',
      shownBy(risk.probabilisticSharpe, chance),
      `its chance (probabilistic Sharpe); deflated, of ${counted(risk.trials, 'trial')}: ${shownBy(risk.deflatedSharpe, chance)}`,
    ],
    [
      'Worst 5 % of days',
      shownBy(risk.shortfallFraction, share => pct(share, 2)),
      risk.shortfallFraction === undefined ? needs : 'mean loss of equity (expected shortfall)',
    ],
    ['Trades', count(outcomes.trades), `${count(outcomes.won)} won${open}`],
    ['Win rate', shownBy(outcomes.winRate?.value, pct), within(outcomes.winRate, '95 %', pct)],
    [
      'Expectancy',
      shownBy(outcomes.expectancyR?.value, signedR),
      within(outcomes.expectancyR, 'a trade; 90 %', signedR),
    ],
    [
      'Profit factor',
      shownBy(outcomes.profitFactor, twoPlaces),
      `mean win ${shownBy(outcomes.meanWinR, signedR)}, mean loss ${shownBy(outcomes.meanLossR, signedR)}`,
    ],
    [
      'MAE of trades won',
      shownBy(excursions.won.maeMedianR, plainR),
      `median; MFE of trades lost ${shownBy(excursions.lost.mfeMedianR, plainR)}`,
    ],
    [
      'Fees',
      roundDollars(activity.feesUsd),
      `funding ${roundSigned(activity.fundingUsd)}, turnover ${roundDollars(activity.turnoverUsd)}`,
    ],
    [
      'In the market',
      pct(activity.inMarketFraction),
      `of the time; gross exposure ${shownBy(activity.grossTimesMean, times)} on average, ${shownBy(activity.grossTimesMax, times)} at most`,
    ],
    [
      'Hold',
      shownBy(activity.holdMinutesMedian, spanText),
      activity.holdMinutesMean === undefined ? '' : `median; mean ${spanText(activity.holdMinutesMean)}`,
    ],
  ];
}

const times = (value: number): string => `${twoPlaces(value)}x`;

function aligned(rows: readonly Row[]): readonly string[] {
  const names = Math.max(...rows.map(([name]) => name.length));
  const figures = Math.max(...rows.map(([, figure]) => figure.length), NONE.length);
  return rows.map(([name, figure, note]) =>
    `${name.padEnd(names)}  ${figure.padStart(figures)}  ${note}`.trimEnd(),
  );
}

/** What was most often in the way. */
function reasonLines({ notTaken, noTrade }: ReplayResult): readonly string[] {
  const refused = notTaken
    .toSorted((a, b) => b.n - a.n)
    .slice(0, REASONS_SHOWN)
    .map(({ code, n }) => `${count(n)} ${code}`);
  const [quiet] = noTrade.toSorted((a, b) => b.minutes - a.minutes);
  return [
    ...(refused.length === 0 ? [] : wrapped(`Signals not taken, most: ${refused.join(', ')}.`, '', WIDTH)),
    ...(quiet === undefined
      ? []
      : wrapped(
          `Minutes that opened nothing, most: ${count(quiet.minutes)}, ${meaningOf(quiet.code)}.`,
          '',
          WIDTH,
        )),
  ];
}
