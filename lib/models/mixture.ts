import { type Calibration, calibrated, fitPlatt } from './calibration.ts';
import { type ModelKind, type Vote, weightsOf } from './ensemble.ts';
import type { Joint } from './joint.ts';
import { entropyOf, logistic, logLossOf } from './statistics.ts';

/** How several models' words become one: the weight of each, and the calibration of their weighted mean. */
export interface Mixture {
  readonly votes: readonly Vote[];
  readonly calibration: Calibration;
}

/**
 * The mixture of some models by what was known at an instant. The weights are all zero where none of them has gained
 * anything: such a mixture says the base rate of everything.
 */
export function mixtureOf(joint: Joint, members: readonly ModelKind[], knownBy = Infinity): Mixture {
  const known = rowsKnownBy(joint, knownBy);
  const opinions = members.map(kind => ({ kind, margin: 0, gain: gainOf(joint, kind, known) }));
  const votes = weightsOf(opinions);
  const labels = known.map(row => joint.labels[row] as number);
  // Their words are log odds already. Of so many that know different things the mean is that part of what they know; a
  // steeper slope would be read from margins too faint to tell.
  const slopeMax = votes.filter(({ weight }) => weight > 0).length;
  const margins = known.map(row => mixedLogit(joint, votes, row));
  return { votes, calibration: fitPlatt(margins, labels, slopeMax) };
}

/** The weighted mean of the members' log odds. */
export function mixedLogit({ kinds, logits }: Joint, votes: readonly Vote[], row: number): number {
  let sum = 0;
  for (const { kind, weight } of votes) {
    // Without weight it is not asked: zero times NaN would still be NaN.
    if (weight > 0) sum += weight * (logits[kinds.indexOf(kind)]?.[row] ?? Number.NaN);
  }
  return sum;
}

function rowsKnownBy({ rows, endAt, labels }: Joint, knownBy: number): number[] {
  const known: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    if ((endAt[row] as number) <= knownBy && !Number.isNaN(labels[row] as number)) known.push(row);
  }
  return known;
}

/** Log-loss gain over always saying the rows' own rate, in nats. */
function gainOf({ kinds, logits, labels }: Joint, kind: ModelKind, known: readonly number[]): number {
  const own = logits[kinds.indexOf(kind)];
  if (own === undefined || known.length === 0) return 0;
  let [ups, loss] = [0, 0];
  for (const row of known) {
    const label = labels[row] as number;
    ups += label;
    loss += logLossOf(logistic(own[row] as number), label);
  }
  return entropyOf(ups / known.length) - loss / known.length;
}

/** A row of the joint predictions with the mixture's own, made without it. */
export interface MixedPrediction {
  readonly row: number;
  readonly pUp: number;
}

/** As many as a walk has folds after the first. */
const BLOCKS = 5;

/**
 * Nested predictions of the mixture: time is cut into blocks, and weights and calibration of a block come from the
 * blocks before it. The first has none before it and yields none.
 */
export function nestedMixture(joint: Joint, members: readonly ModelKind[]): readonly MixedPrediction[] {
  const [begin, end] = [joint.at[0] ?? 0, joint.at[joint.rows - 1] ?? 0];
  const predictions: MixedPrediction[] = [];
  let row = 0;
  for (let block = 0; block < BLOCKS; block += 1) {
    const from = begin + ((end - begin) * block) / BLOCKS;
    const to = block === BLOCKS - 1 ? Infinity : begin + ((end - begin) * (block + 1)) / BLOCKS;
    const { votes, calibration } = mixtureOf(joint, members, block === 0 ? -Infinity : from);
    for (; row < joint.rows && (joint.at[row] as number) < to; row += 1) {
      if (block === 0) continue;
      predictions.push({ row, pUp: calibrated(calibration, mixedLogit(joint, votes, row)) });
    }
  }
  return predictions;
}
