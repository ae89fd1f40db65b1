import { describe, expect, test } from 'vitest';
import type { SizingStep } from '../../lib/desk/sizing/trace.ts';
import { notionalUsd } from '../../lib/desk/units.ts';
import { PLAIN } from '../../lib/local/terminal/paint.ts';
import type { Screen } from '../../lib/operator/screen.ts';
import { sizeSentence, waterfallLines, waterfallSteps } from '../../lib/operator/waterfall.ts';

const screen: Screen = { width: 80, paint: PLAIN };

const step = (
  owner: SizingStep['owner'],
  name: string,
  before: number,
  after: number,
  limit?: string,
): SizingStep => ({
  owner,
  step: name,
  beforeUsd: notionalUsd(before),
  afterUsd: notionalUsd(after),
  because: 'at most so much',
  ...(limit === undefined ? {} : { limit }),
});

const planned = step('Math AI', 'planned', 6000, 6000);
const perTrade = step('Risk Guard', 'per-trade cap', 6000, 5000, 'risk/trade-notional-usd-max v1');
const perSymbol = step('Risk Guard', 'per-symbol cap', 5000, 2000, 'risk/symbol-notional-usd-max v7');

describe('the one sentence', () => {
  test.each([
    [
      'names the step that cut most, its owner and its limit',
      [planned, perTrade, perSymbol],
      2000,
      "$6,000.00 planned, $2,000.00 executed: Risk Guard's per-symbol cap took most, $3,000.00 (risk/symbol-notional-usd-max v7)",
    ],
    [
      'calls a rounding a rounding',
      [planned, step('Instrument', 'lot', 6000, 5998)],
      5998,
      '$6,000.00 planned, $5,998.00 executed: nothing but rounding took from it',
    ],
    [
      'names the market where most was not filled',
      [planned, perTrade],
      1500,
      '$6,000.00 planned, $1,500.00 executed: the market, which offered no more within the limit price, took most, $3,500.00',
    ],
    [
      'nets what later slices gave back, and calls nobody for making it larger by them',
      [planned, step('Smart Execution', 'depth', 6000, 2000), step('Smart Execution', 'slice 2', 2000, 5000)],
      5000,
      "$6,000.00 planned, $5,000.00 executed: Smart Execution's depth took most, $1,000.00",
    ],
    [
      'says who had made it larger',
      [
        planned,
        step('Confidence', 'confidence band', 6000, 9000),
        step('Risk Guard', 'per-symbol cap', 9000, 2000),
      ],
      2000,
      "$6,000.00 planned, $2,000.00 executed: Risk Guard's per-symbol cap took most, $7,000.00; Confidence had made it $9,000.00",
    ],
    ['says that nothing came of it', [planned], 0, '$6,000.00 planned, nothing executed'],
  ])('%s', (_what, trace, executed, sentence) => {
    expect(sizeSentence(trace, notionalUsd(6000), notionalUsd(executed))).toBe(sentence);
  });
});

describe('the waterfall', () => {
  test('shows each step before and after, a bar of the size, and the limit that cut', () => {
    expect(waterfallLines([planned, perTrade, perSymbol], screen)).toEqual([
      'step                           before      after',
      'Math AI: planned            $6,000.00  $6,000.00  ████████████████████████',
      '    at most so much',
      'Risk Guard: per-trade cap   $6,000.00  $5,000.00  ████████████████████░░░░',
      '    at most so much (risk/trade-notional-usd-max v1)',
      'Risk Guard: per-symbol cap  $5,000.00  $2,000.00  ████████░░░░░░░░░░░░',
      '    at most so much (risk/symbol-notional-usd-max v7)',
    ]);
  });

  test('fits its screen', () => {
    const long = step('Portfolio Balancer', 'correlated exposure', 123_456_789, 123_456_789);
    for (const width of [80, 120]) {
      const lines = waterfallLines([long, perSymbol], { ...screen, width });
      expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width);
    }
  });

  test('ends with the fills only where they are another size', () => {
    const trace = [planned, perSymbol];
    expect(waterfallSteps(trace, notionalUsd(1998))).toHaveLength(2);
    expect(waterfallSteps(trace, notionalUsd(1200)).at(-1)).toMatchObject({ owner: 'Venue', afterUsd: 1200 });
  });
});
