import { pathToFileURL } from 'node:url';
import { onnxTensors } from '../../../lib/adapters/onnx/tensors.ts';
import { epochMs } from '../../../lib/desk/units.ts';
import { done } from '../../../lib/minute/work.ts';
import { type Dataset, datasetOf, rowsOf } from '../../../lib/models/dataset.ts';
import { windowsOf } from '../../../lib/models/features/sequence.ts';
import type { Learner } from '../../../lib/models/learner.ts';
import type { NetModel } from '../../../lib/models/nets/learner.ts';
import type { LabelledWindows } from '../../../lib/models/nets/rows.ts';
import { nhitsLearner } from '../../../lib/models/nhits-learner.ts';
import { patchtstLearner } from '../../../lib/models/patchtst-learner.ts';
import { DEFAULT_RECIPE } from '../../../lib/models/recipe.ts';
import { seriesOf } from '../../../lib/models/series.ts';
import { walkForward } from '../../../lib/models/walk-forward.ts';
import { eligibleOf } from '../../../lib/operator/training/eligible.ts';
import { syntheticMarket } from '../../../lib/sim/markets/synthetic.ts';
import { limitsWith } from '../../kit/builders.ts';

/** What a net learns of the synthetic market, whose true chances are known. */
export interface Edge {
  readonly name: string;
  /** Share of the achievable log-loss gain: the expected one, by the true chances, which knows no luck. */
  readonly share: number;
  /** The same by what came of the test's rows. */
  readonly realisedShare: number;
  readonly fitRows: number;
  readonly seconds: number;
}

const QUARTER_MS = 900_000;
const KEPT_DAYS = 65;

/** The last fold of a walk over so many days of a seed's market, its coins those that the universe would take. */
export async function edgesOf(days: number, everyBars: number, threads: number): Promise<readonly Edge[]> {
  const market = syntheticMarket({ seed: 1, days: 1, prehistoryDays: days + KEPT_DAYS });
  const from = epochMs(market.startsAt - days * 86_400_000);
  const histories = market.instruments().map(({ symbol }) => ({
    symbol,
    quarters: market.candles(symbol, '15m', from, market.startsAt),
  }));
  const { coins } = eligibleOf(
    histories.filter(({ quarters }) => quarters.length > 0),
    limitsWith(),
  );
  const series = coins.map(({ symbol, quarters }) => seriesOf(symbol, quarters, QUARTER_MS));
  const data = datasetOf(series, { recipe: DEFAULT_RECIPE, everyBars });
  const fold = walkForward(data).at(-1);
  if (fold === undefined) throw new Error('no fold');
  const test = fold.test.filter(row => !Number.isNaN(data.labels[row]));
  const truth = Float64Array.from(test, row => {
    const { symbol } = data.coins[data.coin[row] ?? 0] ?? {};
    if (symbol === undefined) throw new Error('no coin');
    return market.trueProbability(symbol, data.at[row] ?? 0) ?? Number.NaN;
  });
  const edges: Edge[] = [];
  for (const learner of [nhitsLearner(), patchtstLearner()]) {
    const start = performance.now();
    const margins = await learnt(data, learner, fold, test, threads);
    const seconds = (performance.now() - start) / 1000;
    const by = (chances: ArrayLike<number>) => shareOf(margins, truth, chances);
    const labels = Float64Array.from(test, row => data.labels[row] ?? Number.NaN);
    edges.push({
      name: learner.kind,
      share: by(truth),
      realisedShare: by(labels),
      fitRows: fold.fit.length,
      seconds,
    });
  }
  return edges;
}

async function learnt(
  data: Dataset,
  learner: Learner<NetModel>,
  { fit, stop }: { readonly fit: Uint32Array; readonly stop: Uint32Array },
  test: Uint32Array,
  threads: number,
): Promise<ArrayLike<number>> {
  const tensors = onnxTensors({ threads });
  const of = (rows: Uint32Array): LabelledWindows => ({
    ...rowsOf(data, rows),
    windows: windowsOf(
      data.coins,
      Array.from(rows, row => data.coin[row] ?? 0),
      Array.from(rows, row => data.bar[row] ?? 0),
    ),
  });
  const model = await done(learner.train(of(fit), of(stop), 1), tensors);
  return done(learner.margins(model, of(test)), tensors);
}

/** Gain over even odds, as a share of what the true chances gain; `outcomes` are chances or what came of them. */
function shareOf(margins: ArrayLike<number>, truth: Float64Array, outcomes: ArrayLike<number>): number {
  let [own, best] = [0, 0];
  truth.forEach((chance, n) => {
    const outcome = outcomes[n] ?? Number.NaN;
    own += Math.LN2 - lossOf(margins[n] ?? Number.NaN, outcome);
    best += Math.LN2 - lossOf(Math.log(chance / (1 - chance)), outcome);
  });
  return own / best;
}

const lossOf = (margin: number, outcome: number): number =>
  Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - outcome * margin;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [days = 400, everyBars = 4, threads = 1] = process.argv.slice(2).map(Number);
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  for (const edge of await edgesOf(days, everyBars, threads))
    console.log(
      `${edge.name}: ${share(edge.share)} of the achievable gain (${share(edge.realisedShare)} realised), ` +
        `${edge.fitRows} rows learnt in ${edge.seconds.toFixed(0)} s`,
    );
}
