import { describe, expect, test } from 'vitest';
import { usd } from '../../../lib/desk/units.ts';
import { examined, findingsOf, theFinding } from './examined.ts';

describe('margin, notional and risk', () => {
  test('600 of margin at 10x is 6,000 of notional', () => {
    const { figures } = theFinding(examined({ profile: 'high-leverage' }), 'three-quantities');
    expect([figures.marginUsd, figures.notionalUsd]).toEqual([600, 6000]);
    expect(figures.lossAtStopUsd).toBeCloseTo(180, 6);
  });

  test('1.6 % of the notional is 14.40, of the margin 4.80', () => {
    const { figures } = theFinding(examined({ profile: 'math-ai', equity: 15_000 }), 'three-quantities');
    expect(figures.gainAtTargetUsd).toBeCloseTo(14.4, 6);
    expect(figures.gainOfMarginUsd).toBeCloseTo(4.8, 6);
    expect(figures.lossAtStopUsd).toBeCloseTo(7.2, 6);
  });
});

describe('"risk 2 %"', () => {
  test('of 10,000 is 200 of margin that loses 4.80, or 25,000 of notional that loses 200', () => {
    const found = theFinding(examined({ profile: 'math-ai' }), 'risk-fraction-meaning');
    expect(found.title).toBe('sizing/risk-fraction 2 % means margin here');
    expect(found.figures.marginUsd).toBeCloseTo(200, 6);
    expect(found.figures.marginLossAtStopUsd).toBeCloseTo(4.8, 6);
    expect(found.figures.marginLossAtStopWithCostsUsd).toBeCloseTo(5.64, 6);
    expect(found.figures.riskNotionalUsd).toBeCloseTo(25_000, 4);
    expect(found.figures.riskNotionalWithCostsUsd).toBeCloseTo(21_276.6, 1);
  });

  test('means loss at the stop where the method says so', () => {
    const x = examined({ set: { 'sizing/method': 'risk-at-stop' } });
    expect(theFinding(x, 'risk-fraction-meaning').title).toContain('means loss at the stop here');
  });

  test('has no say in a fixed margin', () => {
    expect(findingsOf(examined({ profile: 'high-leverage' }), 'risk-fraction-meaning')).toEqual([]);
  });
});

describe('an equity that is not the venue’s', () => {
  test('300 of a real 10,000 is 3 %', () => {
    const x = examined({
      profile: 'math-ai',
      equity: 15_000,
      input: { equitySource: 'given', realEquityUsd: usd(10_000) },
    });
    const { figures } = theFinding(x, 'equity-assumed');
    expect(figures).toEqual({
      realEquityUsd: 10_000,
      assumedUsd: 300,
      realUsd: 200,
      shareOfRealFraction: 0.03,
    });
  });

  test('is not spoken of where it is the venue’s', () => {
    const x = examined({ profile: 'math-ai', input: { realEquityUsd: usd(10_000) } });
    expect(findingsOf(x, 'equity-assumed')).toEqual([]);
  });
});
