import { describe, expect, test } from 'vitest';
import { hasErrors } from '../../../lib/desk/doctor/examine.ts';
import { examined, findingsOf, theFinding } from './examined.ts';

describe('every stop hit at once', () => {
  test('costs 1,080 as planned, 3.6 times a daily loss of 300; 1,592 a position would fit', () => {
    const { severity, figures } = theFinding(
      examined({ profile: 'high-leverage' }),
      'stop-out-over-daily-loss',
    );
    expect(severity).toBe('warning');
    expect(figures.plannedStopOutUsd).toBeCloseTo(1080, 6);
    expect(figures.plannedTimesOver).toBeCloseTo(3.6, 6);
    expect(figures.allowedStopOutWithCostsUsd).toBeCloseTo(376.8, 6);
    expect(figures.positionsFit).toBe(4);
    expect(figures.riskEachUsd).toBeCloseTo(50, 6);
    expect(figures.notionalFitsUsd).toBeCloseTo(1592.36, 2);
  });

  test('with a daily loss of 600, 3,185 a position would fit, and all six fit as let through', () => {
    const x = examined({ profile: 'high-leverage', set: { 'risk/daily-loss-usd-max': '600' } });
    const { severity, figures } = theFinding(x, 'stop-out-within-daily-loss');
    expect(severity).toBe('note');
    expect(figures.notionalFitsUsd).toBeCloseTo(3184.71, 2);
    expect(figures.positionsFit).toBe(6);
  });

  test.each([
    [4, 'stop-out-within-daily-loss'],
    [5, 'stop-out-over-daily-loss'],
  ] as const)('%d positions of 2,000 at a 3 %% stop: %s', (positions, code) => {
    const x = examined({ profile: 'high-leverage', set: { 'risk/positions-max': String(positions) } });
    expect(theFinding(x, code).figures.positionsFit).toBe(4);
  });
});

describe('the reserve', () => {
  test('is impossible, an error, when one stop-out passes the daily loss even at the nearest stop', () => {
    const x = examined({ profile: 'high-leverage', set: { 'risk/daily-loss-usd-max': '62' } });
    const found = theFinding(x, 'reserve-impossible');
    expect(found.severity).toBe('error');
    expect(found.figures.lossAtStopUsd).toBeCloseTo(62.8, 6);
    expect(hasErrors(x)).toBe(true);
    expect(x.profit).toBeUndefined();
  });

  test('is possible one dollar higher', () => {
    const x = examined({ profile: 'high-leverage', set: { 'risk/daily-loss-usd-max': '63' } });
    expect(findingsOf(x, 'reserve-impossible')).toEqual([]);
    expect(hasErrors(x)).toBe(false);
  });

  test('is short, a warning, when only calm coins pass', () => {
    // 600 of notional lose 5.64 at 0.8 %, 4.44 at the nearest stop of 0.6 %.
    const x = examined({ profile: 'math-ai', set: { 'risk/daily-loss-usd-max': '5' } });
    expect(theFinding(x, 'reserve-short').severity).toBe('warning');
    expect(hasErrors(x)).toBe(false);
  });
});

test('a drawdown halt that comes before the daily loss is reported', () => {
  const x = examined({ profile: 'math-ai', equity: 1500 });
  expect(theFinding(x, 'drawdown-before-daily-loss').figures).toEqual({
    drawdownUsd: 225,
    dailyLossUsdMax: 300,
  });
  expect(findingsOf(examined({ profile: 'math-ai', equity: 2001 }), 'drawdown-before-daily-loss')).toEqual(
    [],
  );
});
