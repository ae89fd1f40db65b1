import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binanceClient } from '../../../lib/adapters/binance/client.ts';
import { binanceFundingHistory } from '../../../lib/adapters/binance/funding-history.ts';
import { binanceMarket } from '../../../lib/adapters/binance/market.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { readForcedSignals } from '../../../lib/adapters/forced-signals-file.ts';
import { modelFolder } from '../../../lib/adapters/model-folder.ts';
import { forcedSignals } from '../../../lib/adapters/signals.ts';
import { warmMarket } from '../../../lib/adapters/warm-market.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { epochMs, type Minute, minutesAfter, usd } from '../../../lib/desk/units.ts';
import { guard } from '../../../lib/guard.ts';
import { applyEnvironment, embeddedEnvironment } from '../../../lib/local/desk-environment.ts';
import { setUp } from '../../../lib/local/set-up.ts';
import { ensembleSignals } from '../../../lib/minute/ensemble.ts';
import { enter, monitor, scan } from '../../../lib/minute.ts';
import type { Clock, Market, Signals, Venue } from '../../../lib/ports.ts';
import { wireEntryDesk, wireMonitorDesk, wireScanDesk } from '../../../lib/wiring/aws.ts';
import { readEnvironment } from '../../../lib/wiring/environment.ts';
import { wireGuardian } from '../../../lib/wiring/guardian.ts';
import { journalIn } from '../../../lib/wiring/journal.ts';
import { paperAccount } from '../../../lib/wiring/paper.ts';
import { coinOf } from '../../kit/load-market.ts';
import { noTensors } from '../../kit/model-stores.ts';
import type { Order, Passed, Ready } from './servers.ts';

/** What the four functions of each minute are called in a table. */
export const FUNCTIONS = ['guardian', 'monitor', 'entry', 'scan'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** What one function took for one minute. */
export interface FunctionRun extends Passed {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Request weight that the venue counted. */
  readonly weight: number;
}

export type MinuteRun = Readonly<Record<FunctionName, FunctionRun>>;

export interface TickDesk {
  /** Runs each function of the running minute, one after another; then the market goes on. */
  minute(): Promise<MinuteRun>;
  /** As a deployment does: each function in a new container, which has read nothing yet. */
  deploy(): Promise<void>;
  positions(): Promise<number>;
  close(): Promise<void>;
}

export interface TickDeskOptions extends Order {
  /** So many are opened at the second signal bar, in the 15th minute, or when it is said. */
  readonly positions: number;
  readonly opensAt?: number;
  /** Limits in place of those of the bench. */
  readonly limits?: Readonly<Record<string, string>>;
  /** A desk as it is deployed on paper, whose account lies in the table; else one that trades at the exchange. */
  readonly paper?: boolean;
}

/** A list of signals must hold one. */
const NEVER = `2099-01-01T00:00:00.000Z,${coinOf(0)},long,0.75`;

/** From this minute on, all that will be open is open and all that is read once a day is read. */
export const WARM_AT = 20;

const LIMITS = {
  'risk/gross-notional-usd-max': '200000',
  'risk/daily-loss-usd-max': '5000',
  'risk/stops-max': '20',
  'portfolio/enabled': 'no',
  'exits/hold-minutes-max': '600',
  'universe/size-max': '400',
  'universe/daily-volatility-min': '0',
  'universe/peg-range-fraction-max': '0',
};

/** A desk as its functions are wired, each in a container of its own that stays warm, over HTTP; the servers live elsewhere. */
export async function tickDesk({
  positions,
  opensAt = 15,
  paper = false,
  limits = {},
  ...order
}: TickDeskOptions): Promise<TickDesk> {
  const script = fileURLToPath(new URL('./servers.ts', import.meta.url));
  const servers = fork(script, [JSON.stringify(order satisfies Order)], {
    execArgv: ['--import', 'tsx'],
  });
  const { urls, exchangeAtOnce, startsAt } = ((await once(servers, 'message')) as [Ready])[0];
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-tick-'));
  const signals = join(folder, 'signals.csv');
  const at = new Date(minutesAfter(startsAt, opensAt)).toISOString();
  const lines = Array.from({ length: positions }, (_, n) => `${at},${coinOf(n + 1)},long,0.75`);
  writeFileSync(signals, `${[...lines, NEVER].join('\n')}\n`);
  const env = embeddedEnvironment(process.env, { desk: 'bench', servers: urls, forcedSignals: undefined });
  const before = { ...process.env };
  applyEnvironment(env);
  await setUp({ desk: 'bench', limits: { ...PROFILES['math-ai'], ...LIMITS, ...limits } });

  let now: Minute = startsAt;
  const clock: Clock = { now: () => epochMs(now), sleep: async () => {} };
  const silent = { metrics: { emit: () => {} } };
  const account = () => (paper ? { venue: paperVenue(env, urls.exchange, clock) } : {});
  const wire = async () => {
    const [guardian, monitoring, entry, scanning] = await Promise.all([
      wireGuardian(env, clock).then(desk => ({ ...desk, ...silent, ...account() })),
      wireMonitorDesk(env, clock).then(desk => ({ ...desk, ...silent, ...account() })),
      wireEntryDesk(env, clock).then(desk => ({
        ...desk,
        ...silent,
        ...account(),
        signals: withModels(desk.market, forcedSignals(readForcedSignals(signals))),
      })),
      wireScanDesk(env, clock).then(desk => ({ ...desk, ...silent })),
    ]);
    const run: Readonly<Record<FunctionName, () => Promise<unknown>>> = {
      guardian: () => guard(guardian, now),
      monitor: () => monitor(monitoring, now),
      entry: () => enter(entry, now),
      scan: () => scan(scanning, now),
    };
    return { run, positions: async () => (await monitoring.store.load()).positions.length };
  };
  let wired = await wire();
  const passed = async (): Promise<Passed> => {
    const answer = once(servers, 'message');
    servers.send('tell');
    return ((await answer) as [Passed])[0];
  };
  const weight = async () =>
    Number((await fetch(`${exchangeAtOnce}/fapi/v1/ping`)).headers.get('x-mbx-used-weight-1m'));
  const measured = async (work: () => Promise<unknown>): Promise<FunctionRun> => {
    const weightBefore = await weight();
    await passed();
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    await work();
    const wallMs = performance.now() - wall;
    const { user, system } = process.cpuUsage(cpu);
    // A ping weighs one itself.
    const used = (await weight()) - weightBefore - 1;
    return { ...(await passed()), cpuMs: (user + system) / 1_000, wallMs, weight: used };
  };
  const sim = async (path: string) => {
    const answer = await fetch(`${exchangeAtOnce}${path}`, {
      method: 'POST',
      body: JSON.stringify({ minutes: 1 }),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  };
  return {
    minute: async () => {
      const runs: Partial<Record<FunctionName, FunctionRun>> = {};
      for (const name of FUNCTIONS) runs[name] = await measured(wired.run[name]);
      await sim('/sim/advance');
      now = minutesAfter(now, 1);
      return runs as MinuteRun;
    },
    deploy: async () => {
      wired = await wire();
    },
    positions: () => wired.positions(),
    close: async () => {
      const ended = once(servers, 'exit');
      servers.disconnect();
      await ended;
      applyEnvironment({ ...Object.fromEntries(Object.keys(env).map(name => [name, undefined])), ...before });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The account of a paper desk, as its functions have it: in the table, over the venue's public market. */
function paperVenue(env: Parameters<typeof readEnvironment>[0], exchange: string, clock: Clock): Venue {
  const settings = readEnvironment(env);
  const client = binanceClient({ baseUrl: exchange, timeoutMs: 8_000, now: () => clock.now() });
  const [market, funding] = [warmMarket(binanceMarket(client), clock), binanceFundingHistory(client)];
  const account = { balanceUsd: usd(20_000), accountKind: 'usdt-isolated' as const };
  const journal = journalIn(deskTable(settings), settings);
  return paperAccount({ ...settings, ...account }, { market, funding, clock }, journal);
}

/** The list's signals; the models beside it read and say what they would at each signal bar. */
function withModels(market: Market, list: Signals): Signals {
  const models = ensembleSignals(
    { models: modelFolder('models/synthetic'), market, tensors: noTensors },
    { market: 'synthetic' },
  );
  return {
    at: async (...asked) => {
      await models.at(...asked);
      return await list.at(...asked);
    },
  };
}
