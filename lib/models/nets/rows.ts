import { TrainingError } from '../trees/errors.ts';
import type { LabelledMatrix } from '../trees/matrix.ts';
import type { Windows } from '../windows.ts';
import type { Net } from './net.ts';

/** Rows to learn from, with the bars behind them. */
export type LabelledWindows = LabelledMatrix & { readonly windows: Windows };

/** @throws TrainingError for rows that this net cannot learn from */
export function checkRows({ rows, labels, weights, windows }: LabelledWindows, net: Net, what: string): void {
  if (rows < 1 || labels.length !== rows || windows.rows !== rows)
    throw new TrainingError(
      'shape',
      `${what}: ${rows} rows, ${labels.length} labels, ${windows.rows} windows`,
    );
  if (windows.bars !== net.bars || windows.channels !== net.channels)
    throw new TrainingError(
      'shape',
      `${what}: windows of ${windows.bars} bars x ${windows.channels}, ${net.bars} x ${net.channels} expected`,
    );
  const row = labels.findIndex(label => !(label >= 0 && label <= 1));
  if (row >= 0) throw new TrainingError('label', `${what}: label ${labels[row]} in row ${row}`);
  const wrong = weights?.findIndex(weight => !(weight >= 0 && weight < Infinity)) ?? -1;
  if (wrong >= 0) throw new TrainingError('weight', `${what}: weight ${weights?.[wrong]} in row ${wrong}`);
}

/** Mean binary cross-entropy of log odds, weighed, in 64 bits. */
export function logLossOf(margins: ArrayLike<number>, { labels, weights }: LabelledMatrix): number {
  let [sum, whole] = [0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    const margin = margins[row] as number;
    const weight = weights?.[row] ?? 1;
    const softplus = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    sum += weight * (softplus - (labels[row] as number) * margin);
    whole += weight;
  }
  return sum / whole;
}
