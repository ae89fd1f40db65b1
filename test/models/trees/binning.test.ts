import { describe, expect, test } from 'vitest';
import { binMatrix } from '../../../lib/models/trees/binning.ts';
import { fillHistogram, layoutOf, subtractHistogram } from '../../../lib/models/trees/histogram.ts';
import { learnableRows } from './data.ts';

const column = (values: readonly number[], weights?: readonly number[]) => ({
  rows: values.length,
  columns: 1,
  values: Float32Array.from(values),
  labels: new Float32Array(values.length),
  ...(weights === undefined ? {} : { weights: Float32Array.from(weights) }),
});

const counts = (bins: Uint8Array | undefined, places: number) =>
  Array.from({ length: places }, (_, place) => bins?.filter(bin => bin === place).length);

describe('bins', () => {
  test('hold one value each where that is enough, and missing values have their own place', () => {
    const { cuts, bins } = binMatrix(column([3, 1, Number.NaN, 2, 1, -0, 0]), 5);
    expect([...(cuts[0] ?? [])].slice(0, -1)).toEqual([1, 2, 3]);
    expect([...(bins[0] ?? [])]).toEqual([3, 1, 4, 2, 1, 0, 0]);
  });

  test('hold about as many rows each where there are more values than bins', () => {
    const { cuts, bins } = binMatrix(learnableRows(1000, 1), 11);
    expect(cuts[0]).toHaveLength(10);
    for (const count of counts(bins[0], 10)) expect(count).toBe(100);
  });

  test('hold about the same weight each where rows are weighted', () => {
    const { bins } = binMatrix(
      column([...Array(100).keys()], [...Array(50).fill(3), ...Array(50).fill(1)]),
      5,
    );
    expect(counts(bins[0], 4)).toEqual([17, 17, 17, 49]);
  });

  test('give a heavy value one bin and the others to the rest', () => {
    const values = [...Array(500).fill(0), ...Array.from({ length: 500 }, (_, i) => i + 1)];
    const { cuts, bins } = binMatrix(column(values), 12);
    expect(cuts[0]).toHaveLength(11);
    expect(counts(bins[0], 11)).toEqual([500, ...Array(10).fill(50)]);
  });

  test('are none where nothing is there', () => {
    const { cuts, bins } = binMatrix(column([Number.NaN, Number.NaN]), 16);
    expect(cuts[0]).toHaveLength(0);
    expect([...(bins[0] ?? [])]).toEqual([0, 0]);
  });
});

test('a histogram got by subtraction is the one that counting gives', () => {
  const data = learnableRows(500, 6, { missing: true });
  const matrix = binMatrix(data, 64);
  const layout = layoutOf(matrix);
  const grid = (n: number) => Math.round(n * 2 ** 30) / 2 ** 30;
  const derivatives = {
    gradients: Float64Array.from({ length: 500 }, (_, row) => grid(Math.sin(row))),
    hessians: Float64Array.from({ length: 500 }, (_, row) => grid(0.3 + 0.2 * Math.cos(row))),
  };
  const gathered = { gradients: new Float64Array(500), hessians: new Float64Array(500) };
  const rows = Int32Array.from({ length: 500 }, (_, i) => (i * 7) % 500);
  const columns = Int32Array.of(0, 1, 2, 3, 4, 5);
  const counted = (start: number, end: number) => {
    const histogram = new Float64Array(layout.length);
    fillHistogram(histogram, layout, matrix, columns, rows.subarray(start, end), derivatives, gathered);
    return histogram;
  };
  const remainder = counted(0, 500);
  subtractHistogram(remainder, counted(0, 180));
  expect(remainder).toEqual(counted(180, 500));
  expect(remainder.some(sum => sum !== 0)).toBe(true);
});
