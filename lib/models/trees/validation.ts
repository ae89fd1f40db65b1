import type { BoosterHead } from './booster.ts';
import { boosterOf } from './booster.ts';
import { logit, logLossOfMargins } from './logistic.ts';
import type { LabelledMatrix } from './matrix.ts';
import { addLeafValues, packTrees } from './packed.ts';
import type { Tree } from './tree.ts';

/** The validation rows of a training, and the round at which they were forecast best. */
export class Validation {
  private readonly data: LabelledMatrix;
  private readonly head: BoosterHead;
  private readonly margins: Float32Array;
  private round = 0;
  private best = Infinity;
  private atBest = 1;

  constructor(data: LabelledMatrix, head: BoosterHead) {
    this.data = data;
    this.head = head;
    this.margins = new Float32Array(data.rows).fill(logit(head.baseScore));
  }

  /** The round with the least loss, the first of them; 1 before any round. */
  get bestRound(): number {
    return this.atBest;
  }

  /** Adds a round's tree and returns the mean log loss it leaves. */
  add(tree: Tree): number {
    const { margins, data } = this;
    const packed = packTrees(boosterOf(this.head, [tree]));
    for (let row = 0; row < data.rows; row++) {
      margins[row] = addLeafValues(packed, data.values, row * data.columns, margins[row] as number);
    }
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
