import { dayText } from '../../desk/words.ts';
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
