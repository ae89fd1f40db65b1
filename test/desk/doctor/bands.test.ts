import { describe, expect, test } from 'vitest';
import { examined, findingsOf, theFinding } from './examined.ts';

describe('confidence bands', () => {
  test('x0.3 below 0.70 is unreachable at a minimum of 0.70', () => {
    const found = theFinding(examined({}), 'band-unreachable');
    expect(found.title).toBe('x0.3 for low confidence can never happen');
    expect(found.severity).toBe('warning');
  });

  test('x0.3 below 0.70 is reached at a minimum of 0.65', () => {
    const x = examined({ set: { 'signal/confidence-min': '0.65' } });
    expect(findingsOf(x, 'band-unreachable')).toEqual([]);
  });

  test('no ordinary signal passes where the minimum is that of the high band', () => {
    const x = examined({ set: { 'signal/confidence-min': '0.85' } });
    expect(findingsOf(x, 'band-unreachable').map(({ title }) => title)).toEqual([
      'x0.3 for low confidence can never happen',
      'no signal of ordinary confidence can pass: every trade is enlarged',
    ]);
  });

  test('x1.5 is past every cap: 9,000 wished, 2,000 as without it', () => {
    const found = theFinding(examined({ profile: 'high-leverage' }), 'band-without-effect');
    expect(found.title).toBe('x1.5 for high confidence changes nothing');
    expect(found.figures).toEqual({ wishedUsd: 9000, allowedUsd: 2000, ordinaryUsd: 2000 });
  });

  test('x1.5 yields less where a cap lies between', () => {
    const x = examined({ profile: 'math-ai', equity: 25_000 });
    expect(theFinding(x, 'band-without-effect').title).toBe('x1.5 for high confidence yields x1.33 only');
  });

  test('x1.5 that is let through is not reported', () => {
    expect(findingsOf(examined({ profile: 'math-ai' }), 'band-without-effect')).toEqual([]);
  });

  test('x1.5 that the daily loss denies is reported as denied', () => {
    const x = examined({ profile: 'math-ai', set: { 'risk/daily-loss-usd-max': '7' } });
    expect(theFinding(x, 'band-without-effect').title).toBe('x1.5 for high confidence is denied');
  });
});
