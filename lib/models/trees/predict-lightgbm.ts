import type { LightgbmBooster } from './booster-lightgbm.ts';
import { sigmoidDouble } from './logistic-lightgbm.ts';
import type { Matrix } from './matrix.ts';
import type { PackedLightgbm } from './packed-lightgbm.ts';
import { addLeavesDouble, packLightgbm } from './packed-lightgbm.ts';

/** What has been packed once serves every row; it goes when its booster goes. */
const packed = new WeakMap<LightgbmBooster, PackedLightgbm>();

function packedOf(booster: LightgbmBooster): PackedLightgbm {
  const known = packed.get(booster);
  if (known !== undefined) return known;
  const trees = packLightgbm(booster);
  packed.set(booster, trees);
  return trees;
}

/**
 * The margin (log-odds) that LightGBM's trees give one row, summed in 64-bit floats as upstream does.
 * @param row holds the features in the booster's order from `offset` on; NaN is a missing value
 * @throws RangeError where the row is too short
 */
export function lightgbmMarginOf(booster: LightgbmBooster, row: Float32Array, offset = 0): number {
  if (offset < 0 || offset + booster.featureCount > row.length) {
    throw new RangeError(`a row of ${row.length - offset} features, ${booster.featureCount} expected`);
  }
  return addLeavesDouble(packedOf(booster), row, offset, 0);
}

/**
 * The margins of all rows of a matrix.
 * @throws RangeError where it has other columns than the booster has features
 */
export function lightgbmMarginsOf(booster: LightgbmBooster, matrix: Matrix): Float64Array {
  const { rows, columns, values } = matrix;
  if (columns !== booster.featureCount) {
    throw new RangeError(`${columns} columns, ${booster.featureCount} expected`);
  }
  const margins = new Float64Array(rows);
  for (let row = 0; row < rows; row++) margins[row] = lightgbmMarginOf(booster, values, row * columns);
  return margins;
}

/** The probability a booster gives to one row; see `lightgbmMarginOf`. */
export const lightgbmProbabilityOf = (booster: LightgbmBooster, row: Float32Array, offset = 0): number =>
  sigmoidDouble(lightgbmMarginOf(booster, row, offset));
