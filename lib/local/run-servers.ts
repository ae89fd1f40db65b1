import { join } from 'node:path';
import { startDynamo } from './aws/dynamo.ts';
import type { LocalService } from './aws/http.ts';
import { startParameterStore } from './aws/parameter-store.ts';
import { lockState } from './aws/state-lock.ts';
import { type ExchangeServer, startExchange } from './exchange/server.ts';
import { findingsOf, firstMinute, openMarket } from './market.ts';
import { Refusal } from './refusal.ts';
import { difference, type KeptTexts, keptTexts, settingsOf } from './settings.ts';
import {
  clearState,
  exchangeFolder,
  markFolder,
  type RunningServers,
  removeServers,
  setAside,
  storedTexts,
  writeServers,
} from './state-folder.ts';

/** The only account of the simulated exchange. Not a secret: it opens nothing but a process on this machine. */
export const EXCHANGE_KEYS = { apiKey: 'embedded-desk', secret: 'embedded-desk-secret' } as const;

/** How long a new start waits for what holds the state: the servers of a killed desk, or a command that reads it. */
const HELD_MS = 5_000;
const LOOK_EVERY_MS = 50;

export interface ServersOrder {
  readonly stateFolder: string;
  readonly fresh: boolean;
  readonly given: KeptTexts;
  /** How many are to be run from the first one on; to the market's end where nothing was said. */
  readonly minutes?: number | undefined;
}

export interface Servers {
  readonly urls: RunningServers;
  /** What the desk runs with, the stored options included. */
  readonly texts: KeptTexts;
  readonly goesOn: boolean;
  /** Where a former desk, made with other options, was moved, and what differs. */
  readonly aside?: string;
  /** What is odd about recorded data, a line each. */
  readonly findings: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts exchange, DynamoDB and Parameter Store on the state folder, and says in it where they listen. Everything is
 * checked before anything is changed. Rejects with a Refusal, or the CandleFileError of the market's data.
 */
export async function runServers({ stateFolder, fresh, given, minutes }: ServersOrder): Promise<Servers> {
  const unlock = await lockFolder(stateFolder);
  try {
    const found = fresh ? undefined : storedTexts(stateFolder);
    const other = found === undefined ? undefined : difference(given, found);
    const stored = other === undefined ? found : undefined;
    const texts = keptTexts(given, stored);
    const settings = settingsOf(texts);
    const market = openMarket(settings.market);
    const startAt = firstMinute(settings, market);
    if (fresh) clearState(stateFolder);
    const aside = other === undefined ? undefined : `${setAside(stateFolder)} (${other})`;
    if (stored === undefined) markFolder(stateFolder, texts);
    const exchange = await startExchange({
      ...EXCHANGE_KEYS,
      market,
      engine: { startAt, walletUsd: settings.equityUsd, accountKind: settings.account },
      stateFolder: exchangeFolder(stateFolder),
    });
    const now = () => exchange.exchange.engine.now;
    const stores = await Promise.all([
      onceFree(() => startDynamo({ stateFolder })),
      onceFree(() => startParameterStore({ stateFolder, now })),
    ]);
    const urls = addresses(exchange, stores);
    writeServers(stateFolder, urls);
    const close = async () => {
      removeServers(stateFolder);
      await Promise.all([exchange, ...stores].map(server => server.close()));
      await unlock();
    };
    const findings = findingsOf(market, startAt, minutes);
    const goesOn = stored !== undefined;
    return { urls, texts, goesOn, findings, ...(aside === undefined ? {} : { aside }), close };
  } catch (error) {
    await unlock();
    throw error;
  }
}

const addresses = (exchange: ExchangeServer, [dynamo, parameters]: [LocalService, LocalService]) => ({
  pid: process.pid,
  dynamodb: dynamo.url,
  parameters: parameters.url,
  exchange: exchange.url,
});

async function lockFolder(folder: string): Promise<() => Promise<void>> {
  try {
    return await onceFree(() => lockState(join(folder, 'servers')));
  } catch {
    throw new Refusal(`--state ${folder}: another desk is running there; stop it, or give another folder`);
  }
}

/** Tries again while another process holds the state. Rejects with a Refusal that says what is wrong with it. */
async function onceFree<T>(start: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    try {
      return await start();
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      const held = because.includes('in use by another process');
      if (!held || waitedMs >= HELD_MS) throw new Refusal(because, { cause: error });
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
