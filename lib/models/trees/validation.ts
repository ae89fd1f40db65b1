import { logLossOfMargins } from './logistic.ts';
import type { LabelledMatrix } from './matrix.ts';
import type { Tree } from './tree.ts';

/** Log odds, in the precision in which a library sums them. */
export type Margins = Float32Array | Float64Array;

/** The validation rows of a training, and the round at which they were forecast best. */
export class Validation {
  private readonly data: LabelledMatrix;
  private readonly margins: Margins;
  private readonly addTree: (tree: Tree, margins: Margins) => void;
  private round = 0;
  private best = Infinity;
  private atBest = 1;

  /**
   * @param margins of the rows before the first tree
   * @param addTree adds to the margins what a tree says of the rows
   */
  constructor(data: LabelledMatrix, margins: Margins, addTree: (tree: Tree, margins: Margins) => void) {
    this.data = data;
    this.margins = margins;
    this.addTree = addTree;
  }

  /** The round with the least loss, the first of them; 1 before any round. */
  get bestRound(): number {
    return this.atBest;
  }

  /** Adds a round's tree and returns the mean log loss it leaves. */
  add(tree: Tree): number {
    const { margins, data } = this;
    this.addTree(tree, margins);
    this.round++;
    const loss = logLossOfMargins(margins, data.labels, data.weights);
    if (loss < this.best) {
      this.best = loss;
      this.atBest = this.round;
    }
    return loss;
  }

  /** True when the last `patience` rounds brought nothing better; never for a patience of 0. */
  isStale(patience: number): boolean {
    return patience > 0 && this.round - this.atBest >= patience;
  }
}
