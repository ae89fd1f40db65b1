import type { BoosterParams } from './params.ts';

/** What holds leaf weights small. */
export type Regularisation = Pick<BoosterParams, 'lambda' | 'alpha' | 'minChildWeight' | 'maxDeltaStep'>;

const { abs, fround, max, min, sign } = Math;

/** The gradient sum that the L1 penalty leaves. */
const beyond = (gradient: number, alpha: number): number =>
  alpha === 0 ? gradient : sign(gradient) * max(abs(gradient) - alpha, 0);

/** The weight a leaf takes, before the learning rate: the minimum of the regularised second-order loss. */
export function leafWeight(gradient: number, hessian: number, by: Regularisation): number {
  if (hessian <= 0 || hessian < by.minChildWeight) return 0;
  const weight = -beyond(gradient, by.alpha) / (hessian + by.lambda);
  return fround(by.maxDeltaStep === 0 ? weight : min(max(weight, -by.maxDeltaStep), by.maxDeltaStep));
}

/**
 * Twice the loss a leaf with these sums takes away, as a 32-bit float (Chen and Guestrin 2016, equation 6, with
 * the L1 term). Upstream keeps gains in 32-bit floats; a near tie is decided by that rounding.
 */
export function leafScore(gradient: number, hessian: number, by: Regularisation): number {
  if (by.maxDeltaStep === 0) {
    const pull = beyond(gradient, by.alpha);
    return fround((pull * pull) / (hessian + by.lambda));
  }
  const weight = leafWeight(gradient, hessian, by);
  return fround(
    -(2 * gradient * weight + (hessian + by.lambda) * weight * weight + 2 * by.alpha * abs(weight)),
  );
}
