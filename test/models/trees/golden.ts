import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledMatrix, Matrix } from '../../../lib/models/trees/matrix.ts';

const FOLDER = join(import.meta.dirname, '../../golden/trees');

/** The text of a golden file. */
export const goldenText = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** The names of the golden files that begin so and end in `.model.json`, or another ending, without it. */
export const goldenModels = (prefix: string, ending = '.model.json'): string[] =>
  readdirSync(FOLDER)
    .filter(name => name.startsWith(prefix) && name.endsWith(ending))
    .map(name => name.slice(0, -ending.length));

export interface GoldenTable {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly (number | null)[];
}

export const goldenJson = <Content>(name: string): Content => JSON.parse(goldenText(name)) as Content;

/** A golden table as features; null is a missing value. */
export const matrixOf = ({ rows, columns, values }: GoldenTable): Matrix => ({
  rows,
  columns,
  values: Float32Array.from(values, value => value ?? Number.NaN),
});

/** The discrete rows that upstream's trees were trained on. */
export function discreteRows(weighted: boolean): LabelledMatrix {
  const table = goldenJson<GoldenTable & { labels: number[]; weights: number[] }>('discrete.json');
  const data = { ...matrixOf(table), labels: Float32Array.from(table.labels) };
  return weighted ? { ...data, weights: Float32Array.from(table.weights) } : data;
}

/** The largest difference between two lists of numbers. */
export const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? Number.NaN))), 0);
