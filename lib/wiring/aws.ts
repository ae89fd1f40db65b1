/** Composition root of the functions: ports from the environment, once per container. */
import { availableParallelism } from 'node:os';
import { binanceMarket } from '../adapters/binance/market.ts';
import { sparedMarket } from '../adapters/binance/spared-market.ts';
import { dynamoBookStore } from '../adapters/dynamo/book-store.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { shadowingStore } from '../adapters/dynamo/shadowing.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { readForcedSignals } from '../adapters/forced-signals-file.ts';
import { onnxTensors } from '../adapters/onnx/tensors.ts';
import { forcedSignals, unlicensed } from '../adapters/signals.ts';
import { ssmLimitStore } from '../adapters/ssm/limit-store.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { scanMarket } from '../adapters/warm-market.ts';
import type { CloseDesk, Desk, LearningDesk, Original, ScanDesk } from '../minute/desk.ts';
import { ensembleSignals } from '../minute/ensemble.ts';
import type { BookStore, Clock, Market, Signals } from '../ports.ts';
import { type Elsewhere, limitsOf, marketClient, wireAccount } from './account.ts';
import { type DeskEnvironment, readEnvironment } from './environment.ts';
import { journalIn } from './journal.ts';
import { learnOf } from './learn.ts';
import { modelStoreOf } from './models.ts';
import { reportMail } from './report-mail.ts';

/** While serving, the other core belongs to the rest of the minute. */
const serving = /* @__PURE__ */ onnxTensors({ threads: 1 });

type Environment = Readonly<Record<string, string | undefined>>;

/** The desk of the functions that touch the account. What is given beside the environment is given by tests alone. */
export async function wireDesk(
  env: Environment = process.env,
  clock: Clock = systemClock,
  elsewhere?: Elsewhere,
  { opens = false }: { readonly opens?: boolean } = {},
): Promise<Desk> {
  const desk = await wireMonitorDesk(env, clock, elsewhere, { opens });
  const settings = readEnvironment(env);
  return {
    ...desk,
    store: decidingStore(desk.store, settings),
    signals: signalsOf(settings, desk.market),
  };
}

/** What entry decides by beside limits and models: its own, or for a twin what its original has scanned and learnt. */
function decidingStore(own: BookStore, { table, twinOf }: DeskEnvironment): BookStore {
  return twinOf === undefined ? own : shadowingStore(own, deskTable({ table, desk: twinOf }));
}

/**
 * The desk of the monitor, which never asks for a signal: no model, and no way to where they lie, is in its bundle. That is a
 * third of what its container starts with, and exits wait for the start.
 */
export async function wireMonitorDesk(
  env: Environment = process.env,
  clock: Clock = systemClock,
  elsewhere?: Elsewhere,
  { opens = false }: { readonly opens?: boolean } = {},
): Promise<Desk> {
  const settings = readEnvironment(env);
  const account = await wireAccount(settings, clock, elsewhere, { opens });
  return {
    ...common(settings, clock),
    ...account,
    history: dynamoBookReader(deskTable({ table: settings.table, desk: settings.desk })),
    signals: unlicensed,
    ...(settings.twinOf === undefined ? {} : { twinOf: settings.twinOf }),
    watermarkWaitMs: settings.watermarkWaitMs,
  };
}

/** The same for the function that opens positions: it spares the venue's patience for exits (I64). */
export const wireEntryDesk = (env?: Environment, clock?: Clock, elsewhere?: Elsewhere): Promise<Desk> =>
  wireDesk(env, clock, elsewhere, { opens: true });

/** The desk of the scan: public data alone, no key. */
export async function wireScanDesk(
  env: Environment = process.env,
  clock: Clock = systemClock,
): Promise<ScanDesk> {
  const settings = readEnvironment(env);
  const client = marketClient(settings, clock);
  return {
    ...common(settings, clock),
    market: scanMarket(sparedMarket(binanceMarket(client), client), clock),
  };
}

/** A quarter of a year of the universe, every fourth bar: rows closer than that tell much the same. */
const DAILY_TRAINING = {
  days: 90,
  everyBars: 4,
  tell: (progress: string) => void process.stdout.write(`${JSON.stringify({ role: 'retrain', progress })}\n`),
};

/**
 * The desk of the daily learning: public data, the journal and the models. A desk that has no models learns nothing.
 * `mayTakeMs`: how long a run may take that is no function's.
 */
export async function wireLearningDesk(
  env: Environment = process.env,
  clock: Clock = systemClock,
  mayTakeMs?: number,
): Promise<LearningDesk> {
  const settings = readEnvironment(env);
  const { table, desk, market } = settings;
  const kinds = learnOf(settings.learn);
  return {
    ...(await wireScanDesk(env, clock)),
    models: modelStoreOf(settings),
    history: dynamoBookReader(deskTable({ table, desk })),
    modelMarket: market,
    tensors: onnxTensors({ threads: availableParallelism() }),
    ...(kinds.length === 0 ? {} : { training: { ...DAILY_TRAINING, kinds } }),
    ...(mayTakeMs === undefined ? {} : { mayTakeMs }),
  };
}

/** The desk of the daily truth: the account, what the desk has written of it, and nothing that could trade. */
export async function wireCloseDesk(
  env: Environment = process.env,
  clock: Clock = systemClock,
  elsewhere?: Elsewhere,
): Promise<CloseDesk> {
  const settings = readEnvironment(env);
  const { market, venue } = await wireAccount(settings, clock, elsewhere);
  const { reportTopic, table, twinOf } = settings;
  return {
    ...(reportTopic === undefined ? {} : { mail: reportMail(reportTopic) }),
    ...(twinOf === undefined ? {} : { original: originalOf(table, twinOf) }),
    ...common(settings, clock),
    market,
    venue,
    history: dynamoBookReader(deskTable({ table, desk: settings.desk })),
  };
}

const originalOf = (table: string, name: string): Original => ({
  name,
  history: dynamoBookReader(deskTable({ table, desk: name })),
});

/** A given list goes before the models: where there is one, nothing else opens a trade. */
function signalsOf(settings: DeskEnvironment, market: Market): Signals {
  const { forcedSignals: list, models, market: name } = settings;
  if (list !== undefined) return forcedSignals(readForcedSignals(list));
  return models === undefined
    ? unlicensed
    : ensembleSignals({ models: modelStoreOf(settings), market, tensors: serving }, { market: name });
}

function common(settings: DeskEnvironment, clock: Clock): Omit<ScanDesk, 'market'> {
  const { desk, table: name, mode } = settings;
  const table = deskTable({ table: name, desk });
  return {
    name: desk,
    mode,
    clock,
    store: dynamoBookStore(table),
    limits: ssmLimitStore(limitsOf(settings)),
    journal: journalIn(table, settings),
    metrics: emfMetrics({ desk, mode, clock }),
  };
}
