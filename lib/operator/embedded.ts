import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { modelFolder } from '../adapters/model-folder.ts';
import { ssmLimitEditor } from '../adapters/ssm/limit-editor.ts';
import { MINUTE_MS } from '../desk/units.ts';
import { applyEnvironment, embeddedEnvironment, TABLE } from '../local/desk-environment.ts';
import { judgedMarket } from '../local/market.ts';
import { Refusal } from '../local/refusal.ts';
import { logFile, modelsFolder, removeServers, storedTexts, writeServers } from '../local/state-folder.ts';
import { PortError } from '../ports.ts';
import { coinsAt } from './coins.ts';
import type { Connection, Whereabouts } from './connection.ts';
import { EmbeddedAlarms } from './page/embedded-alarms.ts';

export const DEFAULT_FOLDER = '.perpdesk';
const AT_REST = 'not running: npm start lets it go on, and until then nothing is decided';
/** How long a running desk's store may take to say that it is there. */
const PROBE_MS = 1_000;

const addresses = z.object({
  pid: z.number(),
  dynamodb: z.url(),
  parameters: z.url(),
  /** Absent where the stores alone are open: a page of a desk at rest. */
  exchange: z.optional(z.url()),
});
type Addresses = Pick<z.infer<typeof addresses>, 'dynamodb' | 'parameters'>;

/** The name of the desk that a state folder holds; undefined where there is none. Throws a Refusal on a foreign folder. */
function deskIn(folder: string): string | undefined {
  return existsSync(join(folder, 'desk.json')) ? (storedTexts(folder)?.desk ?? 'main') : undefined;
}

/**
 * Reaches the embedded desk of a state folder: through the stores of the one that is running, else through stores
 * started on its files for as long as the connection stands; a connection that `shares` says where, so that others can
 * read and edit beside it. Throws a Refusal where there is no such desk.
 */
export async function connectEmbedded(
  { state, desk }: Pick<Whereabouts, 'state' | 'desk'>,
  { shares = false }: { readonly shares?: boolean } = {},
): Promise<Connection> {
  const given = state ?? DEFAULT_FOLDER;
  const folder = resolve(given);
  const stored = deskIn(folder);
  if (stored === undefined) throw new Refusal(`no desk in ${given} yet: run npm start, or give --state DIR`);
  if (desk !== undefined && desk !== stored)
    throw new Refusal(`--desk ${desk}: ${given} holds the desk ${stored}`);
  const stores = (await runningStores(folder)) ?? (await openStores(folder, stored, shares));
  const { exchange } = stores;
  const alarms = new EmbeddedAlarms(logFile(folder));
  useStores(stores.at, stored);
  const [tables, parameters] = [new DynamoDBClient(awsClientSettings()), new SSMClient(awsClientSettings())];
  return {
    desk: stored,
    reader: dynamoBookReader(deskTable({ table: TABLE, desk: stored, client: tables })),
    limits: ssmLimitEditor({ client: parameters, desk: stored }),
    parameters: { client: parameters, desk: stored },
    models: { store: modelFolder(modelsFolder(folder)), market: judgedMarket(storedTexts(folder)) },
    alarmStates: async () => alarms.view(),
    ...(exchange === undefined
      ? { atRest: AT_REST }
      : { venueUrl: exchange, coins: () => coinsAt(exchange) }),
    close: async () => {
      tables.destroy();
      parameters.destroy();
      await stores.close();
    },
  };
}

/** True where the folder that is used when nobody names one holds a desk. */
export const hasDefaultDesk = (): boolean => deskIn(resolve(DEFAULT_FOLDER)) !== undefined;

interface Stores {
  readonly at: Addresses;
  /** The running desk's exchange; it stands still with the desk. */
  readonly exchange?: string;
  close(): Promise<void>;
}

const useStores = (at: Addresses, desk: string): void =>
  applyEnvironment(
    embeddedEnvironment(process.env, { desk, servers: { ...at, exchange: '' }, forcedSignals: undefined }),
  );

/** The stores of the desk that runs on this folder; undefined when none does, whatever a killed one left behind. */
async function runningStores(folder: string): Promise<Stores | undefined> {
  const path = join(folder, 'servers.json');
  if (!existsSync(path)) return undefined;
  const read = z.safeParse(addresses, parsed(readFileSync(path, 'utf8')));
  if (!read.success || !isAlive(read.data.pid) || !(await answers(read.data.dynamodb))) return undefined;
  const { exchange } = read.data;
  return { at: read.data, ...(exchange === undefined ? {} : { exchange }), close: async () => {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Alive, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}

/** The stores on the folder's files. They are loaded here, since a running desk's make them needless. */
async function openStores(folder: string, desk: string, shares: boolean): Promise<Stores> {
  const [{ startDynamo }, { startParameterStore }] = await Promise.all([
    import('../local/aws/dynamo.ts'),
    import('../local/aws/parameter-store.ts'),
  ]);
  const dynamo = await refusingBusy(startDynamo({ stateFolder: folder }));
  try {
    useStores({ dynamodb: dynamo.url, parameters: dynamo.url }, desk);
    const now = await marketNow(folder, desk);
    const parameters = await refusingBusy(startParameterStore({ stateFolder: folder, now: () => now }));
    const at = { dynamodb: dynamo.url, parameters: parameters.url };
    if (shares) writeServers(folder, { pid: process.pid, ...at });
    return {
      at,
      close: async () => {
        if (shares) removeServers(folder);
        await Promise.all([dynamo.close(), parameters.close()]);
      },
    };
  } catch (error) {
    await dynamo.close();
    throw error;
  }
}

async function refusingBusy<T>(start: Promise<T>): Promise<T> {
  try {
    return await start;
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Market time stands still while the desk is down: an edit made now is dated after its last minute. */
async function marketNow(folder: string, desk: string): Promise<number> {
  const client = new DynamoDBClient(awsClientSettings());
  try {
    const { book } = await dynamoBookReader(deskTable({ table: TABLE, desk, client })).load();
    return book?.monitoredMinute === undefined ? Date.now() : book.monitoredMinute + MINUTE_MS;
  } catch (error) {
    if (error instanceof PortError && error.message.includes('ResourceNotFoundException'))
      throw new Refusal(`the desk in ${folder} never finished its first start: run npm start again`);
    throw error;
  } finally {
    client.destroy();
  }
}
