import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binanceClient } from '../../../lib/adapters/binance/client.ts';
import { binanceVenue } from '../../../lib/adapters/binance/venue.ts';
import type { JournalRecord } from '../../../lib/desk/journal.ts';
import { type Minute, minuteOf } from '../../../lib/desk/units.ts';
import { EXCHANGE_KEYS } from '../../../lib/local/run-servers.ts';
import { bundleChild } from './bundle.ts';
import type { Call } from './calls.ts';
import { type DeskProcess, startProcess } from './desk-process.ts';
import { openGate, type Side } from './gate.ts';
import { broken } from './holds.ts';
import type { Scenario } from './scenarios.ts';
import { type Servers, setUpDesk, startServers } from './servers.ts';

/** How many minutes a desk is given to put everything right. */
const MINUTES_MAX = 6;

/** How a scenario comes to its minute. */
export interface Steps {
  /** Whole minutes of a living desk; `only` these functions of it, where the others are down. */
  minutes(n: number, only?: readonly string[]): Promise<void>;
  /** A control request of the exchange. */
  sim(path: string, body: object): void;
  /** Takes away everything that rests at the venue, by hand. */
  strip(): Promise<void>;
}

/** What a minute came to that was killed at a call, or was not. */
export interface Played {
  readonly calls: readonly Call[];
  readonly killed: boolean;
  /** The minutes after it, until everything has held for two. */
  readonly after: readonly After[];
  /** Minutes that began without a stop, by the exchange's own count. */
  readonly unprotectedMinutes: number;
}

/** One of them: what did not hold at its end, and what was written down in it. */
export interface After {
  readonly broken: readonly string[];
  readonly journal: readonly JournalRecord[];
}

/** A kill: at this call, on this side of it. */
export interface At {
  readonly key: string;
  readonly side: Side;
}

/** What the cases of a run share: a folder, the bundle of the process, the list of signals it finds. */
export interface Common {
  readonly folder: string;
  readonly bundle: string;
  readonly signals: string;
}

export async function common(): Promise<Common & { close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-crash-'));
  const close = () => rmSync(folder, { recursive: true, force: true });
  return { folder, bundle: await bundleChild(folder), signals: join(folder, 'signals.csv'), close };
}

/** Plays one case after the other, each on servers and with processes of its own. */
export interface Lane {
  /** Leads a scenario to its minute and leaves the servers' state in a folder, which every case goes on from. */
  prepare(scenario: Scenario): Promise<string>;
  play(scenario: Scenario, from: string, at?: At): Promise<Played>;
  close(): Promise<void>;
}

export async function openLane({ folder, bundle, signals }: Common): Promise<Lane> {
  const gate = await openGate();
  // Started ahead: a process is what a case would wait for longest.
  const next = () => startProcess(bundle, gate.urls, signals);
  const spare = [next(), next()];
  const take = async (): Promise<DeskProcess> => {
    spare.push(next());
    return await (spare.shift() ?? next());
  };
  const ownFolder = () => mkdtempSync(join(folder, 'servers-'));

  const minute = async (servers: Servers, desk: DeskProcess, only?: readonly string[]) => {
    const at = minuteOf(servers.exchange.engine.now);
    const end = await desk.run(only === undefined ? { minute: at } : { minute: at, only });
    return { at, end };
  };

  const prepare = async (scenario: Scenario): Promise<string> => {
    const own = ownFolder();
    writeFileSync(signals, signalLines(scenario));
    const servers = await startServers(own, scenario.market, scenario.engine);
    const desk = await take();
    gate.leadTo(servers.urls);
    gate.watch();
    await setUpDesk(servers, scenario.limits);
    await scenario.lead({
      minutes: async (n, only) => {
        for (let i = 0; i < n; i += 1) {
          await minute(servers, desk, only);
          sim(servers, '/sim/advance', { minutes: 1 });
        }
      },
      sim: (path, body) => sim(servers, path, body),
      strip: () => strip(servers),
    });
    await desk.kill();
    await servers.close();
    return own;
  };

  const play = async (scenario: Scenario, from: string, at?: At): Promise<Played> => {
    const own = ownFolder();
    cpSync(from, own, { recursive: true });
    const servers = await startServers(own, scenario.market, scenario.engine);
    const { safety } = servers.exchange.engine.state;
    const before = safety.unprotectedMinutes;
    const [victim, heir] = await Promise.all([take(), take()]);
    try {
      gate.leadTo(servers.urls);
      gate.watch(at && { ...at, kill: () => victim.kill() });
      const { end } = await minute(servers, victim);
      const { calls } = gate;
      await victim.kill();
      gate.watch();
      const after: After[] = [];
      while (!isSettled(after)) {
        sim(servers, '/sim/advance', { minutes: 1 });
        const run = await minute(servers, heir);
        after.push({ broken: await broken(servers), journal: await journalOf(servers, run.at) });
      }
      const unprotectedMinutes = safety.unprotectedMinutes - before;
      return { calls, killed: end === 'killed', after, unprotectedMinutes };
    } finally {
      await Promise.all([victim.kill(), heir.kill()]);
      await servers.close();
      rmSync(own, { recursive: true, force: true });
    }
  };

  return {
    prepare,
    play,
    close: async () => {
      await Promise.all(spare.map(async each => await (await each).kill()));
      await gate.close();
    },
  };
}

/** Everything held at the end of two minutes in a row, or it has had its time. */
const isSettled = (after: readonly After[]): boolean =>
  after.length >= MINUTES_MAX ||
  (after.length >= 2 && after.slice(-2).every(each => each.broken.length === 0));

const sim = ({ exchange }: Servers, path: string, body: object): void => {
  const { status, body: said } = exchange.handle('POST', path, JSON.stringify(body), {});
  if (status !== 200) throw new Error(`${path}: ${said}`);
};

async function journalOf({ reader }: Servers, at: Minute): Promise<JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of reader.journal({ from: at, to: at })) records.push(record);
  return records;
}

async function strip({ urls, exchange }: Servers): Promise<void> {
  const now = () => exchange.engine.now;
  const client = binanceClient({ ...EXCHANGE_KEYS, baseUrl: urls.exchange, timeoutMs: 5_000, now });
  const venue = binanceVenue(client);
  for (const { clientId } of await venue.openConditionals()) await venue.cancelConditional(clientId);
  await client.close();
}

const signalLines = ({ signals }: Scenario): string =>
  signals
    .map(
      ({ at, symbol, side, confidence }) => `${new Date(at).toISOString()},${symbol},${side},${confidence}\n`,
    )
    .join('');
