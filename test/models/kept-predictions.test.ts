import { describe, expect, test } from 'vitest';
import { DAY_MS, epochMs } from '../../lib/desk/units.ts';
import { datasetOf } from '../../lib/models/dataset.ts';
import {
  jointOfKept,
  KeptPredictionsError,
  keptOf,
  readKept,
  writeKept,
} from '../../lib/models/kept-predictions.ts';
import { measureMixtures, readMixtures, writeMixtures } from '../../lib/models/mixtures.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { limitsWith } from '../kit/builders.ts';
import { BEGIN, walkingCoins } from './kit/coins.ts';

const COINS = walkingCoins({ seed: 3, coins: 4, bars: 96 * 20, edge: 0.4 });
const DATASET = datasetOf(COINS, { recipe: DEFAULT_RECIPE, everyBars: 2 });
const ROWS = Array.from({ length: DATASET.rows }, (_, row) => row);
/** One that knows how each will end, a little; another that knows it of every second bar. */
const knows = (row: number) => (DATASET.labels[row] === 1 ? 0.6 : 0.4);
const first = keptOf(
  DATASET,
  ROWS.map(row => ({ row, pUp: knows(row) })),
  { kind: 'xgboost', version: 'xgboost-1' },
);
const second = keptOf(
  DATASET,
  ROWS.filter(row => ((DATASET.at[row] ?? 0) / 900_000) % 4 === 1).map(row => ({ row, pUp: knows(row) })),
  { kind: 'nhits', version: 'nhits-1' },
);

test('what is written is read again, and joined with another’s where both said something', () => {
  expect(readKept(writeKept(first))).toEqual(first);
  const joint = jointOfKept([readKept(writeKept(first)), second]);
  expect(joint?.rows).toBe(second.logit.length);
  expect(joint?.at).toEqual(second.bar.map(place => second.bars[place]));
  expect(joint?.logits[0]).toEqual(joint?.logits[1]);
  const known = Array.from(joint?.labels ?? []).filter(label => !Number.isNaN(label));
  expect(new Set(known)).toEqual(new Set([0, 1]));
});

test('those of bars of another length have no rows in common', () => {
  expect(jointOfKept([first, { ...second, barMs: 3_600_000 }])).toBeUndefined();
});

test('of very many rows whole bars are left out, the same for all coins', () => {
  const many = { ...DATASET, at: Float64Array.from(ROWS, row => Math.floor(row / 4) * 900_000) };
  const predictions = Array.from({ length: 90_000 }, (_, n) => ({ row: n % DATASET.rows, pUp: 0.5 }));
  const kept = keptOf(many, predictions, { kind: 'nhits', version: 'n' });
  expect(kept.logit.length).toBeLessThanOrEqual(40_000);
  const counts = new Map<number, number>();
  for (const place of kept.bar) counts.set(place, (counts.get(place) ?? 0) + 1);
  expect(Math.min(...[...counts.values()].slice(0, -1))).toBeGreaterThanOrEqual(4);
});

describe('mixtures', () => {
  const measured = measureMixtures([first, second], COINS, limitsWith());

  test('are of each alone and of both, valued by the brackets of the limits in force', () => {
    expect(measured.map(({ members }) => members.map(({ version }) => version))).toEqual([
      ['xgboost-1'],
      ['nhits-1'],
      ['xgboost-1', 'nhits-1'],
    ]);
    for (const { expectedValue, logLoss, baseLogLoss } of measured) {
      expect(expectedValue.cells.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(500);
      expect(logLoss).toBeLessThan(baseLogLoss);
    }
    const wider = measureMixtures([first], COINS, limitsWith({ 'plan/stop-atr-multiple': '3' }));
    expect(wider[0]?.expectedValue.exitsHash).not.toBe(measured[0]?.expectedValue.exitsHash);
    expect(wider[0]?.expectedValue.allMeanR).not.toBe(measured[0]?.expectedValue.allMeanR);
  });

  test('are read again as they were written', () => {
    const all = {
      format: 1,
      measuredAt: epochMs(BEGIN + 20 * DAY_MS),
      versions: ['xgboost-1', 'nhits-1'],
      exitsHash: 'x',
      mixtures: measured,
    } as const;
    expect(readMixtures(writeMixtures(all))).toEqual(all);
  });

  test('leave out what has gained nothing, or has too few rows', () => {
    const wrong = { ...first, logit: first.logit.map(logit => -logit) };
    expect(measureMixtures([wrong], COINS, limitsWith())).toEqual([]);
    const few = { ...first, bar: [0], symbol: [0], logit: [1], label: [1 as const] };
    expect(measureMixtures([few], COINS, limitsWith())).toEqual([]);
  });
});

test.each([
  ['', /not JSON: truncated/],
  ['{"format":2}', /none, at format/],
  [JSON.stringify({ ...first, logit: [] }), /columns are of different lengths/],
  [JSON.stringify({ ...first, symbol: first.symbol.map(() => 99) }), /points outside/],
  [JSON.stringify({ ...first, bars: first.bars.toReversed() }), /not in order/],
])('a file that is none is refused in one line', (text, words) => {
  expect(() => readKept(text)).toThrow(KeptPredictionsError);
  expect(() => readKept(text)).toThrow(words);
});
