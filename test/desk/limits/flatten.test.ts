import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FlattenWord, flattenWordFor } from '../../../lib/desk/limits/flatten.ts';
import { LIMITS } from '../../../lib/desk/limits/schema.ts';
import { epochMs, type SymbolId, symbolId } from '../../../lib/desk/units.ts';
import { COIN, NOW } from '../../kit/builders.ts';

const OTHER = symbolId('OTHERUSDT');
const definition = LIMITS['control/flatten'];

describe('what a person writes to have positions closed', () => {
  test('is stored and read back the same, and fits the parameter store’s own pattern', () => {
    const symbols: fc.Arbitrary<SymbolId | 'all'> = fc.oneof(
      fc.constant('all' as const),
      fc.stringMatching(/^[A-Z0-9]{5,20}$/).map(symbolId),
    );
    const words = fc.record({ symbol: symbols, before: fc.nat(4_000_000_000).map(s => epochMs(s * 1000)) });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 50 }), value => {
        const text = definition.format(value);
        expect(text).toMatch(new RegExp(definition.pattern));
        expect(text.length).toBeLessThanOrEqual(4096);
        expect(definition.parse(text)).toEqual({ value });
      }),
    );
  });

  test('is a pattern that the parameter store takes, which is of 1024 signs at most', () =>
    expect(definition.pattern.length).toBeLessThanOrEqual(1024));

  test.each([
    ['COINUSDT', 'is not written as'],
    ['all', 'is not written as'],
    ['coinusdt@2026-01-31T12:00:00Z', 'is not written as'],
    ['ALL@2026-01-31T12:00:00Z', 'is not written as'],
    ['COINUSDT@2026-01-31T12:00:00Z,', 'is not written as'],
    ['COINUSDT@2026-01-31T12:00:00Z, all@2026-01-31T12:00:00Z', 'is not written as'],
    ['COINUSDT@2026-01-31T12:00:00.000Z', 'is not written as'],
    ['COINUSDT@2026-02-30T12:00:00Z', '"2026-02-30T12:00:00Z" is no date'],
  ])('is not %s: %s', (text, problem) =>
    expect(definition.parse(text)).toEqual({ problem: expect.stringContaining(problem) }),
  );
});

describe('a word to flatten', () => {
  const word = (symbol: FlattenWord['symbol'], minutes: number): FlattenWord => ({
    symbol,
    before: epochMs(NOW + minutes * 60_000),
  });
  test.each<[string, FlattenWord[], boolean]>([
    ['of this coin, later', [word(COIN, 1)], true],
    ['of all, later', [word('all', 1)], true],
    ['of this coin at the very instant', [word(COIN, 0)], false],
    ['of this coin, earlier', [word(COIN, -1)], false],
    ['of another coin', [word(OTHER, 1)], false],
    ['of another coin, and then of this one', [word(OTHER, 1), word(COIN, 1)], true],
    ['none', [], false],
  ])('%s, speaks of a position: %s', (_what, words, speaks) =>
    expect(flattenWordFor(words, COIN, NOW) !== undefined).toBe(speaks),
  );
});
