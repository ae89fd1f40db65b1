import { streamKey } from '../random.ts';
import { TrainingError } from '../trees/errors.ts';
import type { NamedTensors, Tensor, Work } from '../work.ts';
import { type AdamParams, PACE, type Pace, STATE } from './adam.ts';
import { batchOf, masksOf, shuffled } from './batches.ts';
import { marginsOfWindows } from './margins.ts';
import type { Net } from './net.ts';
import { paceOf } from './pace.ts';
import { checkRows, type LabelledWindows, logLossOf } from './rows.ts';
import { evaluationGraph, parametersOf, type TrainingGraph, trainingGraph } from './training-graph.ts';

/** How a net is trained. */
export interface TrainingParams extends AdamParams {
  readonly batch_size: number;
  /** Times that all rows are gone through at most. */
  readonly max_epochs: number;
  /** Steps from one look at the rows that are watched to the next. */
  readonly val_check_steps: number;
  /** Looks without a better one after which training ends. */
  readonly early_stop_patience_steps: number;
  /** Channels that change their sign in a mirror; half of the rows are learnt from mirrored, up for down. */
  readonly mirrored_channels: readonly number[];
}

/** A look at the rows that are watched. */
export interface Look {
  readonly step: number;
  readonly logLoss: number;
}

export interface TrainedWeights {
  readonly weights: Float32Array;
  /** The looks, oldest first; the weights are those of the best, or the last ones where none were taken. */
  readonly looks: readonly Look[];
}

/**
 * Trains a net. Pure but for the tensors it asks for: the same rows, parameters and seed give the same weights.
 * @throws TrainingError for rows that cannot be learnt from, a loss that is no number, a net that says the same of all
 */
export function* trainNet(
  net: Net,
  fit: LabelledWindows,
  stop: LabelledWindows | undefined,
  params: TrainingParams,
  seed: number,
): Work<TrainedWeights> {
  checkRows(fit, net, 'fit');
  if (stop !== undefined) checkRows(stop, net, 'stop');
  const training = trainingGraph(net, Math.min(params.batch_size, fit.rows), params);
  const evaluation = evaluationGraph(net);
  try {
    return yield* epochs(net, { training, evaluation, fit, stop, params, seed });
  } finally {
    yield { type: 'release', graph: training.file };
    yield { type: 'release', graph: evaluation };
  }
}

interface Course {
  readonly training: TrainingGraph;
  readonly evaluation: Uint8Array;
  readonly fit: LabelledWindows;
  readonly stop: LabelledWindows | undefined;
  readonly params: TrainingParams;
  readonly seed: number;
}

function* epochs(net: Net, course: Course): Work<TrainedWeights> {
  const { fit, stop, params, seed, training } = course;
  let state = startingState(net, seed);
  const watch = new Watch();
  const steps = params.max_epochs * Math.ceil(fit.rows / training.batch);
  let step = 0;
  for (let epoch = 0; epoch < params.max_epochs; epoch += 1) {
    const order = shuffled(fit.rows, seed, epoch);
    for (let from = 0; from < fit.rows; from += training.batch) {
      step += 1;
      const key = streamKey(seed, 2, step);
      const rows = order.subarray(from, from + training.batch);
      const batch = batchOf(fit, rows, training.batch, { mirrored: params.mirrored_channels, key });
      const pace = paceOf(params, step, steps);
      state = yield* stepped(
        training,
        { ...batch, ...state, ...numbers(pace), ...masksOf(training, key) },
        step,
      );
      if (stop === undefined || step % params.val_check_steps !== 0) continue;
      yield* look(course, stop, state, step, watch);
      if (watch.since >= params.early_stop_patience_steps) return watch.result();
    }
  }
  if (stop === undefined) return { weights: averaged(state), looks: [] };
  yield* look(course, stop, state, step, watch);
  return watch.result();
}

function startingState(net: Net, seed: number): NamedTensors {
  const list = parametersOf(net);
  const begins = (name: string) => (name === 'weights' ? list.starting(seed) : new Float32Array(list.size));
  return Object.fromEntries(STATE.map(name => [name, { shape: [list.size], values: begins(name) }]));
}

function* stepped({ file }: TrainingGraph, feeds: NamedTensors, step: number): Work<NamedTensors> {
  const answer = yield { type: 'run', graph: file, feeds };
  const loss = answer.loss?.values[0] ?? Number.NaN;
  if (!Number.isFinite(loss)) throw new TrainingError('diverged', `the loss is ${loss} at step ${step}`);
  return Object.fromEntries(STATE.map(name => [name, answer[`next-${name}`] as Tensor]));
}

const numbers = (pace: Pace<number>): NamedTensors =>
  Object.fromEntries(PACE.map(name => [name, { shape: [], values: Float32Array.of(pace[name]) }]));

const averaged = (state: NamedTensors): Float32Array => (state.average as Tensor).values;

function* look(
  { evaluation }: Course,
  stop: LabelledWindows,
  state: NamedTensors,
  step: number,
  watch: Watch,
): Work<void> {
  const beside = { weights: state.average as Tensor };
  const margins = yield* marginsOfWindows(evaluation, stop.windows, beside);
  const logLoss = logLossOf(margins, stop);
  if (!Number.isFinite(logLoss))
    throw new TrainingError('diverged', `the watched loss is ${logLoss} at step ${step}`);
  watch.add({ step, logLoss }, margins, averaged(state));
}

/** Keeps the best weights of a training. */
class Watch {
  readonly #looks: Look[] = [];
  #best: { readonly logLoss: number; readonly weights: Float32Array; readonly constant: boolean } | undefined;
  /** Looks since the best one. */
  since = 0;

  add(look: Look, margins: Float32Array, weights: Float32Array): void {
    this.#looks.push(look);
    this.since += 1;
    if (this.#best !== undefined && look.logLoss >= this.#best.logLoss) return;
    this.since = 0;
    const [first] = margins;
    const constant = margins.length > 1 && margins.every(margin => margin === first);
    this.#best = { logLoss: look.logLoss, weights: weights.slice(), constant };
  }

  result(): TrainedWeights {
    if (this.#best === undefined) throw new Error('nothing was watched');
    if (this.#best.constant) throw new TrainingError('constant', 'the net says the same of all rows');
    return { weights: this.#best.weights, looks: this.#looks };
  }
}
