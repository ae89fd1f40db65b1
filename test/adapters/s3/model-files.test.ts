import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoModelRoster } from '../../../lib/adapters/dynamo/model-roster.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { s3ModelFiles } from '../../../lib/adapters/s3/model-files.ts';
import { bytesOf } from '../../../lib/models/digest.ts';
import { modelStoreContract } from '../../contract/model-store.ts';
import { localDynamo, TABLE } from '../aws.ts';

const BUCKET = 'models';
const folder = mkdtempSync(join(tmpdir(), 'perpdesk-s3-'));
const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder });
let s3: S3Client;
let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let desks = 0;
beforeAll(async () => {
  dynamo = await localDynamo();
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
  await server.close();
  await dynamo.close();
  rmSync(folder, { recursive: true, force: true });
});

const aDesk = () => `modelled-${desks++}`;
const files = (desk: string, bucket = BUCKET) => s3ModelFiles({ bucket, desk, client: s3 });

modelStoreContract('a bucket with a table', async () => {
  const desk = aDesk();
  return {
    files: files(desk),
    roster: dynamoModelRoster(deskTable({ table: TABLE, desk, client: dynamo.client })),
  };
});

describe('a bucket of models', () => {
  test('keeps one desk’s from another’s', async () => {
    const [one, other] = [files(aDesk()), files(aDesk())];
    await one.write('xgboost/v/model.json', bytesOf('{}'));
    expect(await other.read('xgboost/v/model.json')).toBeUndefined();
  });

  test('that is not there is a failure of the world', async () => {
    const nowhere = files(aDesk(), 'nowhere');
    await expect(nowhere.read('xgboost/v/model.json')).rejects.toThrow(/^S3: reading models\/\S+ failed: /);
    await expect(nowhere.write('a/b', bytesOf(''))).rejects.toThrow(/^S3: writing models\/\S+ failed: /);
  });
});

test('a roster whose first answer is lost is written once, and known to be', async () => {
  const roster = dynamoModelRoster(deskTable({ table: TABLE, desk: aDesk(), client: dynamo.client }));
  await roster.write('first', undefined);
  expect(await roster.write('first', undefined)).toBe('saved');
  expect(await roster.write('second', 'none')).toBe('conflict');
});
