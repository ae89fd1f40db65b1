import type { Threshold } from '../../models/what-if.ts';
import type { Screen } from '../screen.ts';

/** A model with its thresholds. */
export interface WhatIf {
  readonly version: string;
  readonly thresholds: readonly Threshold[];
}

const HEAD = ['confidence', 'trades', 'days', 'won', 'net R', '90 % interval'];
const WIDTHS = [10, 9, 6, 8, 8, 18];

/** For each model a table, a threshold a line. */
export function whatIfLines(models: readonly WhatIf[], { paint }: Screen): readonly string[] {
  if (models.length === 0) return ['No model is trained here: npm run desk -- train makes one.'];
  return models.flatMap(({ version, thresholds }, n) => [
    ...(n === 0 ? [] : ['']),
    paint.bold(version),
    ...(thresholds.length === 0
      ? ['it was brought from elsewhere, or trained before thresholds were kept: nothing is known of it']
      : [
          paint.dim(line(HEAD)),
          ...thresholds.map(each => line(cellsOf(each))),
          paint.dim(
            'each prediction of at least that confidence traded out of sample, costs paid; net R a trade',
          ),
        ]),
  ]);
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, c) => cell.padStart(WIDTHS[c] ?? 0))
    .join('')
    .trimEnd();

function cellsOf({ confidenceMin, n, wins, days, meanR, low, high }: Threshold): readonly string[] {
  const won = n === 0 ? '-' : `${((100 * wins) / n).toFixed(1)} %`;
  const interval = low === null || high === null ? '-' : `${three(low)} to ${three(high)}`;
  return [
    confidenceMin.toFixed(3),
    String(n),
    String(days),
    won,
    meanR === null ? '-' : three(meanR),
    interval,
  ];
}

const three = (value: number): string => value.toFixed(3);
