import { S3Client } from '@aws-sdk/client-s3';
import { dynamoModelRoster } from '../adapters/dynamo/model-roster.ts';
import type { DeskTable } from '../adapters/dynamo/table.ts';
import { s3ModelFiles } from '../adapters/s3/model-files.ts';
import type { ModelFiles, ModelStore } from '../ports.ts';
import { type AwsAccess, accessSettings } from './aws-access.ts';
import { bucketOf } from './aws-places.ts';

/** A model is a megabyte at most. */
const ANSWER_MS = 20_000;

interface AwsModels {
  readonly store: ModelStore;
  close(): void;
}

/** The desk whose models vote, and its part of the table: for a twin that is its original. */
interface Voting {
  readonly desk: string;
  readonly table: DeskTable;
}

/**
 * The models of a desk in the cloud: the roster in its table, the files in the stack's bucket. The bucket is looked for
 * when a first file is asked for: a desk without models needs none.
 */
export function awsModels(
  voting: () => Promise<Voting>,
  named: string | undefined,
  access: AwsAccess,
): AwsModels {
  const client = new S3Client(accessSettings(access, ANSWER_MS));
  const table = async () => (await voting()).table;
  let known: Promise<ModelFiles> | undefined;
  const filesOf = async () => {
    const { desk, table: there } = await voting();
    return s3ModelFiles({ bucket: named ?? (await bucketOf(client, there.table)), desk, client });
  };
  const files = () => {
    known ??= filesOf();
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
