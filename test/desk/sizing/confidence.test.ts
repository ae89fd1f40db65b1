import { expect, test } from 'vitest';
import { byConfidence } from '../../../lib/desk/sizing/confidence.ts';
import { fraction } from '../../../lib/desk/units.ts';
import { aTrace, limitsWith } from '../../kit/builders.ts';

test.each([
  [0.5, 300, 'sizing/confidence-low-multiplier (default)'],
  [0.6999, 300, 'sizing/confidence-low-multiplier (default)'],
  [0.7, 1000, undefined],
  [0.8499, 1000, undefined],
  [0.85, 1500, 'sizing/confidence-high-multiplier (default)'],
  [1, 1500, 'sizing/confidence-high-multiplier (default)'],
])('a confidence of %d makes %d of 1000 dollars', (confidence, after, limit) => {
  const line = byConfidence(aTrace(1000), fraction(confidence), limitsWith()).at(-1);
  expect(line).toMatchObject({ owner: 'Confidence', beforeUsd: 1000, afterUsd: after });
  expect(line?.limit).toBe(limit);
});

test.each([
  [0.6949, 'confidence 0.69 is below 0.7: x0.3'],
  [0.75, 'confidence 0.75 lies between 0.7 and 0.85: x1'],
  [0.9, 'confidence 0.90 is 0.85 or more: x1.5'],
])('the line of %d names the band it lies in', (confidence, because) => {
  const line = byConfidence(aTrace(1000), fraction(confidence), limitsWith()).at(-1);
  expect(line).toMatchObject({ step: 'confidence band', because });
});
