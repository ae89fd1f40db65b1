import { pathToFileURL } from 'node:url';
import { onnxTensors } from '../../lib/adapters/onnx/tensors.ts';
import { DAY_MS, epochMs } from '../../lib/desk/units.ts';
import { done } from '../../lib/minute/work.ts';
import { fitPlatt } from '../../lib/models/calibration.ts';
import { type Dataset, datasetOf, rowsOf } from '../../lib/models/dataset.ts';
import { MODEL_KINDS } from '../../lib/models/ensemble.ts';
import type { LabelledRows } from '../../lib/models/learner.ts';
import { learnerOf } from '../../lib/models/learners.ts';
import { DEFAULT_RECIPE } from '../../lib/models/recipe.ts';
import { seriesOf } from '../../lib/models/series.ts';
import { walkForward } from '../../lib/models/walk-forward.ts';
import { eligibleOf } from '../../lib/operator/training/eligible.ts';
import { type SyntheticMarket, syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { limitsWith } from '../kit/builders.ts';

export interface EdgeOptions {
  readonly seed: number;
  readonly days: number;
  /** With 4, a row for one bar of four. */
  readonly everyBars: number;
  readonly threads: number;
}

/** What a model, or the plain mean of all four's log odds, learns of a market whose true chances are known. */
export interface Edge {
  readonly name: string;
  /** Share of the achievable log-loss gain over even odds: the expected one, by the true chances, which knows no luck. */
  readonly share: number;
  /** The same of its log odds as the rows watched by early stopping calibrate them. */
  readonly calibratedShare: number;
  /** The same, calibrated, by what came of the test's rows. */
  readonly realisedShare: number;
  /** Processor time of training and judging. */
  readonly seconds: number;
}

export interface Edges {
  readonly fitRows: number;
  readonly testRows: number;
  readonly edges: readonly Edge[];
}

const QUARTER_MS = 900_000;
/** `train --synthetic` keeps as many for desks to play. */
const KEPT_DAYS = 65;

/** The last fold of a walk over so many days of a seed's market, its coins those that the universe would take. */
export async function edgesOf(options: EdgeOptions, told: (edge: Edge) => void = () => {}): Promise<Edges> {
  const market = syntheticMarket({
    seed: options.seed,
    days: 1,
    prehistoryDays: options.days + KEPT_DAYS,
  });
  const data = datasetOf(seriesIn(market, options.days), {
    recipe: DEFAULT_RECIPE,
    everyBars: options.everyBars,
  });
  const fold = walkForward(data).at(-1);
  if (fold === undefined) throw new Error('no fold');
  const test = fold.test.filter(row => !Number.isNaN(data.labels[row]));
  const rows = { fit: rowsOf(data, fold.fit), stop: rowsOf(data, fold.stop), test: rowsOf(data, test) };
  const truth = truthOf(market, data, test);
  const edges: Edge[] = [];
  const heard: Said[] = [];
  const add = (name: string, said: Said) => {
    const edge = edgeOf(name, said, rows, truth);
    edges.push(edge);
    told(edge);
  };
  for (const kind of MODEL_KINDS) {
    const said = await saidBy(kind, rows, options.threads);
    heard.push(said);
    add(kind, said);
  }
  add('ensemble', meanOf(heard));
  return { fitRows: fold.fit.length, testRows: test.length, edges };
}

function seriesIn(market: SyntheticMarket, days: number) {
  const from = epochMs(market.startsAt - days * DAY_MS);
  const histories = market.instruments().map(({ symbol }) => ({
    symbol,
    quarters: market.candles(symbol, '15m', from, market.startsAt),
  }));
  const traded = histories.filter(({ quarters }) => quarters.length > 0);
  const { coins } = eligibleOf(traded, limitsWith());
  return coins.map(({ symbol, quarters }) => seriesOf(symbol, quarters, QUARTER_MS));
}

const truthOf = (market: SyntheticMarket, data: Dataset, rows: Uint32Array): Float64Array =>
  Float64Array.from(rows, row => {
    const { symbol } = data.coins[data.coin[row] ?? 0] ?? {};
    if (symbol === undefined) throw new Error('no coin');
    return market.trueProbability(symbol, data.at[row] ?? 0) ?? Number.NaN;
  });

interface Parts {
  readonly fit: LabelledRows;
  readonly stop: LabelledRows;
  readonly test: LabelledRows;
}

/** Log odds of the rows that were watched and of the test's. */
interface Said {
  readonly stop: Float64Array;
  readonly test: Float64Array;
  readonly seconds: number;
}

async function saidBy(
  kind: (typeof MODEL_KINDS)[number],
  { fit, stop, test }: Parts,
  threads: number,
): Promise<Said> {
  const tensors = onnxTensors({ threads });
  const learner = learnerOf(kind);
  const before = process.cpuUsage();
  const model = await done(learner.train(fit, stop, 1), tensors);
  const of = async (rows: LabelledRows) =>
    Float64Array.from(await done(learner.margins(model, rows), tensors));
  const said = { stop: await of(stop), test: await of(test) };
  const { user, system } = process.cpuUsage(before);
  return { ...said, seconds: (user + system) / 1e6 };
}

function meanOf(heard: readonly Said[]): Said {
  const mean = (of: (said: Said) => Float64Array, length: number) =>
    Float64Array.from({ length }, (_, n) => sum(heard.map(said => of(said)[n] ?? Number.NaN)) / heard.length);
  return {
    stop: mean(({ stop }) => stop, heard[0]?.stop.length ?? 0),
    test: mean(({ test }) => test, heard[0]?.test.length ?? 0),
    seconds: sum(heard.map(({ seconds }) => seconds)),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function edgeOf(name: string, { stop, test, seconds }: Said, rows: Parts, truth: Float64Array): Edge {
  const { slope, intercept } = fitPlatt(stop, rows.stop.labels);
  const calibrated = test.map(margin => slope * margin + intercept);
  return {
    name,
    share: shareOf(test, truth, truth),
    calibratedShare: shareOf(calibrated, truth, truth),
    realisedShare: shareOf(calibrated, truth, rows.test.labels),
    seconds,
  };
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

const percent = (value: number) => `${(100 * value).toFixed(1)} %`.padStart(11);

/** A line of the table. */
export const edgeLine = ({ name, share, calibratedShare, realisedShare, seconds }: Edge): string =>
  `${name.padEnd(10)}${percent(share)}${percent(calibratedShare)}${percent(realisedShare)}${seconds.toFixed(0).padStart(9)} s`;

export const EDGE_HEAD = 'share of the achievable gain: as said, calibrated, realised; processor time';

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [seed = 1, days = 1000, everyBars = 4, threads = 1] = process.argv.slice(2).map(Number);
  console.log(`seed ${seed}, ${days} days, one row in ${everyBars}, the last fold\n${EDGE_HEAD}`);
  const { fitRows, testRows } = await edgesOf({ seed, days, everyBars, threads }, edge => {
    console.log(edgeLine(edge));
  });
  console.log(`learnt from ${fitRows} rows, judged on ${testRows}`);
}
