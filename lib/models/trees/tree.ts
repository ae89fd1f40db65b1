/** One tree while it grows: parallel lists, a node at each place, the root at 0. */
export interface Tree {
  /** The feature a node asks for; -1 at a leaf. */
  readonly feature: number[];
  /** The last bin that goes left. */
  readonly bin: number[];
  /** A value below this goes left. */
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly defaultLeft: boolean[];
  /** At a leaf what it adds to the margin; elsewhere the weight the node would have had as a leaf. */
  readonly value: number[];
  /** Loss change of the split; 0 at a leaf. */
  readonly gain: number[];
  /** Sum of hessians. */
  readonly cover: number[];
  /** Rows. */
  readonly count: number[];
}

/** A tree without what only its growing needs. */
export type PlainTree = Omit<Tree, 'bin' | 'count'>;

export const emptyTree = (): Tree => ({
  feature: [],
  bin: [],
  threshold: [],
  left: [],
  right: [],
  defaultLeft: [],
  value: [],
  gain: [],
  cover: [],
  count: [],
});

/** Adds a leaf and returns its place. */
export function addLeaf(tree: Tree, value: number, cover: number, count: number): number {
  tree.feature.push(-1);
  tree.bin.push(0);
  tree.threshold.push(0);
  tree.left.push(-1);
  tree.right.push(-1);
  tree.defaultLeft.push(false);
  tree.value.push(value);
  tree.gain.push(0);
  tree.cover.push(cover);
  return tree.count.push(count) - 1;
}
