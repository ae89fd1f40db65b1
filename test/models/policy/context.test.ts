import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minuteOf } from '../../../lib/desk/units.ts';
import { contextOf, POLICY_SCHEMA, type TradeFacts } from '../../../lib/models/policy/context.ts';
import { NOW } from '../../kit/builders.ts';

const facts = (changes: Partial<TradeFacts> = {}): TradeFacts => ({
  side: 'long',
  minute: NOW,
  confidence: 0.75,
  atrFraction: 0.008,
  spreadBps: 4,
  fundingRate: 0.0003,
  grossShare: 0.4,
  resultsR: [1, -1, 2],
  ...changes,
});
const named = (changes: Partial<TradeFacts> = {}) =>
  Object.fromEntries(POLICY_SCHEMA.names.map((name, i) => [name, contextOf(facts(changes))?.values[i]]));

describe('the context of a trade', () => {
  test('is of the schema whose hash it bears, one number a name', () => {
    const context = contextOf(facts());
    expect(context?.schemaHash).toBe(POLICY_SCHEMA.hash);
    expect(context?.values).toHaveLength(POLICY_SCHEMA.names.length);
  });

  test('says what was known, in numbers of one size', () => {
    expect(named()).toEqual({
      always: 1,
      confidence: 1,
      side: 1,
      volatility: 0,
      spread: 0,
      funding: 1,
      exposure: 0,
      'hour-sine': -0.8609,
      'hour-cosine': -1.122,
      results: 0.5,
    });
  });

  test.each<[string, Partial<TradeFacts>, string, number]>([
    ['a short', { side: 'short' }, 'side', -1],
    ['a short that is paid the funding', { side: 'short' }, 'funding', -1],
    ['midnight', { minute: minuteOf(0) }, 'hour-sine', 0],
    ['a coin that was never traded', { resultsR: [] }, 'results', 0],
    ['one liquidation of the coin', { resultsR: [-40] }, 'results', -0.6667],
    ['a spread of a hundred basis points', { spreadBps: 100 }, 'spread', 2],
    ['a coin that hardly moves', { atrFraction: 1e-9 }, 'volatility', -2],
  ])('of %s', (_what, changes, name, value) => {
    expect(named(changes)[name]).toBe(value);
  });

  test.each<[string, Partial<TradeFacts>]>([
    ['a confidence', { confidence: Number.NaN }],
    ['an ATR below nothing', { atrFraction: -1 }],
    ['a spread', { spreadBps: Number.NaN }],
    ['a funding rate', { fundingRate: Number.NaN }],
    ['an exposure', { grossShare: Number.NaN }],
    ['a result', { resultsR: [1, Number.NaN] }],
    ['a minute', { minute: Number.NaN as never }],
  ])('is none where %s is no number', (_what, changes) => {
    expect(contextOf(facts(changes))).toBeUndefined();
  });

  test('of anything is none, or ten numbers between -2 and 2 that begin with 1', () => {
    const any = fc.record({
      side: fc.constantFrom<'long' | 'short'>('long', 'short'),
      minute: fc.double().map(value => value as never),
      confidence: fc.double(),
      atrFraction: fc.double(),
      spreadBps: fc.double(),
      fundingRate: fc.double(),
      grossShare: fc.double(),
      resultsR: fc.array(fc.double(), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(any, given => {
        const values = contextOf(given)?.values;
        if (values === undefined) return;
        expect(values).toHaveLength(10);
        expect(values[0]).toBe(1);
        expect(values.every(value => value >= -2 && value <= 2)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
