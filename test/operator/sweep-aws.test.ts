import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCommand } from '../../lib/operator/program.ts';
import type { SweepResult } from '../../lib/replay/sweep/result.ts';
import { sweep } from '../../lib/sweep.ts';
import { sweepHandler, wireSweep } from '../../lib/wiring/sweep.ts';
import { type FakeCloud, startFakeCloud } from '../kit/fake-cloud.ts';
import { startStepFunctions } from '../kit/step-functions.ts';
import { sweptMarket } from '../kit/swept-market.ts';
import { sweepDefinition } from '../stack/sweep-definition.ts';
import { synthesised } from '../stack/synthesised.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

/**
 * The command, the state machine as it is synthesised, and the function, over an S3 on this machine: what is deployed, but for
 * AWS itself.
 */
const root = emptyFolder();
const BUCKET = 'perpdesk-sweep';
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:perpdesk-sweep';
const VERSION = 'arn:aws:lambda:eu-central-1:123456789012:function:perpdesk-Sweep:3';
const OUTPUTS = { SweepBucketName: BUCKET, SweepMachineArn: MACHINE, SweepFunctionArn: VERSION };
const definition = sweepDefinition(synthesised({ sweep: true }), { bucket: BUCKET, functionArn: VERSION });

const { candles, list } = sweptMarket(root);
const WHAT = `--data ${candles} --from 2026-01-05 --force-signals ${list} --folds 1`;
const GRID = '--grid risk/positions-max=1,15 --grid universe/size-max=5';
const file = (name: string) => join(root, name);
const text = (name: string) => readFileSync(file(name), 'utf8');

const bucketFolder = emptyFolder();
const storage = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: bucketFolder });
const cloud: FakeCloud = { subscriptions: {} };
let s3: S3Client;
let formation: Awaited<ReturnType<typeof startFakeCloud>>;
let storageUrl: string;

beforeAll(async () => {
  storageUrl = `http://127.0.0.1:${(await storage.run()).port}`;
  formation = await startFakeCloud(cloud);
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  s3 = new S3Client({ endpoint: storageUrl, region: 'eu-central-1', forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await run(`sweep ${WHAT} ${GRID} --threads 2 --json ${file('local.json')}`);
}, 60_000);
afterAll(async () => {
  s3.destroy();
  await formation.close();
  await storage.close();
  removeFolder(bucketFolder);
  removeFolder(root);
});

type Invoke = (event: unknown) => Promise<unknown>;
let steps: Awaited<ReturnType<typeof startStepFunctions>>;
/** What the function is: a test may put another in its place. */
let invoke: Invoke;
let invoked: unknown[];

beforeEach(async () => {
  for (const [name, value] of Object.entries({
    ...formation.env,
    AWS_ENDPOINT_URL_S3: storageUrl,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
    PERPDESK_SWEEP_BUCKET: BUCKET,
  }))
    vi.stubEnv(name, value);
  cloud.stack = { outputs: OUTPUTS };
  for (const { Key } of (await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).Contents ?? [])
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
  invoked = [];
  formation.asked.length = 0;
  invoke = sweepHandler(wireSweep, sweep);
  steps = await startStepFunctions(MACHINE, definition, {
    readObject: async (Bucket, Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    invoke: async (arn, payload) => {
      expect(arn).toBe(VERSION);
      invoked.push(payload);
      return invoke(payload);
    },
  });
  vi.stubEnv('AWS_ENDPOINT_URL_SFN', steps.url);
});
afterEach(async () => {
  await steps.close();
  vi.unstubAllEnvs();
});

const keys = async (prefix = ''): Promise<readonly string[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }))).Contents ?? []).map(
    ({ Key = '' }) => Key,
  );
const starts = () => steps.asked.filter(action => action === 'StartExecution').length;

/** Runs a line, with Ctrl-C once `when` is true of what is told of it. */
async function endedWhen(when: () => boolean, line: string) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const timer = setInterval(() => {
    if (when()) {
      clearInterval(timer);
      process.emit('SIGINT');
    }
  }, 20);
  const code = await runCommand(line.split(' '), { out, err, env: {} });
  clearInterval(timer);
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

const IN_AWS = `sweep ${WHAT} ${GRID} --aws`;

describe('a sweep in AWS', () => {
  test('comes to what it comes to on this machine, to the byte', async () => {
    const told = await run(`${IN_AWS} --json ${file('aws.json')}`);
    expect(told.code, told.err).toBe(0);
    expect(text('aws.json')).toBe(text('local.json'));
    expect(told.out).toMatch(/^Sweep of 2 combinations beside the limits as they are/);
    const result = (await keys('runs/')).find(key => key.endsWith('result.json')) ?? 'none';
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: result }));
    expect(await Body?.transformToString()).toBe(text('local.json'));
  });

  test('asks for one replay of each combination, and for the conclusion last', async () => {
    await run(IN_AWS);
    const [id] = [...steps.executions.values()].map(({ name }) => name.replace(/-1$/, ''));
    expect(invoked.slice(0, -1)).toHaveLength(3);
    expect(new Set(invoked.slice(0, -1))).toEqual(
      new Set([0, 1, 2].map(n => ({ type: 'path', run: id, n }))),
    );
    expect(invoked.at(-1)).toEqual({ type: 'conclude', run: id });
  });

  test('that has been run is told again without being run', async () => {
    const [first, again] = [await run(IN_AWS), await run(IN_AWS)];
    expect(again.out).toBe(first.out);
    expect(starts()).toBe(1);
  });

  test('uploads a file once, whatever else is swept over it', async () => {
    await run(IN_AWS);
    const shared = await keys('files/');
    expect(shared).toHaveLength(7);
    await run(`sweep ${WHAT} --grid risk/positions-max=2 --aws`);
    expect(await keys('files/')).toEqual(shared);
    expect(starts()).toBe(2);
  });

  test('by another version of the function is another run', async () => {
    await run(IN_AWS);
    cloud.stack = { outputs: { ...OUTPUTS, SweepFunctionArn: VERSION.replace(':3', ':4') } };
    await run(IN_AWS);
    expect(starts()).toBe(2);
  });

  test('knows limits and models from files of this machine', async () => {
    writeFileSync(
      file('limits.json'),
      JSON.stringify({
        format: 1,
        desk: 'main',
        at: '2026-01-01T00:00:00Z',
        limits: { 'risk/trade-notional-usd-max': '400' },
      }),
    );
    const what = `--data ${candles} --from 2026-01-05 --market synthetic --models models/synthetic --folds 1`;
    const line = `sweep ${what} --limits ${file('limits.json')} --grid risk/positions-max=2`;
    const local = await run(`${line} --threads 1 --json ${file('l.json')}`);
    expect(local.code, local.err).toBe(0);
    const { code, err } = await run(`${line} --aws --json ${file('a.json')}`);
    expect(code, err).toBe(0);
    expect(text('a.json')).toBe(text('l.json'));
    const { models, limits, paths } = JSON.parse(text('a.json')) as SweepResult;
    expect(models.some(({ licensed }) => licensed)).toBe(true);
    expect(limits.find(({ name }) => name === 'risk/trade-notional-usd-max')?.text).toBe('400');
    expect(paths[0]?.trades).toBeGreaterThan(0);
  }, 60_000);
});

describe('Ctrl-C', () => {
  test('leaves a run at work, and the same command comes back to it', async () => {
    const handler = invoke;
    let open = () => {};
    const gate = new Promise<void>(resolve => {
      open = resolve;
    });
    invoke = async event => {
      await gate;
      return handler(event);
    };
    const left = await endedWhen(() => invoked.length > 0, IN_AWS);
    expect(left.code).toBe(2);
    expect(left.out).toBe('');
    expect(left.err).toMatch(
      /^sweep: it goes on in AWS as [0-9a-f]{32}-1; the same command, typed again, waits for it and tells its result$/m,
    );
    setTimeout(open, 500);
    const back = await run(`${IN_AWS} --json ${file('back.json')}`);
    expect(back.code, back.err).toBe(0);
    expect(back.err).toContain('it is at work already: this waits for it');
    expect(text('back.json')).toBe(text('local.json'));
    expect(starts()).toBe(1);
  });

  test('before anything is started starts nothing', async () => {
    const { code, err } = await endedWhen(() => formation.asked.includes('DescribeStacks'), IN_AWS);
    expect([code, starts()]).toEqual([2, 0]);
    expect(err).toMatch(/^sweep: ended by hand before anything was started$/m);
  });
});

describe('a run that fails', () => {
  const failing = (because: Error): Invoke => {
    const handler = invoke;
    return async event => {
      if ((event as { readonly n?: number }).n === 2) throw because;
      return handler(event);
    };
  };

  test('says which combination failed and why, and goes on from there when it is started anew', async () => {
    const whole = invoke;
    invoke = failing(new Error('S3: reading files/abc failed: SlowDown'));
    const told = await run(IN_AWS);
    expect(told.code).toBe(2);
    expect(told.out).toBe('');
    expect(told.err.trim().split('\n').at(-1)).toBe(
      '--aws: 1 of 3 combinations failed: #2 (risk/positions-max=15, universe/size-max=5): S3: reading files/abc failed: SlowDown; the same command starts it anew, and keeps what was replayed',
    );
    const kept = (await keys()).filter(key => key.includes('/paths/'));
    expect(kept).toHaveLength(2);
    invoke = whole;
    const again = await run(`${IN_AWS} --json ${file('again.json')}`);
    expect(again.code, again.err).toBe(0);
    expect(again.err).toContain('#2 (risk/positions-max=15, universe/size-max=5): S3: reading files/abc');
    expect([...steps.executions.values()].map(({ name }) => name.slice(-2))).toEqual(['-1', '-2']);
    expect(text('again.json')).toBe(text('local.json'));
  });

  test.each([
    [
      'takes too long',
      'RequestId: 1 Error: Task timed out after 900.00 seconds',
      'the 15 minutes a function has',
    ],
    [
      'is too large',
      'RequestId: 1 Error: Runtime exited with error: signal: killed',
      'the function’s memory',
    ],
  ])('since a replay %s says what to do', async (_what, message, said) => {
    invoke = failing(Object.assign(new Error(message), { name: 'Runtime.ExitError' }));
    const { err } = await run(IN_AWS);
    expect(err).toContain(said);
    expect(err).toContain('take a shorter span, fewer coins or longer bars, or sweep on this machine');
  });

  test('since somebody stopped it says so', async () => {
    const handler = invoke;
    invoke = async event => {
      steps.stopAll();
      return handler(event);
    };
    const { code, err } = await run(IN_AWS);
    expect(code).toBe(2);
    expect(err).toContain('--aws: the sweep failed: somebody stopped it;');
  });

  test.each(['Lambda.TooManyRequestsException', 'Lambda.ServiceException'])(
    'for a moment by %s is tried again by itself',
    async name => {
      const handler = invoke;
      let refusals = 3;
      invoke = async event => {
        refusals -= 1;
        if (refusals >= 0) throw Object.assign(new Error('later'), { name });
        return handler(event);
      };
      const { code, err } = await run(`${IN_AWS} --json ${file('tried.json')}`);
      expect(code, err).toBe(0);
      expect(text('tried.json')).toBe(text('local.json'));
    },
  );
});

describe('is refused in one line, with nothing uploaded:', () => {
  const refusal = async (line: string) => {
    const { code, out, err } = await run(line);
    expect([code, out, await keys(), starts()]).toEqual([2, '', [], 0]);
    expect(err.trim().split('\n')).toHaveLength(1);
    return err;
  };

  test('a stack that runs no sweeps', async () => {
    cloud.stack = { outputs: { TableName: 'perpdesk-Books' } };
    expect(await refusal(IN_AWS)).toContain(
      'the stack perpdesk runs no sweeps: add "sweep": true to the context in cdk.json, and deploy it',
    );
  });

  test('a stack that is not there', async () => {
    expect(await refusal(`${IN_AWS} --stack perpdesk-9 --region eu-west-1`)).toContain(
      'there is no stack perpdesk-9 in eu-west-1; give --stack, --region or --aws-profile',
    );
  });

  test.each([
    [
      'threads',
      `${IN_AWS} --threads 2`,
      '--threads is for a sweep on this machine: leave out either it or --aws',
    ],
    [
      'a region without --aws',
      `sweep ${WHAT} ${GRID} --region eu-west-1`,
      '--region belongs to a sweep in the cloud',
    ],
    ['a region that is none', `${IN_AWS} --region europe`, '--region europe: that is no region'],
    ['a profile that is nowhere', `${IN_AWS} --aws-profile nobody`, 'the profile nobody'],
    [
      'a grid that is none',
      `sweep ${WHAT} --grid risk/positions-max=none --aws`,
      '--grid risk/positions-max',
    ],
    [
      'a span that is too short',
      `sweep ${WHAT} ${GRID} --aws`.replace('--folds 1', '--folds 9'),
      '--folds 9',
    ],
  ])('%s', async (_what, line, said) => {
    expect(await refusal(line)).toContain(said);
  });
});

test('a container keeps its market between the combinations of a run, and fetches no file twice', async () => {
  await run(IN_AWS);
  const [id = ''] = [...steps.executions.values()].map(({ name }) => name.replace(/-1$/, ''));
  for (const key of [...(await keys('files/')), `runs/${id}/paths/1.json`])
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
  await expect(invoke({ type: 'path', run: id, n: 1 })).resolves.toEqual({ run: id, n: 1 });
  const cold = sweepHandler(wireSweep, sweep);
  await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: `runs/${id}/paths/1.json` }));
  await expect(cold({ type: 'path', run: id, n: 1 })).rejects.toThrow(/is not in the bucket any more/);
});
