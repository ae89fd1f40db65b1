import { describe, expect, test } from 'vitest';
import { LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import { symbolId } from '../../lib/desk/units.ts';
import { nearest, suggestion } from '../../lib/operator/nearest.ts';
import { symbolNamed } from '../../lib/operator/symbols.ts';

describe('the nearest limit', () => {
  test.each([
    ['risk/daily-loss-usd-mx', 'risk/daily-loss-usd-max'],
    ['risk/dialy-loss-usd-max', 'risk/daily-loss-usd-max'],
    ['Risk/Positions-Max', 'risk/positions-max'],
    ['positions-max', 'risk/positions-max'],
    ['daily-loss', 'risk/daily-loss-usd-max'],
    ['ladder', 'exits/ladder'],
  ])('to %s is %s', (typed, meant) => {
    expect(nearest(typed, LIMIT_NAMES)).toBe(meant);
  });

  test.each(['x', 'QT_PARTIAL_TP', ''])('to %j is none', typed => {
    expect(suggestion(typed, LIMIT_NAMES)).toBe('');
  });
});

describe('a symbol', () => {
  const known = ['SOLUSDT', 'BTCUSDT', '1000PEPEUSDT', '币安人生USDT'].map(symbolId);

  test.each([
    ['SOLUSDT', 'SOLUSDT'],
    ['solusdt', 'SOLUSDT'],
    ['sol', 'SOLUSDT'],
    ['1000pepe', '1000PEPEUSDT'],
    ['币安人生', '币安人生USDT'],
  ])('typed as %s is %s', (typed, meant) => {
    expect(symbolNamed(typed, known)).toBe(meant);
  });

  test('mistyped is refused with the nearest', () => {
    expect(() => symbolNamed('sool', known)).toThrow(
      'sool: the desk knows no such market, did you mean SOLUSDT?',
    );
  });

  test('is unknown before the first scan', () => {
    expect(() => symbolNamed('SOLUSDT', [])).toThrow('has not scanned any market yet');
  });
});
