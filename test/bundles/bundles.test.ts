import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedPlan } from '../../lib/adapters/ssm/seed.ts';
import { LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { bundledAsset, synthesise } from './assembly.ts';
import { lambdaProcess } from './lambda-process.ts';
import { node24 } from './node24.ts';

const NODE = node24();
const node = NODE.type === 'found' ? NODE.path : '';
const WHY = NODE.type === 'found' ? `on Node ${NODE.version}` : `SKIPPED, ${NODE.because}`;

const FUNCTIONS = [
  'LimitsSeeder',
  'PositionMonitor',
  'UniverseScan',
  'SignalEntry',
  'Guardian',
  'DailyClose',
  'LimitsGuard',
  'Retrain',
  'Notifier',
  'Sweep',
] as const;
/** Those that run nets have the runtime beside them, for Lambda's processor alone. */
const WITH_NETS: ReadonlySet<string> = new Set(['SignalEntry', 'Retrain', 'Sweep']);
const RUNTIME_BYTES_MAX = 35_000_000;
/**
 * Bytes of the code of each, a tenth above what it is: half of a container's start is reading it (`npm run bench -- start`). What
 * exits wait for is held closest.
 */
const BYTES_MAX: Readonly<Record<(typeof FUNCTIONS)[number], number>> = {
  LimitsSeeder: 300_000,
  PositionMonitor: 1_240_000,
  UniverseScan: 1_090_000,
  SignalEntry: 1_500_000,
  Guardian: 1_100_000,
  DailyClose: 1_250_000,
  LimitsGuard: 470_000,
  Retrain: 1_400_000,
  Notifier: 490_000,
  Sweep: 810_000,
};
const AWS = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const SCHEDULED = { scheduledTime: '2026-01-05T00:00:00Z' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  synthesise(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(FUNCTIONS)('the bundle of %s is one file, small, and knows no path of this machine', name => {
  const asset = bundledAsset(folder, name);
  const beside = WITH_NETS.has(name) ? ['node_modules'] : [];
  expect(readdirSync(asset.folder)).toEqual(['index.mjs', ...beside]);
  expect(bytesIn(asset.folder)).toBeLessThan(WITH_NETS.has(name) ? RUNTIME_BYTES_MAX : 2_500_000);
  const text = readFileSync(join(asset.folder, 'index.mjs'), 'utf8');
  expect(Buffer.byteLength(text)).toBeLessThan(BYTES_MAX[name]);
  expect(text).not.toContain(process.cwd());
});

/** All that Lambda would unpack. */
const bytesIn = (path: string): number =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

test('the guardian is smaller than the monitor, whose steps it does not share', () => {
  const sizeOf = (name: string) =>
    readFileSync(join(bundledAsset(folder, name).folder, 'index.mjs'), 'utf8').length;
  expect(sizeOf('Guardian')).toBeLessThan(sizeOf('PositionMonitor') - 40_000);
});

describe.skipIf(NODE.type === 'missing')(`the bundles ${WHY}`, () => {
  test.each(FUNCTIONS)('%s loads with nothing beside it', async name => {
    const asset = bundledAsset(folder, name);
    const lambda = await lambdaProcess({ node, assetFolder: asset.folder, env: AWS });
    expect(lambda.node).toMatch(/^v(2[4-9]|[3-9]\d)\./);
    await lambda.close();
  });

  test('a function whose environment is wrong says so in one line', async () => {
    const { folder: assetFolder } = bundledAsset(folder, 'SignalEntry');
    const env = { ...AWS, PERPDESK_DESK: 'main', PERPDESK_TABLE: 'books', PERPDESK_MODE: 'dmeo' };
    const lambda = await lambdaProcess({ node, assetFolder, env });
    expect(await lambda.invoke(SCHEDULED)).toMatchObject({
      type: 'threw',
      errorType: 'EnvironmentError',
      errorMessage: expect.stringContaining('PERPDESK_MODE'),
    });
    await lambda.close();
  });

  test('the seeder stores every limit in a parameter store', async () => {
    const store = await startParameterStore();
    const { folder: assetFolder } = bundledAsset(folder, 'LimitsSeeder');
    const lambda = await lambdaProcess({
      node,
      assetFolder,
      env: { ...AWS, AWS_ENDPOINT_URL_SSM: store.url },
    });
    const answer = await lambda.invoke({
      RequestType: 'Create',
      // Nobody listens there: the seeding is done, and its report fails.
      ResponseURL: 'http://127.0.0.1:1/report',
      ResourceProperties: { desk: 'main', seeds: seedPlan('main') },
    });
    expect(answer).toMatchObject({ type: 'threw', errorMessage: 'fetch failed' });
    const seeded = lambda.logs().find(line => line.includes('limits-seeded')) ?? '{}';
    expect(JSON.parse(seeded)).toMatchObject({ created: LIMIT_NAMES });
    await lambda.close();
    await store.close();
  });
});

describe('the process that stands for Lambda', () => {
  const bundle = (source: string): string => {
    const made = mkdtempSync(join(folder, 'made-'));
    writeFileSync(join(made, 'index.mjs'), source);
    return made;
  };
  const run = (source: string, timeoutMs = 5000) =>
    lambdaProcess({ node: process.execPath, assetFolder: bundle(source), env: { A: '1' }, timeoutMs });

  test('hands over the event and the environment, and inherits none', async () => {
    const lambda = await run(
      'export const handler = async e => ({ ...e, a: process.env.A, home: process.env.HOME });',
    );
    expect(await lambda.invoke({ n: 1 })).toEqual({ type: 'returned', value: { n: 1, a: '1' } });
    expect(await lambda.invoke({ n: 2 })).toEqual({ type: 'returned', value: { n: 2, a: '1' } });
    await lambda.close();
  });

  test('finds no package of this project', async () => {
    await expect(run("import 'zod'; export const handler = async () => {};")).rejects.toThrow(/zod/);
  });

  test('kills a handler that takes too long', async () => {
    const lambda = await run('export const handler = () => new Promise(() => {});', 200);
    expect(await lambda.invoke({})).toEqual({ type: 'timed-out', afterMs: 200 });
    expect(await lambda.invoke({})).toMatchObject({ type: 'exited' });
    await lambda.close();
  });

  test('says that the process ended in the middle of a call', async () => {
    const lambda = await run('export const handler = async () => process.exit(3);');
    expect(await lambda.invoke({})).toEqual({ type: 'exited', because: 'exit code 3' });
    await lambda.close();
  });
});
