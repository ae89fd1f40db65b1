/** The logistic objective as LightGBM computes it: in 64-bit floats, derivatives kept in 32-bit ones. */
const { exp, fround, log } = Math;

/** Probability of a margin (log-odds). */
export const sigmoidDouble = (margin: number): number => 1 / (1 + exp(-margin));

/** Margin (log-odds) of a probability. */
export const logitDouble = (probability: number): number => log(probability / (1 - probability));

/** First derivative of the log loss by the margin, at a margin. */
export const gradientDouble = (margin: number, label: number, weight: number): number =>
  fround((sigmoidDouble(margin) * (1 - label) - sigmoidDouble(-margin) * label) * weight);

/** Second derivative of the log loss by the margin, at a margin. */
export const hessianDouble = (margin: number, label: number, weight: number): number => {
  // The same number either way but for its rounding, which is upstream's.
  const response = sigmoidDouble(label > 0.5 ? -margin : margin);
  return fround(response * (1 - response) * weight);
};
