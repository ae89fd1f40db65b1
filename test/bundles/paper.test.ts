import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dynamoAccountStore } from '../../lib/adapters/dynamo/account-store.ts';
import { dynamoJournal } from '../../lib/adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { MINUTE_MS, type Minute, qty, symbolId, usd } from '../../lib/desk/units.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { ensureTable } from '../../lib/local/aws/table.ts';
import { startExchange } from '../../lib/local/exchange/server.ts';
import { simFundingHistory } from '../../lib/sim/funding-history.ts';
import { simMarketPort } from '../../lib/sim/market-port.ts';
import type { PaperAccount } from '../../lib/sim/paper/account.ts';
import { paperAccount } from '../../lib/wiring/paper.ts';
import { coinMarket, WARM } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { bundledAsset, synthesise } from './assembly.ts';
import { type LambdaProcess, lambdaProcess } from './lambda-process.ts';
import { node24 } from './node24.ts';

/**
 * The stack as cdk.json has it: a paper desk, its functions with the environment that the template gives them, and
 * nowhere a key. No model speaks there, so the position is one that another hand has opened on the account.
 */
const NODE = node24();
const WHY = NODE.type === 'found' ? `on Node ${NODE.version}` : `SKIPPED, ${NODE.because}`;
const COIN = symbolId('COINUSDT');
const MINUTES = 8;
const IN_ORDER = ['Guardian', 'PositionMonitor', 'SignalEntry', 'UniverseScan'] as const;
const AWS = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

describe.skipIf(NODE.type === 'missing')(`eight minutes of a paper desk ${WHY}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const functions: LambdaProcess[] = [];
  let world: Awaited<ReturnType<typeof startWorld>>;

  async function startWorld() {
    const market = coinMarket([...flat(1_000, 5), [1_000, 1_000, 950, 950], ...flat(950, 20)], { at: 1_000 });
    const server = await startExchange({
      apiKey: 'never-given',
      secret: 'never-given',
      market,
      engine: { startAt: WARM, walletUsd: usd(1) },
    });
    const [dynamo, parameters] = await Promise.all([startDynamo(), startParameterStore()]);
    closing.push(
      () => server.close(),
      () => dynamo.close(),
      () => parameters.close(),
    );
    const here = { region: AWS.AWS_REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    const client = new DynamoDBClient({ ...here, endpoint: dynamo.url });
    await ensureTable(client, 'perpdesk');
    await seedLimits({ client: new SSMClient({ ...here, endpoint: parameters.url }), desk: 'main' });
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', dynamo.url);
    for (const [name, value] of Object.entries(AWS)) vi.stubEnv(name, value);
    const { engine } = server.exchange;
    const byHand = paperAccount(
      {
        table: 'perpdesk',
        desk: 'main',
        mode: 'paper',
        balanceUsd: usd(10_000),
        accountKind: 'usdt-isolated',
      },
      { market: simMarketPort(engine), funding: simFundingHistory(engine), clock: { now: () => engine.now } },
      dynamoJournal(deskTable({ table: 'perpdesk', desk: 'main' })),
    );
    const opened = await byHand.place({
      clientId: 'by-hand',
      symbol: COIN,
      side: 'buy',
      qty: qty(1),
      kind: { type: 'market' },
      reduceOnly: false,
    });
    expect(opened.type).toBe('accepted');
    const table = deskTable({ table: 'perpdesk', desk: 'main', client });
    return {
      engine,
      env: {
        ...AWS,
        AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
        AWS_ENDPOINT_URL_SSM: parameters.url,
        TEST_VENUE_ORIGIN: 'https://fapi.binance.com',
        TEST_VENUE_URL: server.url,
      },
      reader: dynamoBookReader(table),
      account: dynamoAccountStore<PaperAccount>(table),
    };
  }

  beforeAll(async () => {
    synthesise(join(folder, 'cdk.out'));
    world = await startWorld();
    for (const name of IN_ORDER) {
      const asset = bundledAsset(join(folder, 'cdk.out'), name);
      const written = Object.entries(asset.environment).filter(([, value]) => typeof value === 'string');
      functions.push(
        await lambdaProcess({
          node: NODE.type === 'found' ? NODE.path : '',
          assetFolder: asset.folder,
          env: {
            ...(Object.fromEntries(written) as Record<string, string>),
            PERPDESK_TABLE: 'perpdesk',
            ...world.env,
          },
          functionName: name,
          memoryMb: asset.memoryMb,
          timeoutMs: asset.timeoutMs,
        }),
      );
    }
    const { engine } = world;
    for (let i = 0; i < MINUTES; i += 1) {
      const now = engine.now;
      const minute = new Date(now).toISOString();
      for (const lambda of functions) {
        const answer = await lambda.invoke({ scheduledTime: minute }, now);
        expect(answer).toEqual({ type: 'returned', value: { minute, end: 'done' } });
      }
      engine.advance(now + MINUTE_MS);
    }
  }, 180_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    for (const lambda of functions) await lambda.close();
    for (const close of closing.toReversed()) await close();
  });

  const journal = async (): Promise<JournalRecord[]> => {
    const records: JournalRecord[] = [];
    const to = world.engine.now as Minute;
    for await (const record of world.reader.journal({ from: WARM, to })) records.push(record);
    return records;
  };

  test('see the account, protect what is open on it, and let the market stop it out', async () => {
    const { engine } = (await world.account.load())?.state ?? expect.fail('no account');
    expect(engine.positions).toEqual({});
    // The guardian's canary, which is taken away again, and the stop.
    expect(engine.algos.map(({ type, status }) => [type, status])).toEqual([
      ['STOP_MARKET', 'CANCELED'],
      ['STOP_MARKET', 'FINISHED'],
    ]);
    expect(engine.trades.map(({ side }) => side)).toEqual(['buy', 'sell']);
    expect(engine.walletUsd).toBeLessThan(10_000 - 25);
    const records = await journal();
    expect(records.flatMap(each => (each.type === 'foreign' ? [each.role] : []))).toEqual(['monitor']);
    expect(records.flatMap(each => (each.type === 'protection' ? [[each.role, each.action]] : []))).toEqual([
      ['guardian', 'placed'],
    ]);
  });

  test('I41 say in every record that they are on paper, and have met no trouble for want of a key', async () => {
    const records = await journal();
    expect(records.length).toBeGreaterThan(MINUTES);
    expect(new Set(records.map(({ mode }) => mode))).toEqual(new Set(['paper']));
    expect(records.filter(({ type }) => type === 'trouble')).toEqual([]);
    const reasons = records.flatMap(each => (each.type === 'minute' ? [each.noTrade] : []));
    expect(new Set(reasons)).toEqual(new Set(['no-licensed-model']));
  });

  test('send nothing to the venue', () => {
    const { orders, algos, trades } = world.engine.state;
    expect([orders, algos, trades]).toEqual([[], [], []]);
  });
});
