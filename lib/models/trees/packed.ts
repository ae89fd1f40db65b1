import type { Booster } from './booster.ts';
import type { Matrix } from './matrix.ts';

/**
 * A booster's nodes laid out for forecasting: the four numbers a step needs lie side by side, so that it costs one
 * memory access, not four. A node at `at` holds its feature, its threshold (a leaf: its value), the place of its
 * left and the place of its right child; `words` and `floats` are two views of the same bytes.
 */
export interface PackedTrees {
  readonly roots: Int32Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
}

/** Set in the feature's word where a missing value goes left. */
export const DEFAULT_LEFT = 1 << 30;
/** The rest of that word: the feature; 16 bits are enough for any. */
export const FEATURE = 0xffff;
export const LEAF = -1;

export function packTrees(booster: Booster): PackedTrees {
  const { feature, threshold, value, left, right, defaultLeft, treeStarts } = booster;
  const words = new Int32Array(feature.length * 4);
  const floats = new Float32Array(words.buffer);
  for (let node = 0, at = 0; node < feature.length; node++, at += 4) {
    const column = feature[node] as number;
    const isLeaf = column < 0;
    words[at] = isLeaf ? LEAF : column | (defaultLeft[node] === 1 ? DEFAULT_LEFT : 0);
    floats[at + 1] = (isLeaf ? value[node] : threshold[node]) as number;
    words[at + 2] = 4 * (left[node] as number);
    words[at + 3] = 4 * (right[node] as number);
  }
  return { roots: treeStarts.slice(0, -1).map(start => 4 * start), words, floats };
}

/**
 * Adds to a margin the values of the leaves that a row ends in, tree after tree, in 32-bit floats as upstream does.
 * The child is computed, not branched to: which way a row goes is what no processor can guess.
 */
export function addLeafValues(
  { roots, words, floats }: PackedTrees,
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
      const right = Number.isNaN(value) ? (word >> 30) ^ 1 : Number(value >= (floats[at + 1] as number));
      at = words[at + 2 + right] as number;
      word = words[at] as number;
    }
    sum = Math.fround(sum + (floats[at + 1] as number));
  }
  return sum;
}

/** Adds to a margin a row what the trees say of it. */
export function addTrees(
  trees: PackedTrees,
  { rows, columns, values }: Matrix,
  margins: Float32Array | Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    margins[row] = addLeafValues(trees, values, row * columns, margins[row] as number);
  }
}
