import { availableParallelism } from 'node:os';
import { onnxTensors } from '../../adapters/onnx/tensors.ts';
import { INTERVAL_MS } from '../../desk/candle.ts';
import { defaultLimits } from '../../desk/limits/limits.ts';
import type { EpochMs } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import { done } from '../../minute/work.ts';
import type { ModelKind } from '../../models/ensemble.ts';
import { learnerOf } from '../../models/learners.ts';
import { barMsOf } from '../../models/recipe.ts';
import { type BarSeries, seriesOf } from '../../models/series.ts';
import { type Walked, walkKinds } from '../../models/walk.ts';
import type { Answer } from '../answer.ts';
import { eligibleOf } from '../training/eligible.ts';
import type { CoinHistory, History } from '../training/history.ts';
import { RECIPES, type RecipeKey } from '../training/recipes.ts';
import { wholeBars } from '../training/whole-bars.ts';
import { walkForwardLines, walkForwardMarkdown } from '../views/walk-forward.ts';

export interface WalkForwardOptions {
  readonly history: () => History;
  readonly kinds: readonly ModelKind[];
  readonly recipes: readonly RecipeKey[];
  /** Of the shortest bars; recipes of longer ones take every bar. */
  readonly everyBars: number;
  readonly seed: number;
  /** Models and recipes tried on these bars; those of this call where nothing is said. */
  readonly trials?: number;
  readonly markdown: boolean;
}

/** One recipe's walk. */
export interface RecipeWalk {
  readonly recipe: RecipeKey;
  readonly walked: readonly Walked[];
}

export interface WalkForwardReport {
  readonly market: History['market'];
  readonly symbols: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly trials: number;
  readonly recipes: readonly RecipeWalk[];
}

/**
 * Walks each kind of model, and the ensemble of all, through a market by each recipe, and answers what they have shown
 * out of sample. Writes nothing. `tell` hears how far it is. @throws Refusal, CandleFileError
 */
export async function walkForward(
  options: WalkForwardOptions,
  tell: (line: string) => void,
): Promise<Answer> {
  const history = options.history();
  const limits = defaultLimits();
  const { coins, leftOut } = eligibleOf(history.coins, limits);
  tell(`market ${history.market}: ${coins.length} coins, ${leftOut.length} left out`);
  const { recipes, kinds, seed } = options;
  const together = kinds.length > 1 ? 1 : 0;
  const trials = options.trials ?? recipes.length * (kinds.length + together);
  const walks: RecipeWalk[] = [];
  for (const recipe of recipes) {
    const walked = await done(
      walkKinds({
        coins: coins.map(coin => barsOf(coin, recipe)),
        recipe: RECIPES[recipe],
        learners: kinds.map(learnerOf),
        limits,
        market: history.market,
        to: history.to,
        everyBars: recipe === '15m/4h' ? options.everyBars : 1,
        seed,
        trials,
        onProgress: (of, note) => tell(`${recipe} ${of}: ${note}`),
      }),
      onnxTensors({ threads: availableParallelism() }),
    );
    walks.push({ recipe, walked });
  }
  const all = walks.flatMap(({ walked }) => walked);
  const refusal = all.find(one => 'refusal' in one);
  if (refusal !== undefined && all.every(one => 'refusal' in one))
    throw new Refusal(`walk-forward: ${refusal.refusal}`);
  const report: WalkForwardReport = {
    market: history.market,
    symbols: coins.map(({ symbol }) => symbol),
    from: firstOf(coins, history),
    to: history.to,
    trials,
    recipes: walks,
  };
  return {
    json: { ...report, recipes: report.recipes.map(withoutRecords) },
    lines: screen => (options.markdown ? walkForwardMarkdown(report) : walkForwardLines(report, screen)),
  };
}

const firstOf = (coins: readonly CoinHistory[], { to }: History): EpochMs =>
  coins.reduce((first, { quarters }) => {
    const at = quarters[0]?.at ?? first;
    return at < first ? at : first;
  }, to);

function barsOf({ symbol, quarters }: CoinHistory, recipe: RecipeKey): BarSeries {
  const barMs = barMsOf(RECIPES[recipe]);
  return seriesOf(symbol, wholeBars(quarters, INTERVAL_MS['15m'], barMs), barMs);
}

/** What is printed as JSON: figures, without the days that they are made of. */
const withoutRecords = ({ recipe, walked }: RecipeWalk) => ({
  recipe,
  walked: walked.map(one => {
    if ('refusal' in one) return one;
    const { record: _, ...evaluation } = one.evaluation;
    return { ...one, evaluation };
  }),
});
