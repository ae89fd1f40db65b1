import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBookStore } from '../../lib/adapters/dynamo/book-store.ts';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { epochMs, MINUTE_MS, type Minute, minuteOf, usd } from '../../lib/desk/units.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { ensureTable } from '../../lib/local/aws/table.ts';
import { startExchange } from '../../lib/local/exchange/server.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';
import { node24 } from './node24.ts';

/** What a task's image is made of, as `cdk synth` lays it together, run as the image runs it: `node task.mjs`. */
const NODE = node24();
const WHY = NODE.type === 'found' ? `on Node ${NODE.version}` : `SKIPPED, ${NODE.because}`;
const MINUTE = minuteOf(Date.UTC(2026, 0, 6, 0, 10));
const AWS = { AWS_REGION: 'eu-central-1' };
const DESKS = [{ name: 'main', mode: 'paper', learn: ['xgboost'], learnOn: 'fargate' }];

const scratch = mkdtempSync(join(tmpdir(), 'task-'));
let image: string;

/** Synthesises, and with a PATH on which there is no Docker: a synth must not need it. */
function synthesise(into: string): string {
  const folder = join(scratch, into);
  execFileSync(
    'npx',
    ['--no-install', 'cdk', 'synth', '--quiet', '-o', folder, '-c', `desks=${JSON.stringify(DESKS)}`],
    {
      cwd: PROJECT_ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, CDK_DOCKER: join(scratch, 'no-docker') },
    },
  );
  const { dockerImages } = JSON.parse(readFileSync(join(folder, 'perpdesk.assets.json'), 'utf8')) as {
    readonly dockerImages: Readonly<Record<string, { readonly source: { readonly directory: string } }>>;
  };
  const [only, ...more] = Object.values(dockerImages);
  expect(more).toEqual([]);
  return join(folder, only?.source.directory ?? 'none');
}

beforeAll(() => {
  image = synthesise('one');
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('the folder of the image holds what its Dockerfile copies, and knows no path of this machine', () => {
  expect(readdirSync(image).toSorted()).toEqual(['Dockerfile', 'node_modules', 'task.mjs']);
  const copied = readFileSync(join(image, 'Dockerfile'), 'utf8').matchAll(/^COPY (\S+) /gm);
  expect([...copied].map(([, name = '']) => existsSync(join(image, name)))).toEqual([true, true]);
  const text = readFileSync(join(image, 'task.mjs'), 'utf8');
  expect(text.length).toBeLessThan(2_500_000);
  expect(text).not.toContain(process.cwd());
  const binaries = readdirSync(join(image, 'node_modules/onnxruntime-node/bin/napi-v6/linux'));
  expect(binaries).toEqual(['arm64']);
  expect(statSync(join(image, 'node_modules/onnxruntime-common/package.json')).isFile()).toBe(true);
});

test('it is the same when it is laid together again', () => {
  const again = synthesise('two');
  expect(again.replace(join(scratch, 'two'), '')).toBe(image.replace(join(scratch, 'one'), ''));
}, 120_000);

describe.skipIf(NODE.type === 'missing')(`the task ${WHY}`, () => {
  const closing: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
  });

  /** The folder's copy, out of reach of any other node_modules, with nothing of this process's environment. */
  async function run(env: Readonly<Record<string, string>>): Promise<{ code: number; lines: string[] }> {
    const folder = join(scratch, 'run');
    if (!existsSync(folder)) cpSync(image, folder, { recursive: true });
    const node = NODE.type === 'found' ? NODE.path : '';
    try {
      const { stdout } = await promisify(execFile)(node, ['task.mjs'], { cwd: folder, env });
      return { code: 0, lines: stdout.split('\n').filter(Boolean) };
    } catch (error) {
      const { code, stdout } = error as { readonly code: number; readonly stdout: string };
      return { code, lines: stdout.split('\n').filter(Boolean) };
    }
  }

  /** Where a container asks for the keys of its task's role. */
  async function roleKeys(): Promise<string> {
    const server = createServer((_request, answer) =>
      answer.end(
        JSON.stringify({
          AccessKeyId: 'of-the-role',
          SecretAccessKey: 'secret',
          Token: 'token',
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      ),
    );
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    closing.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  async function world() {
    const [dynamo, parameters, keys] = await Promise.all([startDynamo(), startParameterStore(), roleKeys()]);
    closing.push(
      () => dynamo.close(),
      () => parameters.close(),
    );
    const here = { region: AWS.AWS_REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    const client = new DynamoDBClient({ ...here, endpoint: dynamo.url });
    await ensureTable(client, 'perpdesk');
    await seedLimits({ client: new SSMClient({ ...here, endpoint: parameters.url }), desk: 'main' });
    const table = deskTable({ table: 'perpdesk', desk: 'main', client });
    const reader = dynamoBookReader(table);
    return {
      store: dynamoBookStore(table),
      env: {
        ...AWS,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: keys,
        AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
        AWS_ENDPOINT_URL_SSM: parameters.url,
        PERPDESK_DESK: 'main',
        PERPDESK_MODE: 'paper',
        PERPDESK_TABLE: 'perpdesk',
        PERPDESK_PAPER_BALANCE_USD: '10000',
        PERPDESK_SCHEDULED_TIME: new Date(MINUTE).toISOString(),
      },
      journal: async (minute: Minute) => {
        const found: JournalRecord[] = [];
        for await (const record of reader.journal({ from: minute, to: minute })) found.push(record);
        return found;
      },
    };
  }

  test('does the night’s work with the rights of its role, and says so as CloudWatch reads it', async () => {
    const { env, journal } = await world();
    const { code, lines } = await run(env);
    expect(lines.filter(line => line.includes('failed'))).toEqual([]);
    expect(code).toBe(0);
    const told = lines.map(line => JSON.parse(line));
    expect(told.at(-1)).toEqual({ minute: new Date(MINUTE).toISOString(), end: 'done' });
    expect(told.find(line => '_aws' in line)).toMatchObject({
      desk: 'main',
      mode: 'paper',
      ModelFaults: 0,
    });
    expect((await journal(MINUTE)).filter(({ type }) => type === 'trouble')).toEqual([]);
    // The same minute again, as the scheduler may deliver it twice, is nothing and no failure.
    const twice = await run(env);
    expect(twice.lines.map(line => JSON.parse(line))).toEqual([
      { minute: new Date(MINUTE).toISOString(), end: 'stale' },
    ]);
    expect(twice.code).toBe(0);
  });

  test('fits a kind to the bars of the universe’s coins, and tells each fold', async () => {
    const market = syntheticMarket({ seed: 1, days: 1, prehistoryDays: 40 });
    const at = market.startsAt;
    const exchange = await startExchange({
      apiKey: 'never-given',
      secret: 'never-given',
      market,
      engine: { startAt: at, walletUsd: usd(1) },
    });
    closing.push(() => exchange.close());
    const { env, journal, store } = await world();
    const leased = await store.lease('scan', at, epochMs(at), epochMs(at + MINUTE_MS));
    if (leased.type !== 'leased') expect.fail(leased.type);
    const symbols = market
      .instruments()
      .slice(0, 6)
      .map(({ symbol }) => symbol);
    await store.saveUniverse(
      { rev: 0, minute: at, symbols, failingSince: {}, previous: undefined },
      leased.lease,
    );
    const { PERPDESK_PAPER_BALANCE_USD: _paper, ...rest } = env;
    const { code, lines } = await run({
      ...rest,
      PERPDESK_MODE: 'embedded',
      PERPDESK_VENUE_URL: exchange.url,
      PERPDESK_MARKET: 'synthetic',
      PERPDESK_MODELS: join(scratch, 'models'),
      PERPDESK_LEARN: 'xgboost',
      PERPDESK_SCHEDULED_TIME: new Date(at).toISOString(),
    });
    expect(code).toBe(0);
    expect(lines.filter(line => /"xgboost: fold \d of 6: learnt from \d+ rows/.test(line))).toHaveLength(6);
    const records = await journal(at);
    expect(records.filter(({ type }) => type === 'trouble')).toEqual([]);
    expect(records.filter(({ type }) => type === 'seat')).toMatchObject([
      { kind: 'xgboost', what: 'promoted', because: 'the seat was empty' },
    ]);
    expect(readdirSync(join(scratch, 'models'))).toContain('roster.json');
  });

  test('ends with 1 and one line where its environment is wrong', async () => {
    const { code, lines } = await run({
      ...AWS,
      PERPDESK_DESK: 'main',
      PERPDESK_MODE: 'papre',
      PERPDESK_SCHEDULED_TIME: new Date(MINUTE).toISOString(),
    });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('PERPDESK_MODE');
  });
});
