/** The probability that log odds stand for, in double precision; the trees' own is in that of their file format. */
export const logistic = (margin: number): number =>
  margin >= 0 ? 1 / (1 + Math.exp(-margin)) : Math.exp(margin) / (1 + Math.exp(margin));

/** The log odds of a probability; kept finite, as a prediction that cannot be wrong would not be. */
export function logitOf(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-6), 1 - 1e-6);
  return Math.log(p / (1 - p));
}

/** Logarithmic loss of one prediction in nats; predictions are kept off 0 and 1, where one error would cost all. */
export function logLossOf(probability: number, label: number): number {
  const p = Math.min(Math.max(probability, 1e-6), 1 - 1e-6);
  return label > 0.5 ? -Math.log(p) : -Math.log(1 - p);
}

/** Log loss of somebody who always says the rate itself: its entropy. Zero for a rate of 0 or 1. */
export const entropyOf = (rate: number): number =>
  rate > 0 && rate < 1 ? -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate) : 0;

/**
 * Area under the ROC curve by ranks, ties counting half; NaN with one class alone. Rows without a label are left out.
 * (Mann and Whitney, 1947.)
 */
export function areaUnderCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const known = Array.from(scores, (score, i) => ({ score, label: labels[i] as number }))
    .filter(({ label }) => !Number.isNaN(label))
    .toSorted((a, b) => a.score - b.score);
  let [ups, ranks, i] = [0, 0, 0];
  while (i < known.length) {
    let end = i;
    while (end < known.length && known[end]?.score === known[i]?.score) end += 1;
    for (let k = i; k < end; k += 1) {
      if (known[k]?.label !== 1) continue;
      ups += 1;
      ranks += (i + 1 + end) / 2;
    }
    i = end;
  }
  const downs = known.length - ups;
  return ups > 0 && downs > 0 ? (ranks - (ups * (ups + 1)) / 2) / (ups * downs) : Number.NaN;
}

/** Distribution function of the standard normal (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

/** Quantile of the standard normal, by bisection on the distribution function. */
export function normalQuantile(p: number): number {
  let [low, high] = [-9, 9];
  for (let k = 0; k < 60; k += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Quantile of Student's t, expanded about the normal (Abramowitz and Stegun 26.7.5); `freedom` from 3 up. */
export function studentQuantile(p: number, freedom: number): number {
  const z = normalQuantile(p);
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample variance. */
export const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};
