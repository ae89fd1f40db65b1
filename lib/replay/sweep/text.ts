import { wrapped } from '../../desk/report/lines.ts';
import { DAY_MS } from '../../desk/units.ts';
import { oneLine } from '../../desk/words.ts';
import { DAYS_A_YEAR, DAYS_MIN } from '../figures/days.ts';
import { spanOf } from '../span.ts';
import { aligned, type Column } from '../table-text.ts';
import { chance, count, counted, NONE, pct, shownBy, signedPct, twoPlaces } from '../words.ts';
import { changesText } from './grid.ts';
import type { SweepFigures, SweepPath, SweepResult } from './result.ts';
import { dailySharpe, growthOf, type Metric } from './score.ts';

const WIDTH = 100;
const [PATHS_SHOWN, WARNINGS_SHOWN] = [24, 4];

/** A sweep for the end of its command, without colours. Pure. */
export function sweepText(result: SweepResult): string {
  const { paths, walk, symbols, interval, warnings, leftOut } = result;
  const say = (text: string) => wrapped(text, '', WIDTH);
  const more = warnings.length - WARNINGS_SHOWN;
  return [
    ...say(
      `Sweep of ${counted(paths.length - 1, 'combination')} beside the limits as they are: ${counted(symbols.length, 'coin')} in bars of ${interval}, ${spanOf(result)}`,
    ),
    '',
    ...pathLines(result),
    '',
    `Walk forward, chosen by ${WORDS[result.metric]} of all days before:`,
    ...walkLines(result),
    '',
    `Of the ${count(result.chosen.days)} days of ${counted(walk.length, 'fold')}:`,
    ...figureLines(result),
    '',
    ...say(verdictText(result)),
    ...say(nextText(result)),
    ...leftOutLines(leftOut).flatMap(say),
    ...warnings.slice(0, WARNINGS_SHOWN).flatMap(each => say(`Warning: ${oneLine(each)}`)),
    ...(more > 0 ? [`and ${counted(more, 'more warning')} in the JSON.`] : []),
  ].join('\n');
}

const WORDS: Readonly<Record<Metric, string>> = {
  sharpe: 'the Sharpe ratio',
  growth: 'the growth',
  calmar: 'the growth over the deepest fall by days',
};

/** None of a few days, nor of a path that never traded. */
const yearlySharpe = (returns: readonly number[]): string =>
  returns.length < DAYS_MIN || returns.every(each => each === 0)
    ? NONE
    : twoPlaces(dailySharpe(returns) * Math.sqrt(DAYS_A_YEAR));

/** One column for each limit that is tried; the first row has what they are. */
function pathLines(result: SweepResult): readonly string[] {
  const { paths, limits } = result;
  const tried = [...new Set(paths.flatMap(({ changes }) => Object.keys(changes)))];
  const columns: readonly Column[] = [
    { head: '#', side: 'right' },
    ...tried.map((name): Column => ({ head: shortName(name, tried), side: 'right' })),
    { head: 'net', side: 'right' },
    { head: 'Sharpe', side: 'right' },
    { head: 'max drawdown', side: 'right' },
    { head: 'trades', side: 'right' },
    { head: 'fees $', side: 'right' },
    ...(paths.some(isHalted) ? [{ head: 'halted', side: 'right' } as const] : []),
  ];
  const usual = new Map(limits.map(({ name, text }) => [name, text]));
  const rows = paths
    .slice(0, PATHS_SHOWN)
    .map((path: SweepPath) => [
      String(path.n),
      ...tried.map(name => cut(path.changes[name] ?? usual.get(name) ?? '', VALUE_WIDTH)),
      signedPct(growthOf(path.returns), 2),
      yearlySharpe(path.returns),
      pct(path.maxDrawdownFraction, 2),
      count(path.trades),
      count(path.feesUsd),
      isHalted(path) ? pct(path.haltedFraction) : '',
    ]);
  const more = paths.length - rows.length;
  return [
    ...aligned(columns, rows),
    '  #0: the limits as they are',
    ...(paths.some(isHalted)
      ? [
          '  halted: the share of the time in which drawdown let nothing be opened: nobody is there to lift it',
        ]
      : []),
    ...(more > 0 ? [`  and ${count(more)} more in the JSON`] : []),
  ];
}

const isHalted = ({ haltedFraction }: SweepPath): boolean => haltedFraction > 0;

const [VALUE_WIDTH, CHANGES_WIDTH] = [16, 48];
const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;

/** `positions-max` of `risk/positions-max`, unless that could be another's, too. */
function shortName(name: string, among: readonly string[]): string {
  const short = name.slice(name.indexOf('/') + 1);
  return among.filter(each => each.endsWith(`/${short}`)).length > 1 ? name : short;
}

const WALK_COLUMNS: readonly Column[] = [
  { head: 'days', side: 'left' },
  { head: '#', side: 'right' },
  { head: 'chosen', side: 'left' },
  { head: 'net', side: 'right' },
  { head: 'as they are', side: 'right' },
];

function walkLines({ walk, paths, from }: SweepResult): readonly string[] {
  const day = (n: number) => new Date(from + n * DAY_MS).toISOString().slice(0, 10);
  return aligned(
    WALK_COLUMNS,
    walk.map(fold => {
      const net = (n: number) => signedPct(growthOf(paths[n]?.returns.slice(fold.from, fold.to) ?? []), 2);
      return [
        `${day(fold.from)} to ${day(fold.to)}`,
        String(fold.chosen),
        cut(changesText(paths[fold.chosen]?.changes ?? {}), CHANGES_WIDTH),
        net(fold.chosen),
        net(0),
      ];
    }),
  );
}

const FIGURE_COLUMNS: readonly Column[] = [
  { head: '', side: 'left' },
  { head: 'net', side: 'right' },
  { head: 'Sharpe', side: 'right' },
  { head: 'its 95 %', side: 'left' },
  { head: 'above 0', side: 'right' },
  { head: 'fall by days', side: 'right' },
];

const figureLines = ({ asTheyAre, chosen, hindsight }: SweepResult): readonly string[] =>
  aligned(FIGURE_COLUMNS, [
    figureRow('as they are', asTheyAre),
    figureRow('chosen, walking forward', chosen),
    figureRow(`#${hindsight.path} in hindsight: nobody could have known`, hindsight),
  ]);

const figureRow = (name: string, figures: SweepFigures): readonly string[] => {
  const { netFraction, sharpe, probabilisticSharpe, dailyFallFraction } = figures;
  const within =
    sharpe?.low === undefined || sharpe.high === undefined
      ? NONE
      : `${twoPlaces(sharpe.low)} to ${twoPlaces(sharpe.high)}`;
  return [
    name,
    signedPct(netFraction, 2),
    shownBy(sharpe?.value, twoPlaces),
    within,
    shownBy(probabilisticSharpe, chance),
    pct(dailyFallFraction, 2),
  ];
};

function verdictText({ verdict, chosen }: SweepResult): string {
  const { type, daily } = verdict;
  const gained =
    daily === undefined
      ? ''
      : ` A day on average ${bps(daily.value)} of equity more than as they are (90 %: ${bps(daily.low)} to ${bps(daily.high)}).`;
  switch (type) {
    case 'better':
      return `Choosing beat leaving the limits alone, on days that the choice had not seen.${gained}${chosen.netFraction < 0 ? ' It lost all the same.' : ''}`;
    case 'worse':
      return `Choosing did worse than leaving the limits alone.${gained}`;
    case 'not-shown':
      return `Not shown that choosing is better than leaving the limits alone.${gained}`;
    case 'nothing-changed':
      return 'Choosing changed nothing: on every day it did as the limits are.';
    case 'too-short':
      return `Nothing is concluded from ${counted(chosen.days, 'day')}: it takes ${DAYS_MIN}.`;
    default:
      return type satisfies never;
  }
}

const bps = (fraction: number): string => {
  const text = (fraction * 10_000).toFixed(2);
  return `${fraction > 0 ? '+' : ''}${text} bp`;
};

/** What would be set for the days to come, with what its figures owe to having been looked for. */
function nextText({ next, paths, verdict }: SweepResult): string {
  const told = `By the whole span #${next.path} would be next (${changesText(paths[next.path]?.changes ?? {})})`;
  const deflated =
    next.deflatedSharpe === undefined
      ? ''
      : `; the chance that its Sharpe ratio is more than luck among ${count(paths.length)} that were tried is ${chance(next.deflatedSharpe)}`;
  const advice = verdict.type === 'better' ? '' : ' What was not shown above is no reason to set it.';
  return `${told}${deflated}.${advice}`;
}

function leftOutLines(leftOut: SweepResult['leftOut']): readonly string[] {
  const [first] = leftOut;
  return first === undefined
    ? []
    : [
        `${counted(leftOut.length, 'combination')} left out, under which no desk could run; ${changesText(first.changes)}: ${oneLine(first.because)}`,
      ];
}
