import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3SweepStore } from '../../../lib/adapters/s3/sweep-store.ts';
import { bytesOf } from '../../../lib/models/digest.ts';

const BUCKET = 'sweeps';
const folder = mkdtempSync(join(tmpdir(), 'perpdesk-s3-'));
const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder });
let s3: S3Client;
beforeAll(async () => {
  const { port } = await server.run();
  s3 = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    maxAttempts: 1,
  });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(async () => {
  s3.destroy();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const store = (bucket = BUCKET) => s3SweepStore({ bucket, client: s3 });

test('the files of a run are kept under its id, apart from those of another', async () => {
  await store().write('one', 'paths/3.json', '{"n":3,"é":"–"}');
  expect(await store().read('one', 'paths/3.json')).toBe('{"n":3,"é":"–"}');
  expect(await store().read('other', 'paths/3.json')).toBeUndefined();
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(Contents.map(({ Key }) => Key)).toEqual(['runs/one/paths/3.json']);
});

test('a shared file is found by its digest, with the time since when', async () => {
  expect(await store().sharedAt('abc')).toBeUndefined();
  expect(await store().shared('abc')).toBeUndefined();
  const before = Date.now() - 2_000;
  await store().share('abc', Uint8Array.of(0, 255, 10));
  expect([...((await store().shared('abc')) ?? [])]).toEqual([0, 255, 10]);
  const at = (await store().sharedAt('abc')) ?? 0;
  expect(at).toBeGreaterThan(before);
  expect(at).toBeLessThan(Date.now() + 2_000);
});

test('a bucket that is not there is a failure of the world', async () => {
  const nowhere = store('nowhere');
  await expect(nowhere.read('one', 'run.json')).rejects.toThrow(/^S3: reading runs\/one\/run.json failed: /);
  await expect(nowhere.write('one', 'run.json', '')).rejects.toThrow(/^S3: writing runs\/one\/run.json/);
  await expect(nowhere.share('abc', bytesOf(''))).rejects.toThrow(/^S3: writing files\/abc failed: /);
});
