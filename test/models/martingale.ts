/** `npm run bench:martingale`: what the four kinds claim to know of markets in which there is nothing to know. */
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { onnxTensors } from '../../lib/adapters/onnx/tensors.ts';
import { defaultLimits } from '../../lib/desk/limits/limits.ts';
import { done } from '../../lib/minute/work.ts';
import { MODEL_KINDS, type ModelKind } from '../../lib/models/ensemble.ts';
import { learnerOf } from '../../lib/models/learners.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { seriesOf } from '../../lib/models/series.ts';
import { type Walked, walkKinds } from '../../lib/models/walk.ts';
import { eligibleOf } from '../../lib/operator/training/eligible.ts';
import { syntheticHistory } from '../../lib/operator/training/history.ts';

const QUARTER_MS = 900_000;

/** What each kind, and the ensemble, has shown on one seed's martingale. */
export async function claimsOf(
  seed: number,
  days: number,
  everyBars: number,
  kinds: readonly ModelKind[] = MODEL_KINDS,
): Promise<readonly Walked[]> {
  const limits = defaultLimits();
  const { coins, to } = syntheticHistory(seed, days, true);
  const series = eligibleOf(coins, limits).coins.map(({ symbol, quarters }) =>
    seriesOf(symbol, quarters, QUARTER_MS),
  );
  return done(
    walkKinds({
      coins: series,
      recipe: DEFAULT_RECIPE,
      learners: kinds.map(learnerOf),
      limits,
      market: 'martingale',
      to,
      everyBars,
      seed,
      trials: 1,
    }),
    onnxTensors({ threads: availableParallelism() }),
  );
}

function lineOf(one: Walked): string {
  if ('refusal' in one) return `${one.name.padEnd(9)} not trained: ${one.refusal}`;
  const { name, evaluation, licence, tradable } = one;
  const { standing } = evaluation;
  const gain = (evaluation.baseLogLoss - evaluation.logLoss).toFixed(5).padStart(9);
  const rate =
    standing.leaning === 0
      ? 'none as sure as 0.55'
      : `${(100 * standing.winRate.value).toFixed(1)} % of ${standing.leaning} right`;
  const verdict = licence.licensed ? `LICENSED, ${tradable} worth a trade` : licence.reason;
  return `${name.padEnd(9)} gain ${gain}  ${rate.padEnd(22)} ${verdict}`;
}

async function main(seeds: number, days: number, everyBars: number, first: number): Promise<void> {
  let [pairs, licensed, trades] = [0, 0, 0];
  for (let seed = first; seed <= seeds; seed += 1) {
    const claims = await claimsOf(seed, days, everyBars);
    console.log(`seed ${seed}`);
    for (const one of claims) {
      console.log(`  ${lineOf(one)}`);
      if (one.name === 'ensemble') continue;
      pairs += 1;
      if (!('licence' in one && one.licence.licensed)) continue;
      licensed += 1;
      trades += one.tradable;
    }
  }
  const share = ((100 * licensed) / pairs).toFixed(1);
  console.log(
    `${licensed} of ${pairs} pairs of seed and model licensed (${share} %; 5 % at most), ${trades} predictions worth a trade`,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [seeds = 20, days = 90, everyBars = 4, first = 1] = process.argv.slice(2).map(Number);
  await main(seeds, days, everyBars, first);
}
