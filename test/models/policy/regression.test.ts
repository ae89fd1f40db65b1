import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, backward, factor, forward } from '../../../lib/models/policy/cholesky.ts';
import {
  BOUND_DEVIATIONS,
  beliefOf,
  type Evidence,
  FORGETTING,
  noEvidence,
  withTrade,
} from '../../../lib/models/policy/regression.ts';
import { seededRandom } from '../../../lib/sim/random.ts';
import { someTrades } from './kit.ts';

const D = 4;
const random = seededRandom(3, 'regression');
const contextOf = (): readonly number[] => [1, random.normal(), random.normal(), random.normal()];

function learnt(evidence: Evidence, rows: readonly (readonly [readonly number[], number])[]): Evidence {
  return rows.reduce((known, [x, r]) => {
    const next = withTrade(known, x, r);
    if (next === undefined) throw new Error('a trade of the test was refused');
    return next;
  }, evidence);
}

const ROWS = Array.from({ length: 800 }, () => {
  const x = contextOf();
  return [x, 0.1 + 0.3 * (x[1] ?? 0) - 0.2 * (x[2] ?? 0) + 0.5 * random.normal()] as const;
});

test('a factor times its transpose is the matrix, and solves for it', () => {
  const a = [4, 2, 5, -1, 0.5, 3];
  const l = factor(a, 3);
  if (l === undefined) throw new Error('it is positive definite');
  const full = (i: number, j: number) => a[i >= j ? at(i, j) : at(j, i)] ?? 0;
  for (let i = 0; i < 3; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const product = [0, 1, 2].reduce(
        (sum, k) => sum + (k <= j ? (l[at(i, k)] ?? 0) * (l[at(j, k)] ?? 0) : 0),
        0,
      );
      expect(product).toBeCloseTo(full(i, j), 12);
    }
  const x = backward(l, forward(l, [1, 2, 3]));
  for (let i = 0; i < 3; i += 1)
    expect([0, 1, 2].reduce((sum, j) => sum + full(i, j) * (x[j] ?? 0), 0)).toBeCloseTo(i + 1, 12);
});

test.each([
  ['that is not definite', [1, 2, 1]],
  ['of zeros', [0, 0, 0]],
  ['with NaN', [1, Number.NaN, 1]],
  ['with infinity', [Number.POSITIVE_INFINITY, 0, 1]],
  ['too short', [1, 0]],
])('a matrix %s has no factor', (_what, a) => {
  expect(factor(a, 2)).toBeUndefined();
});

describe('the regression', () => {
  test('is ridge regression over trades that fade by 0.998 each, whatever the order of the sums', () => {
    const belief = beliefOf(learnt(noEvidence(D), ROWS));
    // Gradient descent on the same objective, which knows nothing of factors.
    let theta = [0, 0, 0, 0];
    const weights = ROWS.map((_, i) => FORGETTING ** (ROWS.length - 1 - i));
    for (let step = 0; step < 3_000; step += 1) {
      const slope = theta.map(value => 100 * value);
      ROWS.forEach(([x, r], i) => {
        const off = x.reduce((sum, v, k) => sum + v * (theta[k] ?? 0), 0) - r;
        x.forEach((v, k) => {
          slope[k] = (slope[k] ?? 0) + (weights[i] ?? 0) * off * v;
        });
      });
      theta = theta.map((value, k) => value - 0.001 * (slope[k] ?? 0));
    }
    for (const x of [contextOf(), contextOf()])
      expect(belief?.of(x).mean).toBeCloseTo(
        x.reduce((sum, v, k) => sum + v * (theta[k] ?? 0), 0),
        6,
      );
  });

  test('knows nothing at first: each mean is 0, and there is no average', () => {
    const belief = beliefOf(noEvidence(D));
    expect(belief?.of(contextOf()).mean).toBe(0);
    expect(belief?.average).toBeUndefined();
    // Half a deviation of 0.12 R.
    expect(belief?.of([1, 0, 0, 0]).width).toBeCloseTo(BOUND_DEVIATIONS * 0.12, 12);
  });

  test('its bound covers the truth as often as half a deviation should', () => {
    let below = 0;
    const SEEDS = 300;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const draw = seededRandom(seed, 'cover');
      const theta = Array.from({ length: D }, () => 0.12 * draw.normal());
      const mean = (x: readonly number[]) => x.reduce((sum, v, k) => sum + v * (theta[k] ?? 0), 0);
      let evidence = noEvidence(D);
      for (let t = 0; t < 150; t += 1) {
        const x = [1, draw.normal(), draw.normal(), draw.normal()];
        evidence = withTrade(evidence, x, mean(x) + 1.2 * draw.normal()) ?? evidence;
      }
      const x = [1, draw.normal(), draw.normal(), draw.normal()];
      const said = beliefOf(evidence)?.of(x);
      if (said !== undefined && said.mean - said.width < mean(x)) below += 1;
    }
    // Normal: 69 %; three standard errors are 8 %.
    expect(below / SEEDS).toBeGreaterThan(0.61);
    expect(below / SEEDS).toBeLessThan(0.77);
  });

  test('the average trade’s bound is the mean of the past trades’ bounds, by what is known now', () => {
    const belief = beliefOf(learnt(noEvidence(D), ROWS));
    let [sum, weight, squares] = [0, 0, 0];
    ROWS.forEach(([x], i) => {
      const { mean, width } = belief?.of(x) ?? { mean: Number.NaN, width: Number.NaN };
      const w = FORGETTING ** (ROWS.length - 1 - i);
      sum += w * mean;
      squares += w * width * width;
      weight += w;
    });
    expect(belief?.average).toBeCloseTo(sum / weight - Math.sqrt(squares / weight), 9);
  });

  test('stays as wide as it was where one context is never seen, and does not wind up', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [[1, i % 2, 0, 0], 0.1] as const);
    const evidence = learnt(noEvidence(D), rows);
    const deviations = Math.sqrt(evidence.surprise / evidence.surpriseTrades);
    const { width } = beliefOf(evidence)?.of([0, 0, 1, 0]) ?? { width: Number.NaN };
    expect(width).toBeCloseTo((BOUND_DEVIATIONS * deviations) / 10, 9);
    expect(evidence.precision[at(2, 2)]).toBeCloseTo(100, 6);
    expect(Math.max(...evidence.precision)).toBeLessThan(601);
  });

  test.each<[string, readonly number[], number]>([
    ['NaN in its context', [1, Number.NaN, 0, 0], 1],
    ['infinity in its context', [1, Number.POSITIVE_INFINITY, 0, 0], 1],
    ['a context too short', [1, 0, 0], 1],
    ['a context too long', [1, 0, 0, 0, 0], 1],
    ['a context that does not begin with 1', [2, 0, 0, 0], 1],
    ['a result that is none', [1, 0, 0, 0], Number.NaN],
    ['a result without end', [1, 0, 0, 0], Number.NEGATIVE_INFINITY],
  ])('refuses a trade with %s', (_what, context, result) => {
    expect(withTrade(noEvidence(D), context, result)).toBeUndefined();
  });

  test('one result of a thousand R counts for five', () => {
    const once = withTrade(noEvidence(D), [1, 0, 0, 0], 1_000);
    expect(once).toEqual(withTrade(noEvidence(D), [1, 0, 0, 0], 5));
  });
});

test('after any trades at all the evidence is sound: symmetric by its form, definite, bounded, finite', () => {
  const trades = fc.array(
    fc.tuple(
      fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: D - 1, maxLength: D - 1 }),
      fc.double(),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(trades, rows => {
      let evidence = noEvidence(D);
      for (const [x, r] of rows) evidence = withTrade(evidence, [1, ...x], r) ?? evidence;
      expect([...evidence.precision, ...evidence.moment].every(Number.isFinite)).toBe(true);
      const belief = beliefOf(evidence);
      const said = belief?.of([1, 2, -2, 2]);
      expect(Number.isFinite(said?.mean)).toBe(true);
      expect(said?.width).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('equal trades give equal evidence, to the last bit', () => {
  const rows = someTrades(50, () => 0).map(({ context, resultR }) => [context.values, resultR] as const);
  const columns = rows[0]?.[0].length ?? 0;
  expect(learnt(noEvidence(columns), rows)).toEqual(learnt(noEvidence(columns), rows));
});
