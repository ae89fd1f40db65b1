import { ZERO_MAX } from './binning-lightgbm.ts';
import type { LightgbmBooster } from './booster-lightgbm.ts';
import type { Matrix } from './matrix.ts';
import { DEFAULT_LEFT, FEATURE, LEAF } from './packed.ts';

/**
 * A booster's nodes laid out for forecasting, four words a node as in `packed.ts`; a leaf's second word is the place
 * of its value, which needs 64 bits.
 */
export interface PackedLightgbm {
  readonly roots: Int32Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
  readonly values: Float64Array;
}

/** Set in the feature's word where zero counts as missing. */
const ZERO_IS_MISSING = 1 << 29;

export function packLightgbm(booster: LightgbmBooster): PackedLightgbm {
  const { feature, threshold, value, left, right, defaultLeft, zeroIsMissing, treeStarts } = booster;
  const words = new Int32Array(feature.length * 4);
  const floats = new Float32Array(words.buffer);
  for (let node = 0, at = 0; node < feature.length; node++, at += 4) {
    const column = feature[node] as number;
    if (column < 0) {
      words[at] = LEAF;
      words[at + 1] = node;
      continue;
    }
    const flags =
      (defaultLeft[node] === 1 ? DEFAULT_LEFT : 0) | (zeroIsMissing[node] === 1 ? ZERO_IS_MISSING : 0);
    words[at] = column | flags;
    floats[at + 1] = threshold[node] as number;
    words[at + 2] = 4 * (left[node] as number);
    words[at + 3] = 4 * (right[node] as number);
  }
  return { roots: treeStarts.slice(0, -1).map(start => 4 * start), words, floats, values: value };
}

/** Adds to a margin the values of the leaves that a row ends in, tree after tree, in 64-bit floats. */
export function addLeavesDouble(
  { roots, words, floats, values }: PackedLightgbm,
  row: Float32Array,
  offset: number,
  margin: number,
): number {
  let sum = margin;
  for (let tree = 0; tree < roots.length; tree++) {
    let at = roots[tree] as number;
    let word = words[at] as number;
    while (word >= 0) {
      const value = row[offset + (word & FEATURE)] as number;
      const isMissing =
        Number.isNaN(value) || ((word & ZERO_IS_MISSING) !== 0 && Math.abs(value) <= ZERO_MAX);
      const right = isMissing ? (word >> 30) ^ 1 : Number(value >= (floats[at + 1] as number));
      at = words[at + 2 + right] as number;
      word = words[at] as number;
    }
    sum += values[words[at + 1] as number] as number;
  }
  return sum;
}

/** Adds to a margin a row what the trees say of it. */
export function addLightgbmTrees(
  trees: PackedLightgbm,
  { rows, columns, values }: Matrix,
  margins: Float32Array | Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    margins[row] = addLeavesDouble(trees, values, row * columns, margins[row] as number);
  }
}
