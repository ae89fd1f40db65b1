import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fraction } from '../../lib/desk/units.ts';
import { treeCount } from '../../lib/models/trees/booster.ts';
import type { BoosterParams } from '../../lib/models/trees/params.ts';
import { marginsOf } from '../../lib/models/trees/predict.ts';
import { trainBooster } from '../../lib/models/trees/train.ts';
import { writeXgboostJson } from '../../lib/models/trees/write-xgboost.ts';
import { learnableRows } from '../models/trees/data.ts';

/**
 * Trains boosters, writes them as XGBoost files and lets upstream XGBoost load and judge them (trees.py). `PYTHON`
 * names a Python that has xgboost. Exits 1 where upstream predicts anything else.
 */
const CASES: Readonly<Record<string, { params: Partial<BoosterParams>; missing: boolean; named: boolean }>> =
  {
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

const COLUMNS = 8;

function write(folder: string, name: string): void {
  const { params, missing, named } = CASES[name] ?? { params: {}, missing: false, named: false };
  const data = learnableRows(3000, COLUMNS, { missing });
  const featureNames = named ? Array.from({ length: COLUMNS }, (_, i) => `feature_${i}`) : [];
  const booster = trainBooster(data, params, { featureNames });
  const shown = learnableRows(500, COLUMNS, { missing, seed: 2 });
  const rows = Array.from({ length: shown.rows }, (_, row) =>
    Array.from(shown.values.slice(row * COLUMNS, (row + 1) * COLUMNS)),
  );
  const margins = Array.from(marginsOf(booster, shown));
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'model.json'), writeXgboostJson(booster));
  // JSON writes NaN as null: trees.py reads that as missing.
  const content = { rows, margins, featureNames, trees: treeCount(booster) };
  writeFileSync(join(folder, name, 'case.json'), JSON.stringify(content));
}

const folder = mkdtempSync(join(tmpdir(), 'perpdesk-trees-'));
for (const name of Object.keys(CASES)) write(folder, name);
const python = process.env.PYTHON ?? 'python3';
const { status } = spawnSync(python, [join(import.meta.dirname, 'trees.py'), folder], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
