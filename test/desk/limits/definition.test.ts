import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LimitDefinition } from '../../../lib/desk/limits/definition.ts';
import { LIMITS } from '../../../lib/desk/limits/schema.ts';
import type { LadderSetting } from '../../../lib/desk/plan/ladder.ts';
import { type EpochMs, epochMs, fraction, type SymbolId, symbolId } from '../../../lib/desk/units.ts';

/** What is stored is what is read back, and the store's own pattern lets it in. */
function roundTrips<T>(definition: LimitDefinition<T>, values: fc.Arbitrary<T>): void {
  const matcher = new RegExp(definition.pattern);
  fc.assert(
    fc.property(values, value => {
      const text = definition.format(value);
      expect(text).toMatch(matcher);
      expect(definition.parse(text)).toEqual({ value });
    }),
  );
}

/** What the parser takes, the pattern takes: else a value could be read that nobody could have stored. */
function agrees<T>(definition: LimitDefinition<T>, texts: fc.Arbitrary<string>): void {
  const matcher = new RegExp(definition.pattern);
  fc.assert(
    fc.property(texts, text => {
      if ('value' in definition.parse(text)) expect(text).toMatch(matcher);
    }),
  );
}

const decimals = (max: number) => fc.nat(max * 1e8).map(n => n / 1e8);

describe('a decimal', () => {
  const definition = LIMITS['costs/slippage-fraction'];

  test('is stored and read back the same, however small', () => {
    roundTrips(definition, decimals(0.05).map(fraction));
    expect(definition.format(fraction(0.0000001))).toBe('0.0000001');
  });

  test('is parsed by no looser a rule than the pattern', () => {
    agrees(definition, fc.oneof(fc.string(), fc.stringMatching(/^0?\.?[0-9]{0,3}e?-?[0-9]?$/)));
  });
});

test('a choice is one of its words, and nothing like one', () => {
  const definition = LIMITS['control/state'];
  expect(definition.parse('halted')).toEqual({ value: 'halted' });
  for (const text of ['Halted', 'halted ', 'halt', 'active|halted']) {
    expect(definition.parse(text)).toEqual({ problem: `"${text}" is not one of active, reducing, halted` });
  }
});

describe('an instant', () => {
  const definition = LIMITS['control/resume'];

  test('is stored and read back the same, to the second', () => {
    const seconds: fc.Arbitrary<EpochMs> = fc.nat(4_000_000_000).map(s => epochMs(s * 1000));
    roundTrips(definition, seconds);
    expect(definition.format(epochMs(0))).toBe('never');
  });

  test.each(['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T12:00:00'])(
    'is not %s',
    text => expect(definition.parse(text)).toHaveProperty('problem'),
  );
});

describe('a list of symbols', () => {
  const definition: LimitDefinition<readonly SymbolId[]> = LIMITS['universe/denied'];

  test('is stored and read back the same, the empty one as a word', () => {
    const symbols = fc.stringMatching(/^[A-Z0-9]{5,20}$/).map(symbolId);
    roundTrips(definition, fc.array(symbols, { maxLength: 20 }));
    expect(definition.format([])).toBe('none');
  });

  test('is not parsed from blanks, lower case or a stray comma', () => {
    for (const text of ['BTCUSDT, ETHUSDT', 'btcusdt', 'BTCUSDT,', ',']) {
      expect(definition.parse(text)).toHaveProperty('problem');
    }
  });
});

describe('a ladder', () => {
  const definition: LimitDefinition<LadderSetting> = LIMITS['exits/ladder'];

  test('is stored and read back the same', () => {
    const ladders = fc.tuple(fc.constantFrom('r', 'roi'), fc.integer({ min: 1, max: 5 })).map(
      ([measure, count]): LadderSetting =>
        Array.from({ length: count }, (_, i) => ({
          measure: measure as 'r' | 'roi',
          distance: (i + 1) / 4,
          share: fraction(1 / count === 1 / 3 ? ([0.3, 0.3, 0.4][i] ?? 0) : 1 / count),
        })),
    );
    roundTrips(definition, fc.oneof(fc.constant<LadderSetting>('by-leverage'), ladders));
  });

  test.each([
    ['1R:0.5 2R:0.4', 'sum to 0.9'],
    ['1R:0.5 2R:0.6', 'sum to 1.1'],
    ['2R:0.5 1R:0.5', 'farther out'],
    ['1R:0.5 1R:0.5', 'farther out'],
    ['1R:0.5 0.2ROI:0.5', 'one measure'],
    ['0R:1', 'above 0'],
    ['1R:1 2R:0', 'above 0'],
    ['1R', 'is not written as'],
    ['1R:1 ', 'is not written as'],
    ['-1R:1', 'is not written as'],
  ])('is not %s: %s', (text, why) => {
    expect(definition.parse(text)).toEqual({ problem: expect.stringContaining(why) });
  });
});
