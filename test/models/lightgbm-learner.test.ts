import { expect, test } from 'vitest';
import { DAY_MS, epochMs } from '../../lib/desk/units.ts';
import { textOf } from '../../lib/models/digest.ts';
import { FEATURES } from '../../lib/models/features.ts';
import { LIGHTGBM_PARAMS, lightgbmLearner } from '../../lib/models/lightgbm-learner.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { train } from '../../lib/models/train.ts';
import { lightgbmMarginsOf } from '../../lib/models/trees/predict-lightgbm.ts';
import { readLightgbmText } from '../../lib/models/trees/read-lightgbm.ts';
import { finished } from '../../lib/models/work.ts';
import { limitsWith } from '../kit/builders.ts';
import { BEGIN, walkingCoins } from './kit/coins.ts';

const trained = (edge: number) =>
  finished(
    train({
      coins: walkingCoins({ seed: 4, coins: 5, bars: 96 * 60, edge }),
      recipe: DEFAULT_RECIPE,
      learner: lightgbmLearner({ ...LIGHTGBM_PARAMS, rounds: 80, minDataInLeaf: 240, minSumHessian: 60 }),
      limits: limitsWith(),
      market: 'synthetic',
      everyBars: 4,
      now: epochMs(BEGIN + 60 * DAY_MS),
      seed: 4,
    }),
  );

test('leaf-wise trees find the planted edge, and their file is the model', () => {
  const { licence, model, file, evaluation, manifest } = trained(0.4);
  expect(licence.licensed).toBe(true);
  expect(manifest.kind).toBe('lightgbm');
  expect(evaluation.areaUnderCurve).toBeGreaterThan(0.6);
  const read = readLightgbmText(textOf(file));
  expect(read.featureNames).toEqual(FEATURES.names);
  const columns = FEATURES.names.length;
  const values = Float32Array.from({ length: 20 * columns }, (_, n) => Math.sin(n));
  const matrix = { rows: 20, columns, values };
  expect([...lightgbmMarginsOf(read, matrix)]).toEqual([...lightgbmMarginsOf(model, matrix)]);
});

test('and none where there is none', () => {
  expect(trained(0).licence.licensed).toBe(false);
});
