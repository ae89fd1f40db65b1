import type { BinnedMatrix } from './binning.ts';
import type { OpenLeaf } from './growth.ts';
import type { Derivatives, Histogram, HistogramLayout } from './histogram.ts';
import { fillHistogram, HistogramPool, subtractHistogram } from './histogram.ts';
import type { TreeRules } from './rules.ts';
import type { Split, Sums } from './split.ts';
import type { Tree } from './tree.ts';
import { addLeaf, emptyTree } from './tree.ts';

/** A leaf of the grown tree and the rows that ended in it. */
export interface LeafRows {
  readonly node: number;
  readonly rows: Int32Array;
}

export interface GrownTree {
  readonly tree: Tree;
  readonly leaves: readonly LeafRows[];
}

/** A node of known rows, before it is known whether it can be split. */
interface Node {
  readonly node: number;
  readonly leaf: number;
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  readonly sums: Sums;
}

/** What the trees of one booster share: the data, and space that each uses anew. */
interface Ground {
  readonly matrix: BinnedMatrix;
  readonly rules: TreeRules;
  readonly layout: HistogramLayout;
  readonly pool: HistogramPool;
  readonly gathered: Derivatives;
  readonly aside: Int32Array;
}

/** What one tree learns from; its rows are put into the order of its leaves. */
interface Sample {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly derivatives: Derivatives;
}

/** Grows the trees of one booster over one binned matrix, and keeps the space they need between them. */
export class TreeGrower {
  private readonly ground: Ground;

  constructor(matrix: BinnedMatrix, layout: HistogramLayout, rules: TreeRules) {
    this.ground = {
      matrix,
      rules,
      layout,
      pool: new HistogramPool(layout),
      gathered: { gradients: new Float64Array(matrix.rows), hessians: new Float64Array(matrix.rows) },
      aside: new Int32Array(matrix.rows),
    };
  }

  /**
   * Grows one tree.
   * @param rows the rows to learn from; put into the order of the leaves
   * @param columns the columns that may be split, ascending
   * @param derivatives one gradient and hessian for each row of the matrix, on a grid where sums are exact
   */
  grow(rows: Int32Array, columns: Int32Array, derivatives: Derivatives): GrownTree {
    const growing = new GrowingTree(this.ground, { rows, columns, derivatives });
    growing.plant();
    while (growing.splitNext());
    return growing.finish();
  }
}

class GrowingTree {
  private readonly ground: Ground;
  private readonly sample: Sample;
  private readonly tree = emptyTree();
  private readonly open: OpenLeaf[] = [];
  private readonly closed: Node[] = [];

  constructor(ground: Ground, sample: Sample) {
    this.ground = ground;
    this.sample = sample;
  }

  plant(): void {
    const { rows, derivatives } = this.sample;
    const root = this.addNode(0, 0, 0, rows.length, sumsOf(rows, derivatives));
    const { columns } = this.sample;
    if (this.mayGrow(root)) this.enlist(root, this.count(root, columns), columns);
    else this.closed.push(root);
  }

  /** Splits the leaf whose turn it is; false when none is left or the tree has all the leaves it may have. */
  splitNext(): boolean {
    const { open, closed, ground } = this;
    const { next, maxLeaves } = ground.rules;
    if (open.length === 0 || open.length + closed.length === maxLeaves) return false;
    const [parent] = open.splice(next(open), 1);
    if (parent === undefined) return false;
    const [left, right] = this.divide(parent);
    if (this.mayGrow(left) || this.mayGrow(right)) this.enlistBoth(left, right, parent);
    else {
      closed.push(left, right);
      ground.pool.giveBack(parent.histogram);
    }
    return true;
  }

  finish(): GrownTree {
    const { tree, open, closed, ground } = this;
    for (const leaf of open) {
      closed.push(leaf);
      ground.pool.giveBack(leaf.histogram);
    }
    for (const { node } of closed) tree.value[node] = ground.rules.valueOf(tree.value[node] as number);
    const rowsOf = ({ start, end }: Node) => this.sample.rows.subarray(start, end);
    return { tree, leaves: closed.map(leaf => ({ node: leaf.node, rows: rowsOf(leaf) })) };
  }

  /** False where no split could be allowed, so that none need be looked for. */
  private mayGrow({ depth, sums, start, end }: Node): boolean {
    const { rules } = this.ground;
    return (rules.maxDepth === 0 || depth < rules.maxDepth) && rules.maySplit(sums, end - start);
  }

  /** Only the smaller child is counted: the other's histogram is what is left of the parent's. */
  private enlistBoth(left: Node, right: Node, { split, histogram: parent }: OpenLeaf): void {
    const isLeftSmaller = left.end - left.start <= right.end - right.start;
    const counted = this.count(isLeftSmaller ? left : right, split.columns);
    subtractHistogram(parent, counted);
    this.enlist(left, isLeftSmaller ? counted : parent, split.columns);
    this.enlist(right, isLeftSmaller ? parent : counted, split.columns);
  }

  /** Opens a node where a split is worth it, else closes it. */
  private enlist(node: Node, histogram: Histogram, columns: Int32Array): void {
    const { rules, pool } = this.ground;
    const split = rules.bestSplit(histogram, columns, node.sums, node.end - node.start);
    if (split !== undefined) {
      this.open.push({ ...node, split, histogram });
      return;
    }
    this.closed.push(node);
    pool.giveBack(histogram);
  }

  private count({ start, end }: Node, columns: Int32Array): Histogram {
    const { layout, matrix, pool, gathered } = this.ground;
    const { rows, derivatives } = this.sample;
    const histogram = pool.take();
    fillHistogram(histogram, layout, matrix, columns, rows.subarray(start, end), derivatives, gathered);
    return histogram;
  }

  private addNode(leaf: number, depth: number, start: number, end: number, sums: Sums): Node {
    const weight = this.ground.rules.weightOf(sums);
    return { node: addLeaf(this.tree, weight, sums.hessian, end - start), leaf, depth, start, end, sums };
  }

  /** Writes a leaf's split into the tree, parts its rows and adds its two children. */
  private divide({ node, leaf, split, sums, start, end, depth }: OpenLeaf): [Node, Node] {
    const { tree, open, closed } = this;
    const cuts = this.ground.matrix.cuts[split.column] as Float32Array;
    tree.feature[node] = split.column;
    tree.bin[node] = split.bin;
    tree.threshold[node] = cuts[split.bin] as number;
    tree.defaultLeft[node] = split.defaultLeft;
    tree.gain[node] = split.gain;
    const middle = this.part(start, end, split);
    const left = this.addNode(leaf, depth + 1, start, middle, split.left);
    const newLeaf = open.length + closed.length + 1;
    const right = this.addNode(newLeaf, depth + 1, middle, end, {
      gradient: sums.gradient - split.left.gradient,
      hessian: sums.hessian - split.left.hessian,
    });
    tree.left[node] = left.node;
    tree.right[node] = right.node;
    return [left, right];
  }

  /** Puts the rows that go left before those that go right, each in their order; returns where the right ones begin. */
  private part(start: number, end: number, { column, bin, defaultLeft }: Split): number {
    const { rows } = this.sample;
    const { matrix, aside } = this.ground;
    const bins = matrix.bins[column] as Uint8Array;
    const missing = (matrix.cuts[column] as Float32Array).length;
    let kept = start;
    let moved = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i] as number;
      const its = bins[row] as number;
      if (its <= bin || (defaultLeft && its === missing)) rows[kept++] = row;
      else aside[moved++] = row;
    }
    rows.set(aside.subarray(0, moved), kept);
    return kept;
  }
}

function sumsOf(rows: Int32Array, { gradients, hessians }: Derivatives): Sums {
  let gradient = 0;
  let hessian = 0;
  for (const row of rows) {
    gradient += gradients[row] as number;
    hessian += hessians[row] as number;
  }
  return { gradient, hessian };
}
