import { dayText, minuteText } from '../../desk/words.ts';
import { recipeName } from '../../models/recipe.ts';
import type { ModelView } from '../commands/models.ts';
import { pairs, type Screen } from '../screen.ts';
import { areaText, logLossText, verdictText, winRateText } from './model-figures.ts';

/** The four kinds of model in a folder, one under the other. */
export const modelsLines = (
  dir: string,
  views: readonly ModelView[],
  { width, paint }: Screen,
): readonly string[] => [
  `models in ${dir}`,
  ...views.flatMap(view => ['', paint.bold(`${view.kind}: ${stateText(view)}`), ...figures(view, width)]),
];

function stateText(view: ModelView): string {
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

function figures(view: ModelView, width: number): readonly string[] {
  if (view.state !== 'trained') return [];
  const { manifest, licence, asked, ageDays } = view;
  const { metrics } = manifest;
  const { standing } = licence;
  return pairs(
    [
      ['recipe', recipeName(manifest.recipe)],
      [
        'data',
        `${manifest.market}, ${dayText(manifest.trainedFrom)} to ${dayText(manifest.trainedTo)}, ${manifest.symbols.length} coins`,
      ],
      ['age', `${Math.floor(ageDays)} days; revalidated ${minuteText(manifest.revalidatedAt)} UTC`],
      ['log loss', logLossText(metrics.logLoss, metrics.baseLogLoss)],
      ['AUC', areaText(metrics.areaUnderCurve)],
      ['win rate', winRateText(standing)],
      ['when we know', standing.whenWeWillKnow.sentence],
      ['on a desk', `that trades ${asked.market} at ${minuteText(asked.at)} UTC: ${verdictText(licence)}`],
    ],
    width,
  );
}
