import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ModelFiles } from '../../ports.ts';
import { awsClientSettings } from '../aws-client.ts';
import { asked, portError } from '../aws-errors.ts';
import { modelsPrefix } from './keys.ts';

interface BucketOptions {
  readonly bucket: string;
  readonly desk: string;
  readonly client?: S3Client;
}

/** A model is a megabyte at most; a slow minute of S3 shall not end a training that took ten. */
const ANSWER_MS = 20_000;

/** The models of a desk in a bucket, each file under `models/DESK/`. Without a client, one is made from the environment. */
export function s3ModelFiles({ bucket, desk, client }: BucketOptions): ModelFiles {
  const s3 = client ?? new S3Client(awsClientSettings(ANSWER_MS));
  const keyOf = (name: string) => `${modelsPrefix(desk)}${name}`;
  return {
    read: async name => {
      const what = `S3: reading ${keyOf(name)}`;
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw portError(what, error);
      }
    },
    write: async (name, bytes) => {
      const command = new PutObjectCommand({ Bucket: bucket, Key: keyOf(name), Body: bytes });
      await asked(`S3: writing ${keyOf(name)}`, s3.send(command));
    },
  };
}
