import { expect, test } from 'vitest';
import { DAY_MS } from '../../lib/desk/units.ts';
import { THRESHOLDS, thresholdsOf } from '../../lib/models/what-if.ts';

/** Twenty days of ten trades each; the surer half wins 1 R, the other loses half of one. */
const SAMPLES = Array.from({ length: 200 }, (_, n) => {
  const sure = n % 2 === 0;
  return {
    at: Math.floor(n / 10) * DAY_MS,
    side: 'long' as const,
    confidence: sure ? 0.66 : 0.54,
    netR: sure ? 1 : -0.5,
  };
});
const at = (confidenceMin: number) =>
  thresholdsOf(SAMPLES, 1).find(each => each.confidenceMin === confidenceMin);

test('a threshold takes what is as sure as it, and counts wins, days and net R', () => {
  expect(at(0.5)).toMatchObject({ n: 200, wins: 100, days: 20, meanR: 0.25 });
  expect(at(0.55)).toMatchObject({ n: 100, wins: 100, days: 20, meanR: 1 });
  expect(at(0.65)).toMatchObject({ n: 100, wins: 100 });
});

test('above the surest there is nothing, and nothing is claimed of it', () => {
  expect(at(0.7)).toEqual({ confidenceMin: 0.7, n: 0, wins: 0, days: 0, meanR: null, low: null, high: null });
});

test('each threshold is shown, and of no trades none says anything', () => {
  const none = thresholdsOf([], 1);
  expect(none.map(({ confidenceMin }) => confidenceMin)).toEqual(THRESHOLDS);
  expect(none.every(({ n, meanR }) => n === 0 && meanR === null)).toBe(true);
});
