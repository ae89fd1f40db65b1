import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { readForcedSignals } from '../adapters/forced-signals-file.ts';
import { epochMs, type Minute, minuteOf, minutesAfter } from '../desk/units.ts';
import type { BookReader } from '../ports.ts';
import { writeDemoSignals } from './demo-signals.ts';
import { applyEnvironment, embeddedEnvironment, TABLE } from './desk-environment.ts';
import { type ExchangeControl, exchangeControl } from './exchange-control.ts';
import { importHandlers, type MinuteRun } from './handlers.ts';
import { marketName } from './market.ts';
import { liveInMarketTime, type MarketClock } from './market-clock.ts';
import { setUp } from './set-up.ts';
import type { DeskSettings } from './settings.ts';
import { demoSignalsFile, ownModels, type RunningServers } from './state-folder.ts';
import { JournalTally, type Summary, summaryOf } from './summary.ts';

/** A desk that is ready to run its next minute, in a process that lives in market time. */
export interface DeskRun {
  readonly clock: MarketClock;
  readonly exchange: ExchangeControl;
  readonly reader: BookReader;
  readonly runMinute: MinuteRun;
  /** First minute of the whole run, and the next to be run. */
  readonly startedAt: Minute;
  readonly next: Minute;
  readonly marketEndsAt: Minute;
}

/**
 * Makes this process the desk's: its environment, its clock, and only then its handlers, which read both. Sets the
 * desk up on its first start.
 */
export async function prepareDesk(
  settings: DeskSettings,
  servers: RunningServers,
  stateFolder: string,
): Promise<DeskRun> {
  const exchange = exchangeControl(servers.exchange);
  const status = await exchange.status();
  const startedAt = minuteOf(status.startedAt);
  const forcedSignals = signalsFile(settings, stateFolder, startedAt);
  const { desk } = settings;
  const { learn } = settings;
  const models = ownModels(stateFolder, settings.models, learn.length > 0);
  const market = marketName(settings.market);
  applyEnvironment(embeddedEnvironment(process.env, { desk, servers, forcedSignals, models, market, learn }));
  const clock = liveInMarketTime(epochMs(status.time));
  await setUp(settings);
  return {
    clock,
    exchange,
    reader: dynamoBookReader(deskTable({ table: TABLE, desk: settings.desk })),
    runMinute: await importHandlers(),
    startedAt,
    next: minuteOf(status.time),
    marketEndsAt: minuteOf(status.marketEndsAt),
  };
}

function signalsFile({ signals }: DeskSettings, stateFolder: string, startedAt: Minute): string | undefined {
  if (signals.kind === 'none') return undefined;
  if (signals.kind === 'file') {
    // The file of a desk that goes on may have changed since: better told now than by each minute's handlers.
    readForcedSignals(signals.path);
    return signals.path;
  }
  const path = demoSignalsFile(stateFolder);
  writeDemoSignals(path, startedAt);
  return path;
}

/** What came of the run from its first minute until `now`, which has not been run yet. */
export async function summarise(
  { exchange, reader, startedAt }: DeskRun,
  now: Minute,
  wallSeconds: number,
): Promise<Summary> {
  const tally = new JournalTally();
  for await (const record of reader.journal({ from: startedAt, to: minutesAfter(now, -1) }))
    tally.add(record);
  const [status, { universe }] = await Promise.all([exchange.status(), reader.load()]);
  return summaryOf({ tally, status, universeSize: universe?.symbols.length ?? 0, wallSeconds });
}
