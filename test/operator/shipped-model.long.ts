import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../lib/desk/limits/limits.ts';
import { calibrated } from '../../lib/models/calibration.ts';
import { type Dataset, datasetOf } from '../../lib/models/dataset.ts';
import { textOf } from '../../lib/models/digest.ts';
import { readManifest } from '../../lib/models/manifest.ts';
import { drawAt } from '../../lib/models/random.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { seriesOf } from '../../lib/models/series.ts';
import { entropyOf, logLossOf } from '../../lib/models/statistics.ts';
import { train } from '../../lib/models/train.ts';
import { marginsOf } from '../../lib/models/trees/predict.ts';
import { readXgboostJson } from '../../lib/models/trees/read-xgboost.ts';
import { finished } from '../../lib/models/work.ts';
import { XGBOOST_PARAMS, xgboostLearner } from '../../lib/models/xgboost-learner.ts';
import { eligibleOf } from '../../lib/operator/training/eligible.ts';
import { syntheticHistory } from '../../lib/operator/training/history.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { championFiles } from '../kit/champion-files.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const SHIPPED = resolve(import.meta.dirname, '../../models/synthetic');
const shipped = championFiles(SHIPPED);
const COMMAND = '--days 400 --every-bars 4 --rounds 100 --trials 2';
const root = emptyFolder();
afterAll(() => removeFolder(root));

describe('the model that ships', () => {
  test('is what its command makes, to the byte', async () => {
    const out = join(root, 'again');
    expect((await run(`train --synthetic 7 ${COMMAND} --out ${out}`)).code).toBe(0);
    expect(championFiles(out)).toEqual(shipped);
    const [made, kept] = [out, SHIPPED].map(folder => readFileSync(join(folder, 'roster.json'), 'utf8'));
    expect(made).toBe(kept);
  });

  test('has a twin that nothing can be learnt from, and that earns no licence', async () => {
    const { out } = await run(
      `train --synthetic 7 --martingale ${COMMAND} --out ${join(root, 'twin')} --json`,
    );
    const { licence, evaluation } = JSON.parse(out);
    expect(licence.licensed).toBe(false);
    expect(evaluation.logLoss).toBeGreaterThan(evaluation.baseLogLoss - 0.001);
  });

  test('told a wrong order of the right answers, its recipe earns no licence', () => {
    const { coins, market, to } = syntheticHistory(7, 400, false);
    const booster = xgboostLearner({ ...XGBOOST_PARAMS, rounds: 100 });
    const { licence, manifest } = finished(
      train({
        coins: eligibleOf(coins, defaultLimits()).coins.map(({ symbol, quarters }) =>
          seriesOf(symbol, quarters, QUARTER_MS),
        ),
        recipe: DEFAULT_RECIPE,
        learner: {
          ...booster,
          *train(fit, stop, seed) {
            return yield* booster.train({ ...fit, labels: shuffled(fit.labels, seed) }, stop, seed);
          },
        },
        limits: defaultLimits(),
        market,
        to,
        everyBars: 4,
        now: to,
        seed: 1,
      }),
    );
    expect(licence.licensed).toBe(false);
    expect(manifest.metrics.gain).toBeLessThan(0.0005);
  });

  test('knows something of the days that a desk plays, which it has not seen', () => {
    const predicted = predictions(playedDays());
    const ups = predicted.filter(({ label }) => label === 1).length;
    const logLoss =
      predicted.reduce((sum, { pUp, label }) => sum + logLossOf(pUp, label), 0) / predicted.length;
    expect(logLoss).toBeLessThan(entropyOf(ups / predicted.length) - 0.005);
    const sure = predicted.filter(({ pUp }) => Math.max(pUp, 1 - pUp) >= 0.7);
    const right = sure.filter(({ pUp, label }) => pUp >= 0.5 === (label === 1)).length;
    expect(sure.length).toBeGreaterThan(500);
    expect(right / sure.length).toBeGreaterThan(0.68);
  });
});

const QUARTER_MS = 15 * 60_000;

function shuffled(labels: Float32Array, seed: number): Float32Array {
  const order = Array.from(labels, (_, n) => n).toSorted((a, b) => drawAt(seed, a) - drawAt(seed, b));
  return Float32Array.from(order, n => labels[n] ?? 0);
}

function playedDays(): Dataset {
  const market = syntheticMarket({ seed: 7, days: 28 });
  const { recipe } = readManifest(shipped.manifest);
  const histories = market.instruments().map(({ symbol }) => ({
    symbol,
    quarters: market.candles(symbol, '15m', 0, market.endsAt),
  }));
  const { coins } = eligibleOf(histories, defaultLimits());
  const series = coins.map(({ symbol, quarters }) => seriesOf(symbol, quarters, recipe.barMinutes * 60_000));
  return datasetOf(series, { recipe });
}

function predictions(dataset: Dataset): { readonly pUp: number; readonly label: number }[] {
  const { calibration } = readManifest(shipped.manifest);
  const margins = marginsOf(readXgboostJson(textOf(shipped.file)), dataset);
  return Array.from(margins, (margin, row) => ({
    pUp: calibrated(calibration, margin),
    label: dataset.labels[row] ?? Number.NaN,
  })).filter(({ label }) => !Number.isNaN(label));
}
