import type { Tree } from './tree.ts';

/**
 * A trained ensemble of LightGBM's trees under the logistic objective, as plain data: all trees' nodes lie one after
 * the other in flat arrays, each tree's splits before its leaves, and children are places in them.
 */
export interface LightgbmBooster {
  readonly featureCount: number;
  /** In the order of a row's columns. */
  readonly featureNames: readonly string[];
  /** The least and the largest value of each feature in training, two numbers a feature; NaN where unknown. */
  readonly ranges: Float64Array;
  /** The root of each tree, and after the last the number of all nodes. */
  readonly treeStarts: Int32Array;
  /** The feature a node asks for; -1 at a leaf. */
  readonly feature: Int32Array;
  /**
   * A value below this goes left, another right: upstream's inclusive bound as the next 32-bit float, which says
   * the same of every finite 32-bit value.
   */
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 where a missing value goes left. */
  readonly defaultLeft: Uint8Array;
  /** 1 where zero counts as missing. */
  readonly zeroIsMissing: Uint8Array;
  /** At a leaf what it adds to the margin; elsewhere what the node would add as a leaf. The first tree's hold the start. */
  readonly value: Float64Array;
  /** Gain of a node's split; 0 at a leaf. */
  readonly gain: Float64Array;
  /** Sum of hessians of a node's training rows. */
  readonly cover: Float64Array;
  /** A node's training rows. */
  readonly count: Int32Array;
  /** Learning rate of each tree. */
  readonly shrinkage: Float64Array;
}

/** What a booster is made of besides its trees. */
export type LightgbmHead = Pick<LightgbmBooster, 'featureCount' | 'featureNames' | 'ranges'>;

/** One tree, splits before leaves, children as places in it. */
export interface LightgbmTree extends Omit<Tree, 'bin'> {
  readonly zeroIsMissing: readonly boolean[];
  readonly shrinkage: number;
}

/** Lays trees one after the other. */
export function lightgbmBoosterOf(head: LightgbmHead, trees: readonly LightgbmTree[]): LightgbmBooster {
  const treeStarts = new Int32Array(trees.length + 1);
  trees.forEach(({ feature }, t) => {
    treeStarts[t + 1] = (treeStarts[t] as number) + feature.length;
  });
  const children = (side: 'left' | 'right') =>
    Int32Array.from(
      trees.flatMap((tree, t) =>
        tree[side].map(child => (child < 0 ? -1 : child + (treeStarts[t] as number))),
      ),
    );
  const doubles = (name: 'value' | 'gain' | 'cover') => Float64Array.from(trees.flatMap(tree => tree[name]));
  const flags = (name: 'defaultLeft' | 'zeroIsMissing') =>
    Uint8Array.from(trees.flatMap(tree => tree[name].map(Number)));
  return {
    ...head,
    treeStarts,
    feature: Int32Array.from(trees.flatMap(({ feature }) => feature)),
    threshold: Float32Array.from(trees.flatMap(({ threshold }) => threshold)),
    left: children('left'),
    right: children('right'),
    defaultLeft: flags('defaultLeft'),
    zeroIsMissing: flags('zeroIsMissing'),
    value: doubles('value'),
    gain: doubles('gain'),
    cover: doubles('cover'),
    count: Int32Array.from(trees.flatMap(({ count }) => count)),
    shrinkage: Float64Array.from(trees, ({ shrinkage }) => shrinkage),
  };
}

/** The same tree with its splits before its leaves, each in their order. */
export function splitsFirst(tree: Omit<Tree, 'bin'>): Omit<Tree, 'bin'> {
  const nodes = tree.feature.map((_, node) => node);
  const isSplit = (node: number) => (tree.feature[node] as number) >= 0;
  const order = [...nodes.filter(isSplit), ...nodes.filter(node => !isSplit(node))];
  const placeOf = new Map(order.map((node, place) => [node, place]));
  const moved = <T>(list: readonly T[]): T[] => order.map(node => list[node] as T);
  const children = (list: readonly number[]) => moved(list).map(child => placeOf.get(child) ?? -1);
  return {
    feature: moved(tree.feature),
    threshold: moved(tree.threshold),
    left: children(tree.left),
    right: children(tree.right),
    defaultLeft: moved(tree.defaultLeft),
    value: moved(tree.value),
    gain: moved(tree.gain),
    cover: moved(tree.cover),
    count: moved(tree.count),
  };
}
