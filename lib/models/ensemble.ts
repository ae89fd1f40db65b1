import { type Fraction, fraction, type Side } from '../desk/units.ts';
import { type Calibration, calibrated } from './calibration.ts';

/** The models of the desk, in the order in which they are shown. */
export const MODEL_KINDS = ['xgboost', 'lightgbm', 'nhits', 'patchtst'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

/** What one model says of a bar. `gain`: its out-of-sample log-loss gain; 0 for a model without a licence. */
export interface Opinion {
  readonly kind: ModelKind;
  /** Log odds that the price goes up. */
  readonly margin: number;
  readonly gain: number;
}

export interface Vote {
  readonly kind: ModelKind;
  readonly weight: Fraction;
}

/** Weights proportional to `max(0, gain)`, summing to one; all zero when no model has gained anything. */
export function weightsOf(opinions: readonly Opinion[]): readonly Vote[] {
  const gains = opinions.map(({ gain, margin }) => (Number.isFinite(margin) && gain > 0 ? gain : 0));
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return opinions.map(({ kind }, i) => ({ kind, weight: fraction(total > 0 ? (gains[i] ?? 0) / total : 0) }));
}

export interface Verdict {
  readonly side: Side;
  /** Calibrated probability of the chosen side. */
  readonly confidence: Fraction;
  readonly pUp: Fraction;
}

/**
 * The weighted mean of the models' log odds, calibrated. Undefined when nobody has weight, or one that has says what is no
 * number: no fallback stands in, and the others' mean without it is not what was calibrated.
 */
export function verdictOf(
  words: readonly { readonly margin: number; readonly weight: number }[],
  calibration: Calibration,
): Verdict | undefined {
  const heard = words.filter(({ weight }) => weight > 0);
  if (heard.length === 0) return undefined;
  const margin = heard.reduce((sum, word) => sum + word.weight * word.margin, 0);
  return Number.isFinite(margin) ? sided(calibrated(calibration, margin)) : undefined;
}

/** A probability of going up as a side and its confidence. An exact half goes to the long side. */
export const sided = (pUp: number): Verdict => ({
  pUp: fraction(pUp),
  side: pUp >= 0.5 ? 'long' : 'short',
  confidence: fraction(Math.max(pUp, 1 - pUp)),
});
