import type { Booster } from './booster.ts';
import { logit, sigmoid } from './logistic.ts';
import type { Matrix } from './matrix.ts';
import type { PackedTrees } from './packed.ts';
import { addLeafValues, packTrees } from './packed.ts';

/** What has been packed once serves every row; it goes when its booster goes. */
const packed = new WeakMap<Booster, PackedTrees>();

function packedOf(booster: Booster): PackedTrees {
  const known = packed.get(booster);
  if (known !== undefined) return known;
  const trees = packTrees(booster);
  packed.set(booster, trees);
  return trees;
}

/**
 * The margin (log-odds) of one row: the base margin and each tree's leaf, added in 32-bit floats as upstream does.
 * @param row holds the features in the booster's order from `offset` on; NaN is a missing value
 * @throws RangeError where the row is too short
 */
export function marginOf(booster: Booster, row: Float32Array, offset = 0): number {
  if (offset < 0 || offset + booster.featureCount > row.length) {
    throw new RangeError(`a row of ${row.length - offset} features, ${booster.featureCount} expected`);
  }
  return addLeafValues(packedOf(booster), row, offset, logit(booster.baseScore));
}

/**
 * The margins of all rows of a matrix.
 * @throws RangeError where it has other columns than the booster has features
 */
export function marginsOf(booster: Booster, matrix: Matrix): Float32Array {
  const { rows, columns, values } = matrix;
  if (columns !== booster.featureCount) {
    throw new RangeError(`${columns} columns, ${booster.featureCount} expected`);
  }
  const margins = new Float32Array(rows);
  for (let row = 0; row < rows; row++) margins[row] = marginOf(booster, values, row * columns);
  return margins;
}

/** The probability a booster gives to one row; see `marginOf`. */
export const probabilityOf = (booster: Booster, row: Float32Array, offset = 0): number =>
  sigmoid(marginOf(booster, row, offset));
