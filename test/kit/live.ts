import { onTestFinished } from 'vitest';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { emfMetrics } from '../../lib/adapters/emf-metrics.ts';
import { forcedSignals } from '../../lib/adapters/signals.ts';
import { confirmAccount, storeSecret } from '../../lib/adapters/ssm/secrets.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { epochMs, type Minute, minuteOf, usd } from '../../lib/desk/units.ts';
import { guard } from '../../lib/guard.ts';
import { applyEnvironment } from '../../lib/local/desk-environment.ts';
import type { ExchangeOptions } from '../../lib/local/exchange/exchange.ts';
import { startExchange } from '../../lib/local/exchange/server.ts';
import type { Desk } from '../../lib/minute/desk.ts';
import { enter, monitor } from '../../lib/minute.ts';
import type { Clock } from '../../lib/ports.ts';
import { wireCloseDesk, wireDesk, wireEntryDesk } from '../../lib/wiring/aws.ts';
import { wireGuardian } from '../../lib/wiring/guardian.ts';
import { localDynamo, localParameterStore, TABLE } from '../adapters/aws.ts';
import { aSignalAt, coinMarket, WARM } from './desk.ts';
import { flat } from './scripted-market.ts';

export const ACCOUNT = '314159265';
export const KEYS = { apiKey: 'live-key-0123456789', secret: 'live-secret-0123456789' };

export interface LiveOptions {
  readonly keyRights?: ExchangeOptions['keyRights'];
  readonly accountKind?: 'usdt-isolated' | 'credits-cross';
  /** The number in the confirmation parameter; null leaves the parameter out. */
  readonly confirmed?: string | null;
  readonly deployed?: string;
  readonly mode?: string;
}

/** A live desk's wiring over HTTP, with the simulated exchange in the place of the venue. */
export async function live(options: LiveOptions = {}) {
  const { keyRights, accountKind = 'usdt-isolated', confirmed = ACCOUNT, deployed = ACCOUNT } = options;
  const [server, dynamo, store] = await Promise.all([
    startExchange({
      ...KEYS,
      market: coinMarket(flat(100, 300)),
      engine: { startAt: WARM, walletUsd: usd(15_000), accountKind },
      accountId: Number(ACCOUNT),
      keyRights: { ipRestricted: true, ...keyRights },
    }),
    localDynamo(),
    localParameterStore(),
  ]);
  const { exchange } = server;
  const parameters = { client: store.client, desk: 'main' };
  await seedLimits(parameters);
  await storeSecret(parameters, 'live-key', KEYS.apiKey);
  await storeSecret(parameters, 'live-secret', KEYS.secret);
  if (confirmed !== null) await confirmAccount(parameters, confirmed);
  const env = {
    PERPDESK_DESK: 'main',
    PERPDESK_TABLE: TABLE,
    PERPDESK_MODE: options.mode ?? 'live',
    PERPDESK_LIVE_ACCOUNT: deployed,
    PERPDESK_WATERMARK_WAIT_MS: '0',
  };
  const aws = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const before = Object.fromEntries(Object.keys(aws).map(name => [name, process.env[name]]));
  applyEnvironment(aws);
  const clock: Clock = { now: () => epochMs(exchange.engine.now), sleep: async () => {} };
  const at = { baseUrl: server.url };
  const reader = dynamoBookReader(deskTable({ table: TABLE, desk: 'main', client: dynamo.client }));
  onTestFinished(async () => {
    applyEnvironment(before);
    await Promise.all([server, dynamo, store].map(each => each.close()));
  });
  const lines: string[] = [];
  const now = () => minuteOf(exchange.engine.now);
  const wire = async (how = wireDesk): Promise<Desk> => ({
    ...(await how(env, clock, at)),
    signals: forcedSignals([aSignalAt(0), aSignalAt(60), aSignalAt(120)]),
    metrics: emfMetrics({ desk: 'main', mode: 'live', clock, write: line => lines.push(line) }),
  });
  const wireGuard = async () => ({ ...(await wireGuardian(env, clock, at)), metrics: { emit: () => {} } });
  let guardian: ReturnType<typeof wireGuard> | undefined;
  const watching = () => {
    guardian ??= wireGuard();
    return guardian;
  };
  return {
    exchange,
    url: server.url,
    store,
    parameters,
    reader,
    /** What went to CloudWatch. */
    lines,
    now,
    wire: () => wire(),
    wireEntry: () => wire(wireEntryDesk),
    wireClose: () => wireCloseDesk(env, clock, at),
    wireGuard,
    /** The next answers of the table are failures. */
    tableFault: dynamo.fault,
    faults: (...faults: object[]) => exchange.handle('POST', '/sim/faults', JSON.stringify(faults), {}),
    minute: async (desk: Desk, entry = desk) => {
      await guard(await watching(), now());
      await monitor(desk, now());
      await enter(entry, now());
      exchange.engine.advance(now() + 60_000);
    },
    records: async () => {
      const records: JournalRecord[] = [];
      for await (const record of reader.journal({ from: WARM, to: now() as Minute })) records.push(record);
      return records;
    },
  };
}
