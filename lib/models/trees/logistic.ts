/**
 * The logistic objective. Upstream computes it in 32-bit floats, so each step is rounded to one here:
 * that is what makes margins, gradients and so the trees agree.
 */
const { exp, fround, log, max, min } = Math;

/** Upstream's guard against overflow: e^88.7 is about the largest 32-bit float. */
const EXPONENT_MAX = fround(88.7);
/** Upstream's floor of a hessian. */
const HESSIAN_MIN = 1e-16;

/** Probability of a margin (log-odds), as a 32-bit float. */
export const sigmoid = (margin: number): number =>
  fround(1 / fround(fround(exp(min(-margin, EXPONENT_MAX))) + 1));

/** Margin (log-odds) of a probability, as a 32-bit float. */
export const logit = (probability: number): number =>
  fround(-log(fround(fround(1 / fround(probability)) - 1)));

/** First derivative of the log loss by the margin, at a probability. */
export const gradientOf = (probability: number, label: number, weight: number): number =>
  fround(fround(probability - label) * weight);

/** Second derivative of the log loss by the margin, at a probability. */
export const hessianOf = (probability: number, weight: number): number =>
  fround(max(fround(probability * fround(1 - probability)), HESSIAN_MIN) * weight);

/**
 * Mean log loss of margins (natural logarithm), weighted where weights are given.
 * It is computed from the margin, so a sure and wrong forecast costs its margin and never infinity.
 */
export function logLossOfMargins(
  margins: Float32Array | Float64Array,
  labels: Float32Array,
  weights?: Float32Array,
): number {
  let loss = 0;
  let total = 0;
  for (let i = 0; i < margins.length; i++) {
    const margin = margins[i] as number;
    const weight = weights === undefined ? 1 : (weights[i] as number);
    const softplus = max(margin, 0) + Math.log1p(exp(-Math.abs(margin)));
    loss += weight * (softplus - margin * (labels[i] as number));
    total += weight;
  }
  return loss / total;
}
