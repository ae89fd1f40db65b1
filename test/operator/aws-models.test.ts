import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoBookStore } from '../../lib/adapters/dynamo/book-store.ts';
import { dynamoModelRoster } from '../../lib/adapters/dynamo/model-roster.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { s3ModelFiles } from '../../lib/adapters/s3/model-files.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import { epochMs, HOUR_MS } from '../../lib/desk/units.ts';
import { ensureTable } from '../../lib/local/aws/table.ts';
import { applyEnvironment, REGION } from '../../lib/local/desk-environment.ts';
import { writeRoster } from '../../lib/models/roster.ts';
import { localDynamo, localParameterStore, TABLE } from '../adapters/aws.ts';
import { leased } from '../contract/book-kit.ts';
import { aBook, NOW } from '../kit/builders.ts';
import { seated } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

/** A deployed desk as the command line reaches it: the services of this machine in the place of the cloud's. */

const BUCKET = 'perpdesk-modelsbucket970c6ada-one';
const folder = emptyFolder();
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder });
let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let parameters: Awaited<ReturnType<typeof localParameterStore>>;
let endpoint: string;
const s3At = (url: string) => new S3Client({ endpoint: url, region: REGION, credentials });

beforeAll(async () => {
  [dynamo, parameters] = await Promise.all([localDynamo(), localParameterStore()]);
  endpoint = `http://127.0.0.1:${(await server.run()).port}`;
});
afterAll(async () => {
  await Promise.all([server.close(), dynamo.close(), parameters.close()]);
  removeFolder(folder);
});

const CHANGED = ['DYNAMODB', 'SSM', 'S3'].map(service => `AWS_ENDPOINT_URL_${service}`);
const OURS = [...CHANGED, 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
let before: Record<string, string | undefined>;
beforeEach(() => {
  before = Object.fromEntries(OURS.map(name => [name, process.env[name]]));
  applyEnvironment({
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_SSM: parameters.url,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
});
afterEach(() => applyEnvironment(before));

/** A desk that has run until now, with one model in a bucket and its seat in the table. */
async function deployed(desk: string, buckets: readonly string[] = [BUCKET], named = TABLE) {
  const table = deskTable({ table: named, desk, client: dynamo.client });
  await ensureTable(dynamo.client, named);
  await seedLimits({ client: parameters.client, desk });
  const store = dynamoBookStore(table);
  await store.saveBook(aBook({ monitoredMinute: NOW }), await leased(store, 'monitor', NOW));
  const s3 = s3At(endpoint);
  for (const bucket of buckets) await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const { roster, files } = seated([plantedModel({ market: 'binance-usdm', at: epochMs(NOW - HOUR_MS) })]);
  const kept = s3ModelFiles({ bucket: buckets[0] ?? BUCKET, desk, client: s3 });
  for (const [name, bytes] of files) await kept.write(name, bytes);
  await dynamoModelRoster(table).write(writeRoster(roster), undefined);
  s3.destroy();
}

describe('the models of a deployed desk', () => {
  test('are read from its table and the stack’s bucket, which is found by its name', async () => {
    await deployed('one');
    const { code, out, err } = await run(`models --aws --desk one --table ${TABLE} --json`);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      desk: 'one',
      market: 'binance-usdm',
      at: new Date(NOW).toISOString(),
      models: [{ state: 'trained', weight: 1, licence: { licensed: true } }, {}, {}, {}],
      policy: { licensed: false, because: expect.stringContaining('not been brought up to date') },
    });
    expect((await run(`models what-if --aws --desk one --table ${TABLE}`)).out).toContain('xgboost-planted');
  });

  test('of a twin are those of its original, of which it has roster and files', async () => {
    const bucket = 'models-of-real';
    await deployed('real', [bucket]);
    const store = dynamoBookStore(deskTable({ table: TABLE, desk: 'real-twin', client: dynamo.client }));
    const lease = await leased(store, 'monitor', NOW);
    await store.saveBook(aBook({ monitoredMinute: NOW, twinOf: 'real' }), lease);
    const { code, out, err } = await run(
      `models --aws --desk real-twin --table ${TABLE} --bucket ${bucket} --json`,
    );
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      desk: 'real-twin',
      models: [{ state: 'trained', weight: 1, licence: { licensed: true } }, {}, {}, {}],
    });
  });

  test('that were never trained need no bucket', async () => {
    await seedLimits({ client: parameters.client, desk: 'two' });
    const { code, out } = await run(`models --aws --desk two --table ${TABLE} --bucket nowhere`);
    expect(code).toBe(0);
    expect(out).toContain('It has no models, so nothing votes');
  });

  test('in one of two buckets want its name', async () => {
    const second = 'perpdesk-modelsbucket970c6ada-two';
    await deployed('three', [second]);
    const asked = `models --aws --desk three --table ${TABLE}`;
    const { code, err } = await run(asked);
    expect(code).toBe(2);
    expect(err).toMatch(/^--aws: 2 buckets could hold the models; give --bucket with one of \S+, \S+\n$/);
    expect((await run(`${asked} --bucket ${second}`)).out).toContain('licensed, 100 % of the vote');
  });

  test('are looked for in the bucket of the stack whose table the desk is in', async () => {
    const [first, second] = ['perpdesk-BooksTable6C4CCF04-A', 'perpdesk-2-BooksTable6C4CCF04-B'];
    const bucket = 'perpdesk-2-modelsbucket970c6ada-b';
    await ensureTable(dynamo.client, first);
    await deployed('four', [bucket], second);
    const { code, out, err } = await run('models --aws --desk four');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('licensed, 100 % of the vote');
  });

  test('in a bucket that is not there, or cannot be reached, are one line', async () => {
    const asked = `models --aws --desk one --table ${TABLE}`;
    const missing = await run(`${asked} --bucket perpdesk-nowhere`);
    expect(missing.code).toBe(2);
    expect(missing.err).toMatch(/^S3: reading models\/one\/\S+ failed: NoSuchBucket[^\n]*\n$/);
    applyEnvironment({ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' });
    const away = await run(asked);
    expect(away.code).toBe(2);
    expect(away.err).toMatch(/^--aws: S3 does not answer in eu-central-1: [^\n]*\n$/);
  });
});
