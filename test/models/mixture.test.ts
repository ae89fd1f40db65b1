import { describe, expect, test } from 'vitest';
import { calibrated, UNCALIBRATED } from '../../lib/models/calibration.ts';
import type { Joint } from '../../lib/models/joint.ts';
import { mixedLogit, mixtureOf, nestedMixture } from '../../lib/models/mixture.ts';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import { logistic, logitOf } from '../../lib/models/statistics.ts';

const ROWS = 6_000;
const KEY = streamKey(7, 0);
const draw = (row: number, n: number) => drawAt(KEY, row * 8 + n);
const noise = (row: number, n: number) => (draw(row, n) - 0.5) * 2;

/** True log odds that two models each see half of, a third that sees nothing, and outcomes drawn by the truth. */
function world(): Joint & { readonly truth: readonly number[] } {
  const rows = Array.from({ length: ROWS }, (_, row) => row);
  const halves = rows.map(row => [0.6 * noise(row, 0), 0.6 * noise(row, 1)] as const);
  const truth = halves.map(([a, b]) => a + b);
  return {
    kinds: ['xgboost', 'nhits', 'patchtst'],
    rows: ROWS,
    at: rows.map(row => row * 900_000),
    endAt: rows.map(row => row * 900_000 + 4 * 3_600_000),
    labels: truth.map((logit, row) => (draw(row, 2) < logistic(logit) ? 1 : 0)),
    logits: [halves.map(([a]) => a), halves.map(([, b]) => b), rows.map(row => noise(row, 3))],
    truth,
  };
}

const WORLD = world();

describe('a mixture', () => {
  test('weighs by what each has gained, and gives none to one that knows nothing', () => {
    const { votes } = mixtureOf(WORLD, WORLD.kinds);
    const [first, second, third] = votes.map(({ weight }) => weight);
    expect(first).toBeGreaterThan(0.3);
    expect(second).toBeGreaterThan(0.3);
    expect(third).toBe(0);
  });

  test('is calibrated as a whole: the mean of two that know different things is half of what they know', () => {
    const { votes, calibration } = mixtureOf(WORLD, ['xgboost', 'nhits']);
    expect(calibration.slope).toBeCloseTo(2, 0);
    const miss = (own: typeof calibration) =>
      WORLD.truth.reduce((sum, truth, row) => {
        const pUp = calibrated(own, mixedLogit(WORLD, votes, row));
        return sum + Math.abs(pUp - logistic(truth)) / ROWS;
      }, 0);
    expect(miss(calibration)).toBeLessThan(0.03);
    expect(miss(UNCALIBRATED)).toBeGreaterThan(0.045);
  });

  test('is never steeper than its members are many: faint margins tell no slope', () => {
    const faint = { ...WORLD, logits: WORLD.logits.map(own => Array.from(own, logit => logit / 50)) };
    const { votes, calibration } = mixtureOf(faint, ['xgboost', 'nhits']);
    expect(votes.every(({ weight }) => weight > 0)).toBe(true);
    expect(calibration.slope).toBe(2);
  });

  test('has no weight, and says the base rate, where nobody has gained anything', () => {
    const { votes, calibration } = mixtureOf(WORLD, ['patchtst']);
    expect(votes).toEqual([{ kind: 'patchtst', weight: 0 }]);
    expect(calibration.slope).toBe(0);
  });

  test('is of what was known at the instant alone', () => {
    const middle = 3_000 * 900_000;
    const flipped = {
      ...WORLD,
      labels: Array.from(WORLD.labels, (label, row) =>
        (WORLD.endAt[row] ?? 0) > middle ? 1 - label : label,
      ),
    };
    expect(mixtureOf(flipped, WORLD.kinds, middle)).toEqual(mixtureOf(WORLD, WORLD.kinds, middle));
    expect(mixtureOf(flipped, WORLD.kinds)).not.toEqual(mixtureOf(WORLD, WORLD.kinds));
  });
});

describe('nested predictions of a mixture', () => {
  const nested = nestedMixture(WORLD, WORLD.kinds);

  test('are one for each row after the first fifth of the time', () => {
    expect(nested.map(({ row }) => row)).toEqual(
      Array.from({ length: ROWS * 0.8 }, (_, n) => ROWS * 0.2 + n),
    );
  });

  test('change by no later label, in any block', () => {
    for (const from of [2_400, 3_600, 4_800]) {
      const flipped = {
        ...WORLD,
        labels: Array.from(WORLD.labels, (label, row) => (row >= from - 16 ? 1 - label : label)),
      };
      const until = (all: typeof nested) => all.filter(({ row }) => row < from);
      expect(until(nestedMixture(flipped, WORLD.kinds))).toEqual(until(nested));
    }
  });

  test('know more than the best of their members', () => {
    const loss = (logit: (row: number) => number) =>
      nested.reduce((sum, { row }) => {
        const p = logistic(logit(row));
        return sum - Math.log(WORLD.labels[row] === 1 ? p : 1 - p);
      }, 0);
    const mixed = new Map(nested.map(({ row, pUp }) => [row, logitOf(pUp)]));
    const together = loss(row => mixed.get(row) ?? Number.NaN);
    for (const own of WORLD.logits) expect(together).toBeLessThan(loss(row => own[row] ?? Number.NaN));
  });
});
