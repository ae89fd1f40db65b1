import { describe, expect, test } from 'vitest';
import { DAY_MS, fraction } from '../../lib/desk/units.ts';
import {
  type BracketSample,
  exitsHashOf,
  expectedValues,
  tradeValue,
} from '../../lib/models/expected-value.ts';
import { limitsWith } from '../kit/builders.ts';

const LIMITS = limitsWith();
const sample = (day: number, netR: number, confidence = 0.72): BracketSample => ({
  at: day * DAY_MS,
  side: 'long',
  confidence,
  netR,
});
const cellOf = (samples: readonly BracketSample[], confidence = 0.7) =>
  expectedValues(samples, LIMITS).cells.find(
    cell => cell.side === 'long' && cell.confidenceMin === confidence,
  );

describe('the expected value', () => {
  test('is the mean of the side and bucket, drawn towards that of all trades', () => {
    // 100 independent trades at +0.3 R (one a day) against 300 at -0.1 R: the mean of all is 0.
    const sure = Array.from({ length: 100 }, (_, d) => sample(d, d % 2 === 0 ? 1.3 : -0.7));
    const doubtful = Array.from({ length: 300 }, (_, d) => sample(d, d % 2 === 0 ? 0.9 : -1.1, 0.51));
    const { cells, allMeanR } = expectedValues([...sure, ...doubtful], LIMITS);
    expect(allMeanR).toBeCloseTo(0, 12);
    const [cell] = cells.filter(({ n, confidenceMin }) => n > 0 && confidenceMin === 0.7);
    expect(cell).toMatchObject({
      side: 'long',
      n: 100,
      rawMeanR: expect.closeTo(0.3, 9) as number,
      nIndependent: 100,
    });
    expect(cell?.meanR).toBeCloseTo((100 * 0.3 + 50 * 0) / 150, 9);
  });

  test('does not take a hundred trades of one day for a hundred', () => {
    const others = Array.from({ length: 400 }, (_, d) => sample(d, d % 2 === 0 ? 0.8 : -1, 0.51));
    const oneDay = Array.from({ length: 100 }, () => sample(3, 1));
    expect(cellOf([...others, ...oneDay])).toMatchObject({ n: 100, nIndependent: 1 });
    const fewDays = Array.from({ length: 100 }, (_, n) => sample(n % 4, n % 4 === 0 ? 1 : -1));
    expect(cellOf([...others, ...fewDays])?.nIndependent).toBeCloseTo(4, 0);
  });

  test('of a bucket that never occurred is that of all trades', () => {
    const losing = Array.from({ length: 50 }, (_, d) => sample(d, -0.1, 0.51));
    expect(cellOf(losing, 0.85)).toMatchObject({ n: 0, meanR: expect.closeTo(-0.1, 9) as number });
  });

  test('of nothing at all is nothing, and nothing is not worth a trade', () => {
    const table = expectedValues([], LIMITS);
    expect(tradeValue(table, 'long', fraction(0.9), LIMITS).type).toBe('not-worth');
  });
});

describe('a trade', () => {
  const winning = expectedValues(
    Array.from({ length: 200 }, (_, d) => sample(d, d % 2 === 0 ? 1.2 : -0.8)),
    LIMITS,
  );
  const losing = expectedValues(
    Array.from({ length: 200 }, (_, d) => sample(d, d % 2 === 0 ? 0.8 : -1.2)),
    LIMITS,
  );

  test('is worth making where its cell brings more than it costs', () => {
    expect(tradeValue(winning, 'long', fraction(0.72), LIMITS)).toMatchObject({
      type: 'worth',
      value: { confidenceMin: 0.7, n: 200 },
    });
  });

  test('is refused with the figures where it does not', () => {
    const verdict = tradeValue(losing, 'long', fraction(0.72), LIMITS);
    expect(verdict).toMatchObject({
      type: 'not-worth',
      because:
        'expected value -0.200 R a trade (long from 0.7: -0.200 R over 200 trades, all trades -0.200 R)',
    });
  });

  test.each([
    ['exits/ladder', '2R:1'],
    ['exits/hold-minutes-max', '300'],
    ['exits/trail-atr-multiple', '2'],
    ['plan/stop-atr-multiple', '2'],
    ['costs/taker-fee-fraction', '0.0004'],
  ])('is refused while %s is another than the table was measured with', (name, text) => {
    const edited = limitsWith({ [name]: text });
    expect(exitsHashOf(edited)).not.toBe(exitsHashOf(LIMITS));
    expect(tradeValue(winning, 'long', fraction(0.72), edited)).toMatchObject({
      type: 'not-worth',
      because: expect.stringContaining('other exits') as string,
    });
  });

  test('keeps its table when a limit is edited that no bracket reads', () => {
    expect(exitsHashOf(limitsWith({ 'risk/daily-loss-usd-max': '100' }))).toBe(exitsHashOf(LIMITS));
  });
});
