import { dynamoBookReader } from '../../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { startDynamo } from '../../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../../lib/local/aws/parameter-store.ts';
import { applyEnvironment, embeddedEnvironment, TABLE } from '../../../lib/local/desk-environment.ts';
import type { Exchange } from '../../../lib/local/exchange/exchange.ts';
import { startExchange } from '../../../lib/local/exchange/server.ts';
import { EXCHANGE_KEYS } from '../../../lib/local/run-servers.ts';
import { setUp } from '../../../lib/local/set-up.ts';
import type { BookReader } from '../../../lib/ports.ts';
import type { EngineOptions } from '../../../lib/sim/engine/engine.ts';
import type { SimMarket } from '../../../lib/sim/market.ts';
import { dynamoAt } from '../../adapters/aws.ts';
import type { Urls } from './gate.ts';

export const DESK = 'test';

/** The three servers of an embedded desk on a folder, which they go on from. */
export interface Servers {
  readonly urls: Urls;
  readonly exchange: Exchange;
  readonly reader: BookReader;
  close(): Promise<void>;
}

export async function startServers(
  stateFolder: string,
  market: SimMarket,
  engine: EngineOptions,
): Promise<Servers> {
  const [exchange, dynamo, parameters] = await Promise.all([
    startExchange({ ...EXCHANGE_KEYS, market, engine, stateFolder }),
    startDynamo({ stateFolder }),
    startParameterStore({ stateFolder }),
  ]);
  const client = dynamoAt(dynamo.url);
  return {
    urls: { exchange: exchange.url, dynamodb: dynamo.url, parameters: parameters.url },
    exchange: exchange.exchange,
    reader: dynamoBookReader(deskTable({ table: TABLE, desk: DESK, client })),
    close: async () => {
      client.destroy();
      await Promise.all([exchange, dynamo, parameters].map(each => each.close()));
    },
  };
}

/** What the first start of an embedded desk does: its table, its limits, its keys. */
export async function setUpDesk({ urls }: Servers, limits: Readonly<Record<string, string>>): Promise<void> {
  const env = embeddedEnvironment({}, { desk: DESK, servers: urls, forcedSignals: undefined });
  const before = Object.fromEntries(Object.keys(env).map(name => [name, process.env[name]]));
  applyEnvironment(env);
  try {
    await setUp({ desk: DESK, limits });
  } finally {
    applyEnvironment(before);
  }
}
