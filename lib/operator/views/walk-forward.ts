import { dayText, percent } from '../../desk/words.ts';
import { tableLines } from '../../local/terminal/table.ts';
import type { Interval } from '../../models/bootstrap.ts';
import type { Walked } from '../../models/walk.ts';
import type { RecipeWalk, WalkForwardReport } from '../commands/walk-forward.ts';
import { paragraph, type Screen } from '../screen.ts';

/** What each kind and the ensemble have shown, a table for each recipe. */
export function walkForwardLines(report: WalkForwardReport, screen: Screen): readonly string[] {
  const { paint, width } = screen;
  const { market, symbols, from, to } = report;
  const title = `${market}, ${symbols.length} coins, ${dayText(from)} to ${dayText(to)}, out of sample`;
  return [
    paint.bold(title),
    ...report.recipes.flatMap(walk => recipeLines(walk, screen)),
    '',
    ...paragraph(
      `gain: log loss below the base rate's, in nats; win rate: of predictions as sure as 0.55; net R: of every row traded with the actual bracket, costs paid; Sharpe: the chance that the daily ratio is truly above what the best of ${report.trials} worthless trials would show`,
      width,
    ),
  ];
}

const COLUMNS = [
  { title: 'model', align: 'left' },
  { title: 'gain', align: 'right' },
  { title: 'AUC', align: 'right' },
  { title: 'win rate', align: 'right' },
  { title: 'n', align: 'right' },
  { title: 'to beat', align: 'right', dropRank: 1 },
  { title: 'net R (90 % interval)', align: 'right' },
  { title: 'Sharpe', align: 'right', dropRank: 2 },
  { title: 'licence', align: 'left' },
] as const;

function recipeLines({ recipe, walked }: RecipeWalk, { paint, width }: Screen): readonly string[] {
  const rows = walked.flatMap(one => ('refusal' in one ? [] : [cellsOf(one).map(text => ({ text }))]));
  const refused = walked.flatMap(one =>
    'refusal' in one ? paragraph(`${one.name} could not be trained: ${one.refusal}`, width) : [],
  );
  return ['', paint.bold(recipe), ...tableLines(COLUMNS, rows, width, paint.dim), ...refused];
}

type Shown = Exclude<Walked, { refusal: string }>;

function cellsOf({ name, evaluation, licence }: Shown): readonly string[] {
  const { standing, netR } = evaluation;
  const leans = standing.leaning > 0;
  return [
    name,
    signed(evaluation.baseLogLoss - evaluation.logLoss, 5),
    figure(evaluation.areaUnderCurve, 3),
    leans ? share(standing.winRate.value) : '-',
    String(standing.leaning),
    leans ? share(standing.against) : '-',
    interval(netR, value => signed(value, 3)),
    figure(evaluation.deflatedSharpe, 3),
    licence.licensed ? 'yes' : licence.reason,
  ];
}

/** The same as one table of Markdown, with every figure. */
export function walkForwardMarkdown(report: WalkForwardReport): readonly string[] {
  return [
    '| recipe | model | rows scored | log loss | base rate | AUC | win rate (90 % interval), n | to beat | net R a trade (90 % interval) | deflated Sharpe | licence |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...report.recipes.flatMap(({ recipe, walked }) => walked.map(one => markdownRow(recipe, one))),
  ];
}

function markdownRow(recipe: string, one: Walked): string {
  if ('refusal' in one) return row([recipe, one.name, ...Array(8).fill(''), `no: ${one.refusal}`]);
  const { name, evaluation, licence } = one;
  const { standing, netR } = evaluation;
  const { leaning } = standing;
  const rate = leaning === 0 ? 'none as sure as 0.55' : interval(ofShare(standing.winRate), share);
  return row([
    recipe,
    name,
    grouped(evaluation.rows),
    figure(evaluation.logLoss, 5),
    figure(evaluation.baseLogLoss, 5),
    figure(evaluation.areaUnderCurve, 3),
    leaning === 0 ? rate : `${rate}, ${grouped(leaning)}`,
    leaning === 0 ? '' : share(standing.against),
    interval(netR, value => signed(value, 3)),
    figure(evaluation.deflatedSharpe, 3),
    licence.licensed ? 'yes' : `no: ${licence.reason}`,
  ]);
}

/** Few predictions leave bounds that no share can have. */
const ofShare = (rate: Interval): Interval => ({
  ...rate,
  low: Math.max(0, rate.low),
  high: Math.min(1, rate.high),
});

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const figure = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : '-';
const signed = (value: number, digits: number): string =>
  Number.isFinite(value) ? `${value > 0 ? '+' : ''}${value.toFixed(digits)}` : '-';
const share = (value: number): string =>
  Number.isFinite(value) ? percent(Math.round(value * 1000) / 1000) : '-';
const interval = ({ value, low, high }: Interval, text: (value: number) => string): string =>
  Number.isFinite(low) && Number.isFinite(high)
    ? `${text(value)} (${text(low)} to ${text(high)})`
    : text(value);
const grouped = (count: number): string => count.toLocaleString('en-US');
