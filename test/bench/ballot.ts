import { pathToFileURL } from 'node:url';
import { onnxTensors } from '../../lib/adapters/onnx/tensors.ts';
import { epochMs, symbolId } from '../../lib/desk/units.ts';
import { done } from '../../lib/minute/work.ts';
import { datasetOf, rowsOf } from '../../lib/models/dataset.ts';
import { MODEL_KINDS, type ModelKind } from '../../lib/models/ensemble.ts';
import { windowsAt } from '../../lib/models/features/sequence.ts';
import { COLUMNS, featuresAt, WINDOW_BARS } from '../../lib/models/features.ts';
import type { Learner } from '../../lib/models/learner.ts';
import { learnerOf } from '../../lib/models/learners.ts';
import { LIGHTGBM_PARAMS, lightgbmLearner } from '../../lib/models/lightgbm-learner.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { runnerOf } from '../../lib/models/runners.ts';
import { XGBOOST_PARAMS, xgboostLearner } from '../../lib/models/xgboost-learner.ts';
import { BEGIN, walkingCoins } from '../models/kit/coins.ts';
import { medianMs } from './median.ts';
import type { Timing } from './trees.ts';

const SYMBOLS = 100;
const RUNS = 51;
/** Trees of their full number and depth, though there is little to learn from: leaves may hold few rows. */
const learners: Readonly<Partial<Record<ModelKind, Learner<unknown>>>> = {
  xgboost: xgboostLearner({
    ...XGBOOST_PARAMS,
    minChildWeight: 5,
    earlyStoppingRounds: 0,
  }) as Learner<unknown>,
  lightgbm: lightgbmLearner({
    ...LIGHTGBM_PARAMS,
    minDataInLeaf: 20,
    minSumHessian: 5,
    earlyStoppingRounds: 0,
  }) as Learner<unknown>,
};

const PER_SEED = 8;

/** Those of the first seed are Bitcoin and seven others; the rest bear other names. */
const manyCoins = () =>
  Array.from({ length: SYMBOLS }, (_, n) => n)
    .filter(n => n % PER_SEED === 0)
    .flatMap(n =>
      walkingCoins({ seed: n, coins: PER_SEED, bars: WINDOW_BARS + 2 }).map(series =>
        n === 0 ? series : { ...series, symbol: symbolId(`${n}${series.symbol}`) },
      ),
    )
    .slice(0, SYMBOLS);

/** What a signal bar asks of the models, warm, on one thread: rows of 100 coins, and each of the four kinds' word on them. */
export async function benchBallot(): Promise<Timing[]> {
  const tensors = onnxTensors({ threads: 1 });
  const few = walkingCoins({ seed: 5, coins: 8, bars: 96 * 8 });
  const dataset = datasetOf(few, { recipe: DEFAULT_RECIPE });
  const fit = rowsOf(
    dataset,
    Uint32Array.from({ length: dataset.rows }, (_, row) => row).filter(
      row => !Number.isNaN(dataset.labels[row]),
    ),
  );
  const coins = manyCoins();
  const at = epochMs(BEGIN + (WINDOW_BARS + 1) * 900_000);
  const rows = () => ({
    rows: SYMBOLS,
    columns: COLUMNS,
    values: featuresAt(coins, at).values,
    windows: windowsAt(coins, at),
  });
  const asked = rows();
  const timings: Timing[] = [
    { name: `features of ${SYMBOLS} coins`, median: await medianMs(RUNS, async () => rows()), unit: 'ms' },
  ];
  const words: (() => Promise<unknown>)[] = [];
  for (const kind of MODEL_KINDS) {
    const learner = learners[kind] ?? learnerOf(kind);
    const file = learner.write(await done(learner.train(fit, undefined, 1), tensors));
    const runner = runnerOf(kind, file);
    const say = () => done(runner.margins(asked), tensors);
    words.push(say);
    timings.push({ name: `${kind}: ${SYMBOLS} coins`, median: await medianMs(RUNS, say), unit: 'ms' });
  }
  const all = async () => {
    for (const say of words) await say();
  };
  timings.push({
    name: `the four kinds together (aim: below 20)`,
    median: await medianMs(RUNS, all),
    unit: 'ms',
  });
  return timings;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, median, unit } of await benchBallot())
    console.log(`${median.toFixed(2).padStart(9)} ${unit.padEnd(6)} ${name}`);
}
