import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { epochMs } from '../../desk/units.ts';
import { textOf } from '../../models/digest.ts';
import type { SweepStore } from '../../ports.ts';
import { awsClientSettings } from '../aws-client.ts';
import { asked, portError } from '../aws-errors.ts';
import { RUNS_PREFIX, SHARED_PREFIX } from './keys.ts';

interface BucketOptions {
  readonly bucket: string;
  readonly client?: S3Client;
}

/** A year of one coin's minutes is some fifteen megabytes. */
const ANSWER_MS = 60_000;

/** The runs of sweeps in a bucket of their own. Without a client, one is made from the environment. */
export function s3SweepStore({ bucket: Bucket, client }: BucketOptions): SweepStore {
  const s3 = client ?? new S3Client(awsClientSettings(ANSWER_MS));
  const runKey = (run: string, name: string) => `${RUNS_PREFIX}${run}/${name}`;
  const sharedKey = (digest: string) => `${SHARED_PREFIX}${digest}`;
  const get = async (Key: string): Promise<Uint8Array | undefined> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw portError(`S3: reading ${Key}`, error);
    }
  };
  const put = async (Key: string, Body: string | Uint8Array): Promise<void> => {
    await asked(`S3: writing ${Key}`, s3.send(new PutObjectCommand({ Bucket, Key, Body })));
  };
  return {
    read: async (run, name) => {
      const bytes = await get(runKey(run, name));
      return bytes === undefined ? undefined : textOf(bytes);
    },
    write: (run, name, text) => put(runKey(run, name), text),
    shared: digest => get(sharedKey(digest)),
    share: (digest, bytes) => put(sharedKey(digest), bytes),
    sharedAt: async digest => {
      const Key = sharedKey(digest);
      try {
        const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
        return LastModified === undefined ? undefined : epochMs(LastModified.getTime());
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw portError(`S3: looking for ${Key}`, error);
      }
    },
  };
}
