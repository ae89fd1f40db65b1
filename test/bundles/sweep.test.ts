import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3SweepStore } from '../../lib/adapters/s3/sweep-store.ts';
import { plannedRun } from '../../lib/operator/sweeping/aws/run.ts';
import type { SweepFlags } from '../../lib/operator/sweeping/flags.ts';
import { planOf } from '../../lib/operator/sweeping/plan.ts';
import { SweepRunner } from '../../lib/operator/sweeping/runner.ts';
import { conclude } from '../../lib/replay/sweep/conclude.ts';
import { RESULT_FILE, RUN_FILE } from '../../lib/replay/sweep/run.ts';
import { sweptMarket } from '../kit/swept-market.ts';
import { bundledAsset, synthesise } from './assembly.ts';
import { lambdaProcess } from './lambda-process.ts';
import { node24 } from './node24.ts';

const NODE = node24();
const WHY = NODE.type === 'found' ? `on Node ${NODE.version}` : `SKIPPED, ${NODE.because}`;
const BUCKET = 'sweeps';
const NAME = 'perpdesk-Sweep';

const scratch = mkdtempSync(join(tmpdir(), 'sweep-bundle-'));
const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: join(scratch, 's3') });
let url: string;
beforeAll(async () => {
  synthesise(join(scratch, 'cdk.out'));
  url = `http://127.0.0.1:${(await server.run()).port}`;
}, 180_000);
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe.skipIf(NODE.type === 'missing')(`the function of sweeps ${WHY}`, () => {
  test('replays a run from its bucket, and concludes as a sweep on this machine does, to the byte', async () => {
    const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
    const client = new S3Client({
      endpoint: url,
      region: 'eu-central-1',
      forcePathStyle: true,
      credentials: keys,
    });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const { candles, list } = sweptMarket();
    const flags: SweepFlags = {
      data: candles,
      forceSignals: list,
      from: '2026-01-05',
      equity: 10_000,
      account: 'usdt-isolated',
      set: [],
      grid: ['risk/positions-max=1,15'],
      folds: 1,
      metric: 'sharpe',
      threads: 1,
    };
    const plan = await planOf(flags);
    const runner = await SweepRunner.open(flags);
    const paths = [];
    for (const [n, changes] of plan.combinations.entries()) paths.push(await runner.path(n, changes));

    const store = s3SweepStore({ bucket: BUCKET, client });
    const run = plannedRun(flags, plan, `arn:aws:lambda:eu-central-1:123456789012:function:${NAME}`);
    for (const { digest, path } of run.files) await store.share(digest, await readFile(path));
    await store.write(run.id, RUN_FILE, run.text);
    const asset = bundledAsset(join(scratch, 'cdk.out'), 'Sweep');
    const lambda = await lambdaProcess({
      node: NODE.type === 'found' ? NODE.path : '',
      assetFolder: asset.folder,
      memoryMb: asset.memoryMb,
      env: {
        AWS_LAMBDA_FUNCTION_NAME: NAME,
        TMPDIR: scratch,
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'S3RVER',
        AWS_SECRET_ACCESS_KEY: 'S3RVER',
        AWS_ENDPOINT_URL_S3: url,
        PERPDESK_SWEEP_BUCKET: BUCKET,
      },
    });
    for (const n of plan.combinations.keys())
      expect(await lambda.invoke({ type: 'path', run: run.id, n })).toEqual({
        type: 'returned',
        value: { run: run.id, n },
      });
    await lambda.invoke({ type: 'conclude', run: run.id });
    await lambda.close();
    expect(await store.read(run.id, RESULT_FILE)).toBe(`${JSON.stringify(conclude(plan.spec, paths))}\n`);
    client.destroy();
  });
});
