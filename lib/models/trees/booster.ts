import type { PlainTree } from './tree.ts';

/**
 * A trained ensemble of regression trees under the logistic objective, as plain data: all trees' nodes lie one
 * after the other in flat arrays, and children are places in them.
 */
export interface Booster {
  readonly featureCount: number;
  /** In the order of a row's columns; empty where they have no names. */
  readonly featureNames: readonly string[];
  /** The probability before the first tree. */
  readonly baseScore: number;
  /** The root of each tree, and after the last the number of all nodes. */
  readonly treeStarts: Int32Array;
  /** The feature a node asks for; -1 at a leaf. */
  readonly feature: Int32Array;
  /** A value below this goes left, another right. */
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 where a missing value goes left. */
  readonly defaultLeft: Uint8Array;
  /** At a leaf what it adds to the margin; elsewhere the weight the node would have had as a leaf. */
  readonly value: Float32Array;
  /** Loss change of a node's split; 0 at a leaf. */
  readonly gain: Float32Array;
  /** Sum of hessians of a node's training rows. */
  readonly cover: Float32Array;
}

/** What a booster is made of besides its trees. */
export type BoosterHead = Pick<Booster, 'featureCount' | 'featureNames' | 'baseScore'>;

/** The trees of a booster, as many as it has. */
export const treeCount = (booster: Booster): number => booster.treeStarts.length - 1;

/** Lays trees one after the other. */
export function boosterOf(head: BoosterHead, trees: readonly PlainTree[]): Booster {
  const treeStarts = new Int32Array(trees.length + 1);
  trees.forEach(({ feature }, t) => {
    treeStarts[t + 1] = (treeStarts[t] as number) + feature.length;
  });
  const nodes = treeStarts[trees.length] as number;
  const children = (side: 'left' | 'right') =>
    Int32Array.from(
      trees.flatMap((tree, t) =>
        tree[side].map(child => (child < 0 ? -1 : child + (treeStarts[t] as number))),
      ),
    );
  const floats = (name: 'threshold' | 'value' | 'gain' | 'cover') => {
    const all = new Float32Array(nodes);
    trees.forEach((tree, t) => {
      all.set(tree[name], treeStarts[t]);
    });
    return all;
  };
  return {
    ...head,
    treeStarts,
    feature: Int32Array.from(trees.flatMap(tree => tree.feature)),
    threshold: floats('threshold'),
    left: children('left'),
    right: children('right'),
    defaultLeft: Uint8Array.from(trees.flatMap(tree => tree.defaultLeft.map(Number))),
    value: floats('value'),
    gain: floats('gain'),
    cover: floats('cover'),
  };
}
