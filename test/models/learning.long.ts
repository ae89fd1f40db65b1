import { describe, expect, test } from 'vitest';
import { DAY_MS, epochMs } from '../../lib/desk/units.ts';
import type { Learner } from '../../lib/models/learner.ts';
import { checkFile, readManifest, writeManifest } from '../../lib/models/manifest.ts';
import { drawAt } from '../../lib/models/random.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { licenceOfModel, resolve, revalidated } from '../../lib/models/revalidate.ts';
import { type TrainingProgress, type TrainingRequest, train } from '../../lib/models/train.ts';
import { finished } from '../../lib/models/work.ts';
import { limitsWith } from '../kit/builders.ts';
import { BEGIN, walkingCoins } from './kit/coins.ts';
import { type Ridge, ridgeLearner } from './kit/ridge.ts';

const DAYS = 45;

const trained = (seed: number, edge: number, overrides: Partial<TrainingRequest<Ridge>> = {}) =>
  finished(
    train({
      coins: walkingCoins({ seed, coins: 5, bars: 96 * DAYS, edge }),
      recipe: DEFAULT_RECIPE,
      learner: ridgeLearner,
      limits: limitsWith(),
      market: 'synthetic',
      everyBars: 4,
      now: epochMs(BEGIN + DAYS * DAY_MS),
      seed,
      ...overrides,
    }),
  );

/** The learner, taught the right answers in the wrong order. */
const permuted: Learner<Ridge> = {
  ...ridgeLearner,
  *train(fit, stop, seed) {
    const order = fit.labels.map((_, n) => n).toSorted((a, b) => drawAt(seed, a) - drawAt(seed, b));
    return yield* ridgeLearner.train({ ...fit, labels: order.map(n => fit.labels[n] ?? 0) }, stop, seed);
  },
};

describe('training', () => {
  const found = trained(1, 0.4);

  test('finds an edge that was planted, and earns the licence', () => {
    expect(found.licence.licensed).toBe(true);
    expect(found.evaluation.areaUnderCurve).toBeGreaterThan(0.6);
    expect(found.evaluation.logLoss).toBeLessThan(found.evaluation.baseLogLoss - 0.02);
    expect(found.evaluation.netR.low).toBeGreaterThan(0);
  });

  test('values sure trades above doubtful ones', () => {
    const meanOf = (from: number, to: number) => {
      const cells = found.manifest.expectedValue.cells.filter(
        cell => cell.n > 0 && cell.confidenceMin >= from && cell.confidenceMin < to,
      );
      return (
        cells.reduce((sum, cell) => sum + cell.n * cell.rawMeanR, 0) /
        cells.reduce((sum, cell) => sum + cell.n, 0)
      );
    };
    expect(meanOf(0.7, 1)).toBeGreaterThan(meanOf(0.5, 0.6) + 0.2);
  });

  test('is told a wrong order of the right answers, and earns none', () => {
    for (const seed of [1, 2, 3]) {
      expect(trained(seed, 0.4, { learner: permuted }).licence.licensed).toBe(false);
    }
  });

  test('earns no licence where there is no edge: at most one martingale of twenty', () => {
    const licensed = Array.from({ length: 20 }, (_, n) => trained(n + 1, 0)).filter(
      ({ licence }) => licence.licensed,
    );
    expect(licensed.length).toBeLessThanOrEqual(1);
  });

  test('does not see what comes after its end', () => {
    const to = epochMs(BEGIN + 40 * DAY_MS);
    const short = walkingCoins({ seed: 1, coins: 5, bars: 96 * 40, edge: 0.4 });
    const [cut, whole] = [trained(1, 0.4, { coins: short, to }), trained(1, 0.4, { to })];
    expect(whole.file).toEqual(cut.file);
    expect(whole.manifest).toEqual(cut.manifest);
  });

  test('tells how far it has come', () => {
    const told: TrainingProgress[] = [];
    trained(1, 0.4, { onProgress: progress => told.push(progress) });
    expect(told.map(({ step, done, of }) => `${step} ${done}/${of}`)).toEqual([
      'dataset 1/1',
      ...Array.from({ length: 6 }, (_, k) => `fold ${k + 1}/6`),
      'evaluation 1/1',
      'final-fit 1/1',
    ]);
  });

  test('refuses to learn from too little', () => {
    expect(() => trained(1, 0, { coins: walkingCoins({ seed: 1, coins: 1, bars: 300 }) })).toThrow(
      /too little data/,
    );
    expect(() => trained(1, 0, { coins: [] })).toThrow(/too little data/);
  });

  test('lets a learner’s failure through: half a training makes no model', () => {
    let fits = 0;
    const failing: Learner<Ridge> = {
      ...ridgeLearner,
      train: (...given) => {
        fits += 1;
        if (fits === 3) throw new Error('out of memory');
        return ridgeLearner.train(...given);
      },
    };
    expect(() => trained(1, 0.4, { learner: failing })).toThrow('out of memory');
  });

  test('leaves a manifest that stands for its file', () => {
    const read = readManifest(writeManifest(found.manifest));
    expect(read).toEqual(found.manifest);
    expect(() => checkFile(read, found.file)).not.toThrow();
    expect(() => checkFile(read, found.file.subarray(1))).toThrow(/checksum/);
  });
});

describe('revalidation', () => {
  const coins = walkingCoins({ seed: 1, coins: 5, bars: 96 * DAYS, edge: 0.4 });
  const to = epochMs(BEGIN + 40 * DAY_MS);
  const { manifest } = trained(1, 0.4, { coins, to });
  const [coin] = coins;
  if (coin === undefined) throw new Error('no coin');
  const later = [...coin.at].map(open => epochMs(open + coin.barMs)).filter(at => at > to);
  const resolved = later.flatMap(
    at => resolve({ symbol: coin.symbol, at, pUp: 0.6 }, coin, DEFAULT_RECIPE) ?? [],
  );
  const now = epochMs(BEGIN + DAYS * DAY_MS);

  test('resolves a prediction once its horizon is over', () => {
    expect(later.length - resolved.length).toBe(DEFAULT_RECIPE.horizonBars);
  });

  test('adds what was resolved since, once', () => {
    const countOf = (of: typeof manifest) => of.record.reduce((sum, { n }) => sum + n, 0);
    const once = revalidated(manifest, resolved, now);
    expect(countOf(once)).toBe(countOf(manifest) + resolved.length);
    expect(once.revalidatedAt).toBe(now);
    expect(revalidated(once, resolved, now)).toEqual(once);
  });

  test('renews a licence that has run out of time', () => {
    const desk = { schemaHash: manifest.schemaHash, market: 'synthetic', promoted: true };
    const late = epochMs(manifest.revalidatedAt + 3 * DAY_MS);
    expect(licenceOfModel(manifest, desk, late)).toMatchObject({
      licensed: false,
      reason: 'not-revalidated',
    });
    expect(licenceOfModel(revalidated(manifest, [], late), desk, late).licensed).toBe(true);
    expect(licenceOfModel(manifest, { ...desk, market: 'binance-usdm' }, now)).toMatchObject({
      reason: 'other-market',
    });
  });
});
