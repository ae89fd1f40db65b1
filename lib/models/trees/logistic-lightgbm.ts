/** The logistic objective as LightGBM computes it: in 64-bit floats, derivatives kept in 32-bit ones. */
const { exp, fround, log } = Math;

/** Probability of a margin (log-odds). */
export const sigmoidDouble = (margin: number): number => 1 / (1 + exp(-margin));

/** Margin (log-odds) of a probability. */
export const logitDouble = (probability: number): number => log(probability / (1 - probability));

/** The probability that a margin gives to the side which a label does not lean to. */
export const missOf = (margin: number, label: number): number =>
  sigmoidDouble(label > 0.5 ? -margin : margin);

/** First derivative of the log loss by the margin, at a miss; rounded as upstream's is for labels of 0 and 1. */
export const gradientDouble = (miss: number, label: number, weight: number): number =>
  fround((label > 0.5 ? 1 - label - miss : miss - label) * weight);

/** Second derivative of the log loss by the margin, at a miss. */
export const hessianDouble = (miss: number, weight: number): number => fround(miss * (1 - miss) * weight);
