import { dayText, percent } from '../../desk/words.ts';
import type { MeasuredMixture } from '../../models/mixtures.ts';
import { recipeName } from '../../models/recipe.ts';
import type { TrainingReport } from '../commands/train.ts';
import { pairs, type Screen } from '../screen.ts';
import {
  areaText,
  deflatedText,
  logLossText,
  netRText,
  tradedText,
  verdictText,
  winRateText,
} from './model-figures.ts';

/** What a training has shown, and whether the model may vote. */
export function trainingLines(report: TrainingReport, { width, paint }: Screen): readonly string[] {
  const { manifest, evaluation, licence } = report;
  const { standing } = evaluation;
  const title = `${manifest.version}, ${recipeName(manifest.recipe)}, trained on ${manifest.market}`;
  const span = `${dayText(manifest.trainedFrom)} to ${dayText(manifest.trainedTo)}, ${report.symbols.length} coins`;
  const size = `${Math.ceil(report.bytes / 1000)} kB`;
  const rows: readonly (readonly [string, string])[] = [
    ['data', span],
    [
      'out of sample',
      `${evaluation.rows} rows of folds 2 to ${report.folds}, each calibrated by the folds before it`,
    ],
    ['log loss', logLossText(evaluation.logLoss, evaluation.baseLogLoss)],
    ['AUC', areaText(evaluation.areaUnderCurve)],
    ['win rate', winRateText(standing)],
    [
      'net R',
      `${netRText(evaluation.netR, evaluation.trades)}: every row traded with the actual bracket, costs paid`,
    ],
    ['worth trading', tradedText(manifest.expectedValue)],
    ['deflated Sharpe', deflatedText(evaluation.deflatedSharpe, report.trials)],
    ['when we know', standing.whenWeWillKnow.sentence],
    ['verdict', verdictText(licence)],
    ['written', `${report.files.join(', ')} (${size})`],
  ];
  return [paint.bold(title), ...pairs(rows, width)];
}

/** What the models are worth together, by weights and calibration of before each prediction. */
export function ensembleLines(
  mixture: MeasuredMixture | undefined,
  { width, paint }: Screen,
): readonly string[] {
  const title = paint.bold('the four together');
  if (mixture === undefined)
    return [title, 'none of them has gained anything out of sample: no weight, no vote'];
  const { members, calibration, rows, logLoss, baseLogLoss, expectedValue } = mixture;
  const weights = members.map(({ kind, weight }) => `${kind} ${percent(Math.round(weight * 100) / 100)}`);
  return [
    title,
    ...pairs(
      [
        ['weights', `${weights.join(', ')}: by what each has gained out of sample`],
        ['out of sample', `${rows} rows, weighed and calibrated by what came before each fifth of them`],
        ['log loss', logLossText(logLoss, baseLogLoss)],
        [
          'calibration',
          `slope ${calibration.slope.toFixed(2)}, intercept ${calibration.intercept.toFixed(3)}`,
        ],
        ['worth trading', tradedText(expectedValue)],
      ],
      width,
    ),
  ];
}
