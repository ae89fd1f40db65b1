import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fraction } from '../../lib/desk/units.ts';
import type { LabelledMatrix, Matrix } from '../../lib/models/trees/matrix.ts';
import type { BoosterParams } from '../../lib/models/trees/params.ts';
import type { LightgbmParams } from '../../lib/models/trees/params-lightgbm.ts';
import { marginsOf } from '../../lib/models/trees/predict.ts';
import { lightgbmMarginsOf } from '../../lib/models/trees/predict-lightgbm.ts';
import { trainBooster } from '../../lib/models/trees/train.ts';
import { trainLightgbm } from '../../lib/models/trees/train-lightgbm.ts';
import { writeLightgbmText } from '../../lib/models/trees/write-lightgbm.ts';
import { writeXgboostJson } from '../../lib/models/trees/write-xgboost.ts';
import { areaUnderCurve, continuousRows, learnableRows } from '../models/trees/data.ts';
import { goldenJson } from '../models/trees/golden.ts';

/**
 * Trains boosters, writes them as upstream's files and lets upstream load and judge them (`trees_xgboost.py`,
 * `trees_lightgbm.py`). `PYTHON` names a Python that has xgboost and lightgbm. Exits 1 where upstream predicts anything
 * else. Before that, the AUCs that `npm test` compares.
 */
const COLUMNS = 8;

interface Case<Params> {
  readonly params: Partial<Params>;
  readonly missing: boolean;
  readonly named: boolean;
}

/** A trained model as one of the libraries is to see it. */
interface Written {
  readonly file: string;
  readonly trees: number;
  readonly margins: (shown: Matrix) => ArrayLike<number>;
}

const XGBOOST: Readonly<Record<string, Case<BoosterParams>>> = {
  plain: { params: { rounds: 30, maxDepth: 6 }, missing: false, named: false },
  missing: { params: { rounds: 30, maxDepth: 6 }, missing: true, named: true },
  sampled: {
    params: { rounds: 50, maxDepth: 4, subsample: fraction(0.5), columnSample: fraction(0.5), seed: 8 },
    missing: true,
    named: true,
  },
  stumps: { params: { rounds: 5, maxDepth: 1, baseScore: 0.03 }, missing: false, named: true },
  leaves: { params: { rounds: 3, minSplitLoss: 1e9 }, missing: false, named: false },
};

const LIGHTGBM: Readonly<Record<string, Case<LightgbmParams>>> = {
  plain: { params: { rounds: 30 }, missing: false, named: false },
  missing: { params: { rounds: 30, lambda: 3 }, missing: true, named: true },
  sampled: {
    params: {
      rounds: 50,
      numLeaves: 12,
      baggingFraction: fraction(0.5),
      featureFraction: fraction(0.5),
      seed: 8,
    },
    missing: true,
    named: true,
  },
  stumps: { params: { rounds: 5, numLeaves: 2 }, missing: false, named: true },
  leaf: { params: { rounds: 3, minSplitGain: 1e9 }, missing: false, named: false },
};

const xgboostOf = (
  data: LabelledMatrix,
  params: Partial<BoosterParams>,
  names: readonly string[],
): Written => {
  const booster = trainBooster(data, params, { featureNames: names });
  const trees = booster.treeStarts.length - 1;
  return { file: writeXgboostJson(booster), trees, margins: shown => marginsOf(booster, shown) };
};

const lightgbmOf = (
  data: LabelledMatrix,
  params: Partial<LightgbmParams>,
  names: readonly string[],
): Written => {
  const booster = trainLightgbm(data, params, { featureNames: names });
  const trees = booster.treeStarts.length - 1;
  return { file: writeLightgbmText(booster), trees, margins: shown => lightgbmMarginsOf(booster, shown) };
};

function write<Params>(
  folder: string,
  { params, missing, named }: Case<Params>,
  train: (data: LabelledMatrix, params: Partial<Params>, names: readonly string[]) => Written,
): void {
  const featureNames = named ? Array.from({ length: COLUMNS }, (_, i) => `feature_${i}`) : [];
  const { file, trees, margins } = train(learnableRows(3000, COLUMNS, { missing }), params, featureNames);
  const shown = learnableRows(500, COLUMNS, { missing, seed: 2 });
  const rows = Array.from({ length: shown.rows }, (_, row) =>
    Array.from(shown.values.slice(row * COLUMNS, (row + 1) * COLUMNS)),
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model'), file);
  // JSON writes NaN as null: the scripts read that as missing.
  const content = { rows, margins: Array.from(margins(shown)), featureNames, trees };
  writeFileSync(join(folder, 'case.json'), JSON.stringify(content));
}

/** Both AUCs on continuous features beside upstream's spread over bin counts, from the golden files. */
function printAucs(): void {
  const { data, unseen } = continuousRows();
  const boosters = {
    'XGBoost auc.json': marginsOf(
      trainBooster(data, { rounds: 60, maxDepth: 4, learningRate: 0.1, baseScore: 0.5 }),
      unseen,
    ),
    'LightGBM lightgbm-auc.json': lightgbmMarginsOf(
      trainLightgbm(data, { rounds: 60, numLeaves: 15 }),
      unseen,
    ),
  };
  for (const [name, margins] of Object.entries(boosters)) {
    const [library = '', golden = ''] = name.split(' ');
    const spread = Object.values(goldenJson<{ aucs: Record<string, number> }>(golden).aucs);
    const [low, high] = [Math.min(...spread), Math.max(...spread)].map(auc => auc.toFixed(5));
    const own = areaUnderCurve(margins, unseen.labels).toFixed(5);
    console.log(
      `AUC on continuous features, as ${library}: ${own} here, ${low} to ${high} there over bin counts`,
    );
  }
}

printAucs();
const folder = mkdtempSync(join(tmpdir(), 'perpdesk-trees-'));
for (const [name, its] of Object.entries(XGBOOST)) write(join(folder, 'xgboost', name), its, xgboostOf);
for (const [name, its] of Object.entries(LIGHTGBM)) write(join(folder, 'lightgbm', name), its, lightgbmOf);
const python = process.env.PYTHON ?? 'python3';
const statuses = ['xgboost', 'lightgbm'].map(library => {
  const script = join(import.meta.dirname, `trees_${library}.py`);
  return spawnSync(python, [script, join(folder, library)], { stdio: 'inherit' }).status;
});
rmSync(folder, { recursive: true });
process.exitCode = statuses.every(status => status === 0) ? 0 : 1;
