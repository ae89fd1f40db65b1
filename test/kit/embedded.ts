import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { PROFILES } from '../../lib/desk/limits/profiles.ts';
import type { Signal } from '../../lib/desk/signal/signal.ts';
import { epochMs, type Minute, minuteOf, minutesAfter, usd } from '../../lib/desk/units.ts';
import type { GuardDesk } from '../../lib/guard/desk.ts';
import { guard } from '../../lib/guard.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { applyEnvironment, embeddedEnvironment, TABLE } from '../../lib/local/desk-environment.ts';
import type { Exchange } from '../../lib/local/exchange/exchange.ts';
import { startExchange } from '../../lib/local/exchange/server.ts';
import { type HandlerFailure, minuteRun } from '../../lib/local/handlers.ts';
import { EXCHANGE_KEYS } from '../../lib/local/run-servers.ts';
import { setUp } from '../../lib/local/set-up.ts';
import type { Desk, ScanDesk } from '../../lib/minute/desk.ts';
import { enter, monitor, scan } from '../../lib/minute.ts';
import type { BookReader, Clock } from '../../lib/ports.ts';
import type { SimMarket } from '../../lib/sim/market.ts';
import { wireDesk, wireScanDesk } from '../../lib/wiring/aws.ts';
import { wireGuardian } from '../../lib/wiring/guardian.ts';

/** A whole desk on one machine, all of it over HTTP: the wiring of the functions, both stores, the exchange. */
export interface Embedded {
  /** As wired for the function of this role, with the exchange's clock; each call is a container of its own. */
  desk(role: 'monitor' | 'entry'): Promise<Desk>;
  desk(role: 'scan'): Promise<ScanDesk>;
  guardian(): Promise<GuardDesk>;
  now(): Minute;
  /** Guardian, monitor, entry and scan of the running minute, in warm containers; then the market goes on. */
  minute(): Promise<void>;
  minutes(n: number): Promise<void>;
  /** What handlers threw; the others of the minute ran all the same. */
  readonly failures: readonly HandlerFailure[];
  readonly reader: BookReader;
  readonly exchange: Exchange;
  readonly urls: { readonly dynamodb: string; readonly parameters: string; readonly exchange: string };
  /** A control request of the exchange: `/sim/faults`, `/sim/hand`. */
  sim(path: string, body?: object): Promise<unknown>;
  /** The next answers of a store are failures: `{ times, error, operation?, effect? }`. */
  storeFault(store: 'dynamodb' | 'parameters', fault: object): Promise<void>;
  records<T extends JournalRecord['type']>(type: T): Promise<Extract<JournalRecord, { type: T }>[]>;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly market: SimMarket;
  readonly startAt?: Minute;
  readonly equityUsd?: number;
  readonly profile?: string;
  readonly limits?: Readonly<Record<string, string>>;
  readonly signals?: readonly Signal[];
  /** Folder of models, and the market as their licences know it. */
  readonly models?: string;
  readonly marketName?: string;
  readonly accountKind?: 'usdt-isolated' | 'credits-cross';
}

const DESK = 'test';

/**
 * Starts everything on free ports, in this process. The AWS clients take their endpoints from `process.env`, which is
 * set here: one embedded desk at a time in a test file.
 */
export async function embedded(options: EmbeddedOptions): Promise<Embedded> {
  const { market, startAt = market.startsAt, equityUsd = 10_000, profile, limits, signals } = options;
  const [server, dynamo, parameters] = await Promise.all([
    startExchange({
      ...EXCHANGE_KEYS,
      market,
      engine: { startAt, walletUsd: usd(equityUsd), accountKind: options.accountKind ?? 'usdt-isolated' },
    }),
    startDynamo(),
    startParameterStore(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-embedded-'));
  const urls = { dynamodb: dynamo.url, parameters: parameters.url, exchange: server.url };
  const forcedSignals = signals === undefined ? undefined : signalsFile(folder, signals);
  const before = { ...process.env };
  const env = embeddedEnvironment(process.env, {
    desk: DESK,
    servers: urls,
    forcedSignals,
    models: options.models,
    ...(options.marketName === undefined ? {} : { market: options.marketName }),
  });
  applyEnvironment(env);
  await setUp({ desk: DESK, limits: { ...PROFILES[profile ?? ''], ...limits } });

  const { exchange } = server;
  const now = () => minuteOf(exchange.engine.now);
  const clock: Clock = { now: () => epochMs(exchange.engine.now), sleep: async () => {} };
  const silent = { metrics: { emit: () => {} } };
  const wired = async () => ({ ...(await wireDesk(env, clock)), ...silent });
  const wiredScan = async () => ({ ...(await wireScanDesk(env, clock)), ...silent });
  const guardian = async () => ({ ...(await wireGuardian(env, clock)), ...silent });
  const warm = {
    guardian: await guardian(),
    monitor: await wired(),
    entry: await wired(),
    scan: await wiredScan(),
  };
  const reader = dynamoBookReader(deskTable({ table: TABLE, desk: DESK }));
  const post = async (url: string, body: object) => {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${url}: ${await answer.text()}`);
    return (await answer.json()) as unknown;
  };
  const sim = (path: string, body: object = {}) => post(`${server.url}${path}`, body);
  function desk(role: 'monitor' | 'entry'): Promise<Desk>;
  function desk(role: 'scan'): Promise<ScanDesk>;
  function desk(role: 'monitor' | 'entry' | 'scan'): Promise<Desk> | Promise<ScanDesk> {
    return role === 'scan' ? wiredScan() : wired();
  }
  const failures: HandlerFailure[] = [];
  const runMinute = minuteRun([
    { name: 'guardian', handler: () => guard(warm.guardian, now()) },
    { name: 'position-monitor', handler: () => monitor(warm.monitor, now()) },
    { name: 'signal-entry', handler: () => enter(warm.entry, now()) },
    { name: 'universe-scan', handler: () => scan(warm.scan, now()) },
  ]);
  const minute = async () => {
    failures.push(...(await runMinute(now())));
    await sim('/sim/advance', { minutes: 1 });
  };
  return {
    desk,
    guardian,
    now,
    minute,
    minutes: async n => {
      for (let i = 0; i < n; i += 1) await minute();
    },
    failures,
    reader,
    exchange,
    urls,
    sim,
    storeFault: async (store, fault) => void (await post(`${urls[store]}/sim/faults`, fault)),
    records: async type => {
      const records: JournalRecord[] = [];
      for await (const record of reader.journal({ from: minutesAfter(startAt, 0), to: now() }))
        records.push(record);
      return records.filter(record => record.type === type) as never;
    },
    close: async () => {
      await Promise.all([server, dynamo, parameters].map(each => each.close()));
      applyEnvironment({ ...Object.fromEntries(Object.keys(env).map(name => [name, undefined])), ...before });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function signalsFile(folder: string, signals: readonly Signal[]): string {
  const path = join(folder, 'signals.csv');
  const lines = signals.map(
    ({ at, symbol, side, confidence }) => `${new Date(at).toISOString()},${symbol},${side},${confidence}`,
  );
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
