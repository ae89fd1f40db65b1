import { describe, expect, test } from 'vitest';
import { binMatrixLightgbm, ZERO_MAX } from '../../../lib/models/trees/binning-lightgbm.ts';
import { floatBelow } from '../../../lib/models/trees/float-steps.ts';

const binned = (values: readonly number[], maxBin: number) => {
  const matrix = { rows: values.length, columns: 1, values: Float32Array.from(values) };
  const { cuts, bins, hasMissing } = binMatrixLightgbm(matrix, maxBin);
  const bounds = Array.from(cuts[0] ?? [], floatBelow);
  return { bounds, bins: [...(bins[0] ?? [])], hasMissing: hasMissing[0] };
};
const times = (count: number, ...values: number[]) =>
  values.flatMap(value => Array<number>(count).fill(value));
const FLOAT_MAX = 3.4028234663852886e38;

describe('LightGBM’s bins', () => {
  test('part values midway, and give zero a bin of its own', () => {
    const { bounds, bins } = binned(times(3, -2, -1, 0, 1, 3), 255);
    expect(bounds).toEqual([-1.5, -ZERO_MAX, ZERO_MAX, 2, FLOAT_MAX]);
    expect(bins).toEqual(times(3, 0, 1, 2, 3, 4));
  });

  test('keep a place for zero though none is there', () => {
    expect(binned(times(3, 1, 2), 255).bounds).toEqual([ZERO_MAX, 1.5, FLOAT_MAX]);
    expect(binned(times(3, -1, -2), 255).bounds).toEqual([-1.5, -ZERO_MAX, FLOAT_MAX]);
  });

  test('hold three rows at least where there are enough bins', () => {
    expect(binned([1, 2, 3, 4, 5, 6, 7], 255).bounds).toEqual([ZERO_MAX, 3.5, 6.5, FLOAT_MAX]);
  });

  test('hold about as many rows each where there are more values than bins, and a heavy value fills one', () => {
    const plain = Array.from({ length: 90 }, (_, i) => i + 1);
    expect(binned(plain, 4).bounds).toEqual([ZERO_MAX, 30.5, 60.5, FLOAT_MAX]);
    expect(binned([...plain, ...times(90, 50)], 5).bounds).toEqual([ZERO_MAX, 30.5, 49.5, 50.5, FLOAT_MAX]);
  });

  test('leave a place for missing values only where there are any', () => {
    const plain = Array.from({ length: 90 }, (_, i) => i + 1);
    const { bounds, bins, hasMissing } = binned([...plain, Number.NaN], 4);
    expect(bounds).toEqual([ZERO_MAX, 45.5, FLOAT_MAX]);
    expect([bins[0], bins[90], hasMissing]).toEqual([1, 3, true]);
    expect(binned(plain, 4).hasMissing).toBe(false);
  });

  test('are none where nothing is there', () => {
    expect(binned([Number.NaN, Number.NaN], 16).bounds).toEqual([]);
  });

  test('share their number between the two sides of zero by rows', () => {
    const { bounds } = binned(
      [...Array.from({ length: 90 }, (_, i) => -i - 1), ...times(1, ...Array(30).keys())],
      9,
    );
    expect(bounds.filter(bound => bound < 0)).toHaveLength(6);
    expect(bounds.filter(bound => bound > 0)).toHaveLength(3);
  });
});
