import { dayText, minuteText } from '../../desk/words.ts';
import { type Cell, type Column, tableLines } from '../../local/terminal/table.ts';
import { recipeName } from '../../models/recipe.ts';
import { pairs, paragraph, type Screen } from '../screen.ts';
import type { EnsembleView, ModelView, Seats, TrainedView } from '../seats.ts';
import { areaText, gainText, logLossText, rateText, winRateText } from './model-figures.ts';

/** The four kinds of model in a folder, one under the other. */
export const modelsLines = (
  dir: string,
  { models: views, ensemble }: Seats,
  screen: Screen,
): readonly string[] => [
  `models in ${dir}`,
  ...(views.some(({ state }) => state !== 'untrained') ? ['', ...seatLines(views, screen)] : []),
  ...views.flatMap(view => [
    '',
    screen.paint.bold(`${view.kind}: ${stateText(view)}`),
    ...(view.state === 'trained' ? pairs(figuresOf(view), screen.width) : []),
  ]),
  ...(ensemble.licensed.length > 1 || ensemble.trouble !== null
    ? ['', ...pairs([['ensemble', ensembleText(ensemble)]], screen.width)]
    : []),
];

const COLUMNS: readonly Column[] = [
  { title: 'model', align: 'left' },
  { title: 'seat', align: 'left' },
  { title: 'age', align: 'right', dropRank: 3 },
  { title: 'n', align: 'right', dropRank: 1 },
  { title: 'won (90 % interval)', align: 'right' },
  { title: 'to beat', align: 'right', dropRank: 2 },
  { title: 'gain', align: 'right' },
  { title: 'weight', align: 'right' },
];

/** All seats at a glance, a model a line; what the columns are stands below them. */
export function seatLines(views: readonly ModelView[], { width, paint }: Screen): readonly string[] {
  const rows = views.map((view): readonly Cell[] => {
    if (view.state === 'untrained')
      return [
        { text: view.kind, paint: paint.dim },
        { text: 'vacant', paint: paint.dim },
      ];
    if (view.state === 'unusable')
      return [{ text: view.version }, { text: view.role }, ...BLANKS, { text: 'unusable', paint: paint.bad }];
    const { licence, weight, because, role, ageDays, manifest } = view;
    const { standing } = licence;
    return [
      { text: manifest.version },
      { text: role },
      { text: `${Math.floor(ageDays)} d` },
      { text: standing.leaning.toLocaleString('en-US') },
      { text: rateText(standing) },
      { text: standing.leaning === 0 ? '-' : rateOf(standing.against) },
      { text: gainText(standing) },
      because === null
        ? { text: shareText(weight), paint: paint.good }
        : { text: 'no vote', paint: paint.dim },
    ];
  });
  return [...tableLines(COLUMNS, rows, width, paint.dim), ...paragraph(LEGEND, width).map(paint.dim)];
}

const LEGEND =
  'won: of n resolved predictions as sure as 0.55; gain: log loss below the base rate’s, in nats; weight: share of the vote';
const BLANKS: readonly Cell[] = Array.from({ length: 5 }, () => ({ text: '' }));
const rateOf = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A share of the vote: `57 %`. */
export const shareText = (weight: number): string => `${Math.round(weight * 100)} %`;

/** What a place holds, and what it is there for. */
export function stateText(view: ModelView): string {
  switch (view.state) {
    case 'untrained':
      return 'not trained, so it has no vote';
    case 'unusable':
      return `cannot be used, so it has no vote: ${view.because}`;
    case 'trained':
      return view.role === 'champion' ? view.manifest.version : `${view.role} ${view.manifest.version}`;
    default:
      return view satisfies never;
  }
}

/** How those that are licensed vote together. */
export function ensembleText({ licensed, mixture, trouble }: EnsembleView): string {
  const told = trouble === null ? '' : `; ${trouble}`;
  if (licensed.length === 0) return `nobody has a licence, so nobody votes${told}`;
  const these =
    licensed.length === 1 ? 'the one that is licensed' : `the ${licensed.length} that are licensed`;
  if (mixture !== null) {
    const { rows, logLoss, baseLogLoss, measuredAt } = mixture;
    const measured = `measured ${minuteText(measuredAt)} on ${rows} rows`;
    return `${these}, ${measured}: log loss ${logLossText(logLoss, baseLogLoss)}`;
  }
  if (licensed.length === 1) return `${these} votes by its own calibration${told}`;
  return `${these} were never measured together: the one with most gain votes alone${told}`;
}

/** All that is known of a model. */
function figuresOf(view: TrainedView): readonly (readonly [string, string])[] {
  const { manifest, licence, asked, ageDays } = view;
  const { metrics } = manifest;
  return [
    ['recipe', recipeName(manifest.recipe)],
    [
      'data',
      `${manifest.market}, ${dayText(manifest.trainedFrom)} to ${dayText(manifest.trainedTo)}, ${manifest.symbols.length} coins`,
    ],
    ['age', `${Math.floor(ageDays)} days; revalidated ${minuteText(manifest.revalidatedAt)} UTC`],
    ['log loss', trainedLossText(view)],
    ['AUC', areaText(metrics.areaUnderCurve)],
    ['win rate', winRateText(licence.standing)],
    ['when we know', licence.standing.whenWeWillKnow.sentence],
    ['on a desk', `that trades ${asked.market} at ${minuteText(asked.at)} UTC: ${voteText(view)}`],
  ];
}

/** Log loss out of sample when it was trained; what it has shown since is in the gain. */
export const trainedLossText = ({ manifest: { metrics } }: TrainedView): string =>
  metrics.rows === 0
    ? 'not known when it was brought: its record here counts'
    : logLossText(metrics.logLoss, metrics.baseLogLoss);

export const voteText = ({ because }: TrainedView): string =>
  because === null ? 'licensed' : `not licensed: ${because}`;
