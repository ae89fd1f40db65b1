import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { secretParameter } from '../../lib/adapters/ssm/names.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { MINUTE_MS, type Minute, usd } from '../../lib/desk/units.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { ensureTable } from '../../lib/local/aws/table.ts';
import { startExchange } from '../../lib/local/exchange/server.ts';
import { coinMarket, WARM } from '../kit/desk.ts';
import { flat } from '../kit/scripted-market.ts';
import { bundledAsset, synthesise } from './assembly.ts';
import { type LambdaProcess, lambdaProcess } from './lambda-process.ts';
import { node24 } from './node24.ts';

/** Ten minutes of the deployed code: the four bundles on Node 24, over HTTP to the embedded servers. */
const NODE = node24();
const WHY = NODE.type === 'found' ? `on Node ${NODE.version}` : `SKIPPED, ${NODE.because}`;
const KEYS = { apiKey: 'bundle-key', secret: 'bundle-secret' };
const MINUTES = 10;
const IN_ORDER = ['Guardian', 'PositionMonitor', 'SignalEntry', 'UniverseScan'] as const;

describe.skipIf(NODE.type === 'missing')(`ten minutes of the bundles ${WHY}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const functions: LambdaProcess[] = [];
  let world: Awaited<ReturnType<typeof startWorld>>;

  async function startWorld() {
    const bars = [
      ...flat(1_000, 2),
      [1_000, 1_009, 1_000, 1_009],
      ...flat(1_009, 2),
      [1_009, 1_009, 990, 990],
      ...flat(990, 20),
    ] as const;
    const exchange = await startExchange({
      ...KEYS,
      market: coinMarket(bars, { at: 1_000 }),
      engine: { startAt: WARM, walletUsd: usd(10_000) },
    });
    const [dynamo, parameters] = await Promise.all([startDynamo(), startParameterStore()]);
    closing.push(
      () => exchange.close(),
      () => dynamo.close(),
      () => parameters.close(),
    );
    const aws = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    const here = { region: aws.AWS_REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    const client = new DynamoDBClient({ ...here, endpoint: dynamo.url });
    const ssm = new SSMClient({ ...here, endpoint: parameters.url });
    await ensureTable(client, 'perpdesk');
    await seedLimits({ client: ssm, desk: 'main' });
    for (const [name, Value] of [
      ['embedded-key', KEYS.apiKey],
      ['embedded-secret', KEYS.secret],
    ] as const) {
      await ssm.send(
        new PutParameterCommand({ Name: secretParameter('main', name), Value, Type: 'SecureString' }),
      );
    }
    const list = join(folder, 'signals.csv');
    writeFileSync(list, `${WARM},COINUSDT,long\n`);
    const env = {
      ...aws,
      PERPDESK_DESK: 'main',
      PERPDESK_TABLE: 'perpdesk',
      PERPDESK_MODE: 'embedded',
      PERPDESK_VENUE_URL: exchange.url,
      PERPDESK_FORCED_SIGNALS: list,
      PERPDESK_SECOND_LOOK_MS: '0',
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      AWS_ENDPOINT_URL_SSM: parameters.url,
    };
    return {
      exchange: exchange.exchange,
      env,
      reader: dynamoBookReader(deskTable({ table: 'perpdesk', desk: 'main', client })),
    };
  }

  beforeAll(async () => {
    synthesise(join(folder, 'cdk.out'));
    world = await startWorld();
    for (const name of IN_ORDER) {
      const asset = bundledAsset(join(folder, 'cdk.out'), name);
      const node = NODE.type === 'found' ? NODE.path : '';
      functions.push(
        await lambdaProcess({
          node,
          assetFolder: asset.folder,
          env: world.env,
          functionName: name,
          memoryMb: asset.memoryMb,
          timeoutMs: asset.timeoutMs,
        }),
      );
    }
    for (let i = 0; i < MINUTES; i += 1) {
      const now = world.exchange.engine.now;
      for (const lambda of functions) {
        const answer = await lambda.invoke({ scheduledTime: new Date(now).toISOString() }, now);
        expect(answer).toEqual({
          type: 'returned',
          value: { minute: new Date(now).toISOString(), end: 'done' },
        });
      }
      world.exchange.engine.advance(now + MINUTE_MS);
    }
  }, 180_000);
  afterAll(async () => {
    for (const lambda of functions) await lambda.close();
    for (const close of closing.toReversed()) await close();
  });

  const journal = async (): Promise<JournalRecord[]> => {
    const records: JournalRecord[] = [];
    const to = world.exchange.engine.now as Minute;
    for await (const record of world.reader.journal({ from: WARM, to })) records.push(record);
    return records;
  };

  test('open, protect, reduce and close a position', async () => {
    const records = await journal();
    expect(records.filter(record => record.type === 'entry')).toHaveLength(1);
    const exits = records.flatMap(record => (record.type === 'exit' ? [record.kind] : []));
    expect(exits).toEqual(['partial-take-profit', 'trailing-stop']);
    expect(records.filter(record => record.type === 'trouble')).toEqual([]);
    expect(world.exchange.engine.positions()).toEqual([]);
  });

  test('leave no minute unprotected and send nothing twice, by the exchange’s own log', () => {
    expect(world.exchange.engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
  });

  test('write their metrics as lines that CloudWatch reads', () => {
    const [guardian, monitor] = functions;
    const lines = monitor?.logs().filter(line => line.includes('"_aws"')) ?? [];
    expect(lines).toHaveLength(MINUTES);
    expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({
      desk: 'main',
      Heartbeat: 1,
      UnprotectedPositions: 0,
    });
    const words = guardian?.logs().filter(line => line.includes('"_aws"')) ?? [];
    expect(JSON.parse(words.at(-1) ?? '{}')).toMatchObject({
      desk: 'main',
      Heartbeat: 1,
      UnprotectedPositions: 0,
      OrderFaults: 0,
    });
  });
});
