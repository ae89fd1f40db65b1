import { cite, type Limits } from '../limits/limits.ts';
import { type Fraction, notionalUsd } from '../units.ts';
import { type SizingTrace, traced } from './trace.ts';

/** Step 2: less for a doubtful signal, more for a sure one. The only step, with the policy's, that may add. */
export function byConfidence(trace: SizingTrace, confidence: Fraction, limits: Limits): SizingTrace {
  const { multiplier, because, limit } = bandOf(confidence, limits);
  const before = traced(trace);
  return [
    ...trace,
    {
      owner: 'Confidence',
      step: 'confidence band',
      beforeUsd: before,
      afterUsd: notionalUsd(before * multiplier),
      because: `confidence ${confidence.toFixed(2)} ${because}: x${multiplier}`,
      ...(multiplier === 1 ? {} : { limit }),
    },
  ];
}

function bandOf(confidence: Fraction, limits: Limits) {
  const low = limits.values['sizing/confidence-low-below'];
  const high = limits.values['sizing/confidence-high-from'];
  if (confidence < low) {
    return {
      multiplier: limits.values['sizing/confidence-low-multiplier'],
      because: `is below ${low}`,
      limit: cite(limits, 'sizing/confidence-low-multiplier'),
    };
  }
  if (confidence >= high) {
    return {
      multiplier: limits.values['sizing/confidence-high-multiplier'],
      because: `is ${high} or more`,
      limit: cite(limits, 'sizing/confidence-high-multiplier'),
    };
  }
  return { multiplier: 1, because: `lies between ${low} and ${high}`, limit: '' };
}
