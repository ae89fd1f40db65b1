import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { sweep } from '../../lib/sweep.ts';
import { sweepHandler, wireSweep } from '../../lib/wiring/sweep.ts';
import { emptyFolder, removeFolder } from '../operator/fixture.ts';
import { sweepDefinition } from '../stack/sweep-definition.ts';
import { synthesised } from '../stack/synthesised.ts';
import { type FakeCloud, startFakeCloud } from './fake-cloud.ts';
import { startStepFunctions } from './step-functions.ts';

const BUCKET = 'perpdesk-sweep';
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:perpdesk-sweep';
export const VERSION = 'arn:aws:lambda:eu-central-1:123456789012:function:perpdesk-Sweep:3';
export const OUTPUTS = { SweepBucketName: BUCKET, SweepMachineArn: MACHINE, SweepFunctionArn: VERSION };

// Once, since a synth takes seconds.
const machine = sweepDefinition(synthesised({ sweep: true }), { bucket: BUCKET, functionArn: VERSION });

/**
 * What is deployed, but for AWS itself: the function, called by the state machine as it is synthesised, over an S3 on this
 * machine. A test may put another function in the place of its own.
 */
export async function startSweepCloud() {
  const folder = emptyFolder();
  const storage = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder });
  const url = `http://127.0.0.1:${(await storage.run()).port}`;
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  const s3 = new S3Client({ endpoint: url, region: 'eu-central-1', forcePathStyle: true, credentials });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const stack: FakeCloud = { subscriptions: {}, stack: { outputs: OUTPUTS } };
  const formation = await startFakeCloud(stack);
  const read = async (Key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  /** What the function was called with. */
  const invoked: unknown[] = [];
  const container = (disk: string) => {
    const handler = sweepHandler(() => wireSweep(process.env, disk), sweep);
    return (event: unknown) => handler(event, { invokedFunctionArn: cloud.version });
  };
  const disk = join(folder, 'disk');
  const own = container(disk);
  const steps = await startStepFunctions(MACHINE, machine, {
    readObject: (bucket, key) => {
      if (bucket !== BUCKET) throw new Error(`another bucket was read: ${bucket}`);
      return read(key);
    },
    invoke: (arn, payload) => {
      if (arn !== VERSION) throw new Error(`another function was called: ${arn}`);
      invoked.push(payload);
      return cloud.invoke(payload);
    },
  });
  const keys = async (Prefix = ''): Promise<readonly string[]> =>
    ((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }))).Contents ?? []).map(
      ({ Key = '' }) => Key,
    );
  const cloud = {
    stack,
    steps,
    invoked,
    own,
    disk,
    /** The function on a disk of its own, or on one that was left to it. */
    container,
    /** The version that the state machine calls. */
    version: VERSION,
    /** What the function is. */
    invoke: own as (event: unknown) => Promise<unknown>,
    read,
    keys,
    stacksAsked: formation.stacksAsked,
    write: async (Key: string, Body: string) => {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    },
    remove: async (prefix: string) => {
      for (const Key of await keys(prefix)) await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    },
    /** Makes all that lies under a prefix as old as that; answers a look at which of it has been written since. */
    age: (prefix: string, days: number) => {
      const at = Date.now() / 1_000 - days * 86_400;
      const lies = join(folder, BUCKET, prefix);
      const files = readdirSync(lies).map(name => join(lies, name));
      for (const file of files) utimesSync(file, at, at);
      return () => files.filter(file => statSync(file).mtimeMs / 1_000 > at + 60 && file.endsWith('_object'));
    },
    /** How often the state machine was asked to begin. */
    starts: () => steps.asked.filter(action => action === 'StartExecution').length,
    /** The names of the executions. */
    names: () => [...steps.executions.values()].map(({ name }) => name),
    /** The environment that sends the SDK here. */
    env: {
      ...formation.env,
      AWS_ENDPOINT_URL_S3: url,
      AWS_ENDPOINT_URL_SFN: steps.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      PERPDESK_SWEEP_BUCKET: BUCKET,
    },
    close: async () => {
      await steps.close();
      await formation.close();
      s3.destroy();
      await storage.close();
      removeFolder(folder);
    },
  };
  return cloud;
}
