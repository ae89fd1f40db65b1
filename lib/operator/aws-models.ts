import { paginateListBuckets, S3Client } from '@aws-sdk/client-s3';
import { portError } from '../adapters/aws-errors.ts';
import { dynamoModelRoster } from '../adapters/dynamo/model-roster.ts';
import type { DeskTable } from '../adapters/dynamo/table.ts';
import { s3ModelFiles } from '../adapters/s3/model-files.ts';
import { Refusal } from '../local/refusal.ts';
import type { ModelFiles, ModelStore } from '../ports.ts';
import { type AwsAccess, accessSettings } from './aws-access.ts';

/** How the stack's bucket of models begins; CloudFormation gives it the rest of its name. */
const BUCKET_PREFIX = 'perpdesk-modelsbucket';
/** A model is a megabyte at most. */
const ANSWER_MS = 20_000;

interface AwsModels {
  readonly store: ModelStore;
  close(): void;
}

/**
 * The models of a desk in the cloud: the roster in its table, the files in the stack's bucket. The bucket is looked for
 * when a first file is asked for: a desk without models needs none.
 */
export function awsModels(
  table: () => Promise<DeskTable>,
  desk: string,
  named: string | undefined,
  access: AwsAccess,
): AwsModels {
  const client = new S3Client(accessSettings(access, ANSWER_MS));
  let known: Promise<ModelFiles> | undefined;
  const files = () => {
    known ??= bucketOf(client, named).then(bucket => s3ModelFiles({ bucket, desk, client }));
    return known;
  };
  return {
    store: {
      roster: {
        read: async () => dynamoModelRoster(await table()).read(),
        write: async (text, read) => dynamoModelRoster(await table()).write(text, read),
      },
      files: {
        read: async name => (await files()).read(name),
        write: async (name, bytes) => (await files()).write(name, bytes),
      },
    },
    close: () => client.destroy(),
  };
}

/** The bucket that is named, else the only one of this region that looks like the stack's. */
async function bucketOf(client: S3Client, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const found: string[] = [];
  try {
    const asked = { Prefix: BUCKET_PREFIX, BucketRegion: await client.config.region() };
    for await (const { Buckets = [] } of paginateListBuckets({ client, pageSize: 1_000 }, asked))
      found.push(...Buckets.flatMap(({ Name = '' }) => (Name.startsWith(BUCKET_PREFIX) ? [Name] : [])));
  } catch (error) {
    throw portError('S3: looking for the bucket of the models', error);
  }
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  throw new Refusal(
    only === undefined
      ? `--aws: no bucket of this account and region begins with ${BUCKET_PREFIX}; give --bucket NAME, which the stack's output ModelBucketName says`
      : `--aws: ${found.length} buckets could hold the models; give --bucket with one of ${found.join(', ')}`,
  );
}
