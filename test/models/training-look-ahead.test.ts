import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { type Dataset, datasetOf, rowsOf } from '../../lib/models/dataset.ts';
import { CHANNELS, windowsOf } from '../../lib/models/features/sequence.ts';
import { COLUMNS, WINDOW_BARS } from '../../lib/models/features.ts';
import type { Joint } from '../../lib/models/joint.ts';
import { nestedMixture } from '../../lib/models/mixture.ts';
import { bracketSamples, marginsOfFold, nestedPredictions } from '../../lib/models/out-of-fold.ts';
import { drawAt, streamKey } from '../../lib/models/random.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import type { BarSeries } from '../../lib/models/series.ts';
import { train } from '../../lib/models/train.ts';
import { walkForward } from '../../lib/models/walk-forward.ts';
import { finished } from '../../lib/models/work.ts';
import { xgboostLearner } from '../../lib/models/xgboost-learner.ts';
import { limitsWith } from '../kit/builders.ts';
import { BAR_MS, BEGIN, fundedCoins } from './kit/coins.ts';
import { type Future, withFuture } from './kit/futures.ts';

/** I50: what is learnt from, and what is said out of sample, is the same to the bit, whatever comes later. */

const BARS = 600;
const COINS = fundedCoins({ seed: 3, coins: 4, bars: BARS, edge: 0.4 });
const openOf = (bar: number) => epochMs(BEGIN + bar * BAR_MS);
const closeOf = (bar: number) => epochMs(openOf(bar) + BAR_MS);
const OPTIONS = { recipe: DEFAULT_RECIPE, everyBars: 2 };
const { horizonBars } = DEFAULT_RECIPE;
const whole = datasetOf(COINS, OPTIONS);

const seeds = fc.nat(1_000_000);
const NOISE: fc.Arbitrary<Future> = seeds.map(seed => ({
  how: 'replaced by noise',
  seed,
  newcomers: 0,
  gaps: 0,
}));
const FUTURES: fc.Arbitrary<Future> = fc.record({
  how: fc.constantFrom('cut off', 'replaced by noise', 'cut off for some, noise for others'),
  seed: seeds,
  newcomers: fc.nat(3),
  gaps: fc.constantFrom(0, 0.1),
});
const holds = (runs: number, bars: fc.Arbitrary<number>, futures: fc.Arbitrary<Future>, check: Check) =>
  fc.assert(fc.property(bars, futures, check), { numRuns: runs, seed: 50 });
type Check = (bar: number, future: Future) => void;

const NONE = new Float32Array();
const WIDTH = COLUMNS + WINDOW_BARS * CHANNELS;

/** All that is learnt from, row by row: features, then the window; the facts of a row apart. */
function learntFrom(dataset: Dataset) {
  const { rows, values, labels, at, endAt, coin, coins, bar, atrFraction, stopFraction } = dataset;
  const windows = windowsOf(coins, coin, bar);
  const seen = new Float32Array(rows * WIDTH);
  const facts = Array.from({ length: rows }, (_, row) => {
    seen.set(values.subarray(row * COLUMNS, (row + 1) * COLUMNS), row * WIDTH);
    windows.write(row, seen, row * WIDTH + COLUMNS);
    const { symbol } = coins[coin[row] ?? 0] as BarSeries;
    return [symbol, at[row], endAt[row], labels[row], atrFraction[row], stopFraction[row]].join(' ');
  });
  return { seen, facts };
}

/** Compared by their bits: a NaN is one only where the other is the same. */
const sameBits = (a: Float32Array, b: Float32Array) =>
  Buffer.compare(
    Buffer.from(a.buffer, a.byteOffset, a.byteLength),
    Buffer.from(b.buffer, b.byteOffset, b.byteLength),
  ) === 0;

/** Two models' log odds of the rows, drawn and a little right; those of rows after `until` are drawn from another seed. */
function jointOf(dataset: Dataset, seed: number, until = Infinity): Joint {
  const { rows, at, endAt, labels } = dataset;
  const drawn = (stream: number) =>
    Float64Array.from({ length: rows }, (_, row) => {
      const key = streamKey((at[row] ?? 0) <= until ? 0 : seed, stream);
      return 2 * drawAt(key, row) - 1 + 0.4 * ((whole.labels[row] || 0) - 0.5);
    });
  return { kinds: ['xgboost', 'nhits'], rows, at, endAt, labels, logits: [drawn(1), drawn(2)] };
}

const everyRow = ({ rows }: Dataset) =>
  Array.from({ length: rows }, (_, row) => ({ row, pUp: row % 3 === 0 ? 0.4 : 0.6 }));

describe('I50 what is learnt up to an instant', () => {
  const SOME = fc.integer({ min: 200, max: 320 });

  test('is the same rows, labels and windows whatever comes after it', () => {
    holds(6, SOME, FUTURES, (bar, future) => {
      const options = { ...OPTIONS, to: closeOf(bar) };
      const known = datasetOf(COINS, options);
      expect(known.rows).toBeGreaterThan(100);
      const [was, is] = [known, datasetOf(withFuture(COINS, openOf(bar), future), options)].map(learntFrom);
      expect(is?.facts).toEqual(was?.facts);
      expect(sameBits(is?.seen ?? NONE, was?.seen ?? NONE)).toBe(true);
    });
  });

  test('is the same trades, with no look at how those ended that were still open', () => {
    // Longer than the label's horizon, so that some are.
    const limits = limitsWith({
      'exits/hold-minutes-max': '720',
      'plan/stop-atr-multiple': '5',
      'plan/stop-fraction-max': '0.2',
    });
    holds(6, SOME, FUTURES, (bar, future) => {
      const tradesIn = (coins: readonly BarSeries[]) => {
        const dataset = datasetOf(coins, { ...OPTIONS, to: closeOf(bar) });
        return bracketSamples(dataset, everyRow(dataset), limits);
      };
      expect(tradesIn(withFuture(COINS, openOf(bar), future))).toEqual(tradesIn(COINS));
    });
  });

  test('is the same model with the same evidence, to the byte', () => {
    const trained = (coins: readonly BarSeries[]) =>
      finished(
        train({
          coins,
          recipe: DEFAULT_RECIPE,
          learner: xgboostLearner({ rounds: 4, maxDepth: 2 }),
          limits: limitsWith(),
          market: 'binance-usdm',
          to: closeOf(500),
          now: closeOf(500),
          seed: 1,
          walk: { folds: 3, firstShare: 0.5, embargoMs: 4 * BAR_MS, stopShare: 0.2 },
        }),
      );
    const { file, manifest } = trained(COINS);
    holds(2, fc.constant(500), FUTURES, (bar, future) => {
      const other = trained(withFuture(COINS, openOf(bar), { ...future, newcomers: 0 }));
      expect(other.manifest).toEqual(manifest);
      expect(Buffer.compare(other.file, file)).toBe(0);
    });
  });
});

describe('I50 a row', () => {
  const rowsTo = (bar: number) => whole.at.filter(at => at <= closeOf(bar)).length;
  const ANY = fc.integer({ min: WINDOW_BARS, max: BARS - horizonBars - 2 });

  test('has the same features and window whatever its label is taken from', () => {
    holds(10, ANY, NOISE, (bar, future) => {
      const rows = rowsTo(bar);
      const other = datasetOf(withFuture(COINS, openOf(bar), future), OPTIONS);
      const seen = (dataset: Dataset) => learntFrom(dataset).seen.subarray(0, rows * WIDTH);
      expect(sameBits(seen(other), seen(whole))).toBe(true);
      // The noise does reach the labels: a look ahead would have been there to be found.
      expect([...other.labels.subarray(0, rows)]).not.toEqual([...whole.labels.subarray(0, rows)]);
    });
  });

  test('has the same label whatever comes after its horizon', () => {
    holds(6, ANY, FUTURES, (bar, future) => {
      const rows = whole.endAt.filter(at => at <= closeOf(bar)).length;
      const other = datasetOf(withFuture(COINS, openOf(bar), { ...future, newcomers: 0 }), OPTIONS);
      expect([...other.labels.subarray(0, rows)]).toEqual([...whole.labels.subarray(0, rows)]);
    });
  });
});

describe('I50 what is said of a row out of sample', () => {
  const WALK = { folds: 3, firstShare: 0.4, embargoMs: 4 * BAR_MS, stopShare: 0.2 };
  const learner = xgboostLearner({ rounds: 4, maxDepth: 2 });
  const said = (dataset: Dataset) =>
    nestedPredictions(
      dataset,
      walkForward(dataset, WALK).map(fold => finished(marginsOfFold(dataset, fold, learner, 1))),
    );
  const predictions = said(whole);

  test('is the same whatever comes after it', () => {
    const first = whole.at[predictions[0]?.row ?? 0] ?? 0;
    const bars = fc.integer({ min: Math.ceil((first - BEGIN) / BAR_MS), max: BARS - horizonBars - 2 });
    holds(6, bars, NOISE, (bar, future) => {
      const other = said(datasetOf(withFuture(COINS, openOf(bar), future), OPTIONS));
      const by = (all: typeof predictions) => all.filter(({ row }) => (whole.at[row] ?? 0) <= closeOf(bar));
      expect(by(other)).toEqual(by(predictions));
      expect(other).not.toEqual(predictions);
    });
  });

  test('is the same of several models together, by weights and a calibration that knew nothing later', () => {
    const joint = jointOf(whole, 0);
    const said = nestedMixture(joint, joint.kinds);
    const knownBy = (all: typeof said, at: number) => all.filter(({ row }) => (whole.at[row] ?? 0) <= at);
    holds(10, fc.integer({ min: 250, max: BARS - horizonBars - 12 }), NOISE, (bar, { seed }) => {
      const at = closeOf(bar);
      const labels = whole.labels.map((label, row) => ((whole.endAt[row] ?? 0) <= at ? label : 1 - label));
      const other = jointOf({ ...whole, labels }, seed + 1, at);
      const changed = nestedMixture(other, other.kinds);
      expect(knownBy(changed, at)).toEqual(knownBy(said, at));
      expect(changed).not.toEqual(said);
    });
  });

  test('comes of a model that is the same whatever comes after its fold begins', () => {
    for (const fold of walkForward(whole, WALK)) {
      const bar = Math.floor((fold.from - BEGIN) / BAR_MS) - 1;
      const noise: Future = { how: 'replaced by noise', seed: bar, newcomers: 0, gaps: 0 };
      const other = datasetOf(withFuture(COINS, openOf(bar), noise), OPTIONS);
      const file = (dataset: Dataset) =>
        learner.write(finished(learner.train(rowsOf(dataset, fold.fit), rowsOf(dataset, fold.stop), 1)));
      expect(file(other)).toEqual(file(whole));
    }
  });
});
