import { type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { paginateListBuckets, type S3Client } from '@aws-sdk/client-s3';
import { portError } from '../adapters/aws-errors.ts';
import { deskTable, isWritten } from '../adapters/dynamo/table.ts';
import { Refusal } from '../local/refusal.ts';

/**
 * Where a desk's stack keeps its things: CloudFormation names a table and a bucket after the stack (`perpdesk`, or
 * `perpdesk-…`) and the construct, and gives them the rest of their names.
 */
const TABLE = /^(perpdesk(?:-[a-z0-9]+)*)-Books/;
const BUCKET = /^(perpdesk(?:-[a-z0-9]+)*)-modelsbucket/;
const BEGIN = 'perpdesk';

/**
 * The table that is named, else the only one that looks like a stack's, else the only one of those that knows the desk: each
 * stack has one, and a stack that was taken down leaves its own behind.
 */
export async function tableOf(
  client: DynamoDBClient,
  desk: string,
  named: string | undefined,
): Promise<string> {
  if (named !== undefined) return named;
  const found = await tablesThere(client);
  const [only, ...more] = found;
  if (only === undefined)
    throw new Refusal(
      '--aws: no table of this account and region begins with perpdesk-Books, or perpdesk-STACK-Books; give --region and --profile of where the stack is, or --table NAME',
    );
  if (more.length === 0) return only;
  const knowing = [];
  for (const table of found) if (await isWritten(deskTable({ table, desk, client }))) knowing.push(table);
  const [its, ...others] = knowing;
  if (its !== undefined && others.length === 0) return its;
  throw new Refusal(
    its === undefined
      ? `--aws: none of ${found.length} tables has a word of desk ${desk} yet; give --table with one of ${found.join(', ')}`
      : `--aws: ${knowing.length} tables could be the desk's; give --table with one of ${knowing.join(', ')}`,
  );
}

async function tablesThere(client: DynamoDBClient): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const page of paginateListTables({ client }, {}))
      found.push(...(page.TableNames ?? []).filter(name => TABLE.test(name)));
  } catch (error) {
    throw portError('DynamoDB: looking for the table', error);
  }
  return found;
}

/** The stack that has made a table of this name; undefined where a person has named the table. */
export const stackOf = (table: string): string | undefined => TABLE.exec(table)?.[1];

/** The only bucket of this region that looks like a stack's: of the stack of that table, where its name tells which. */
export async function bucketOf(client: S3Client, table: string): Promise<string> {
  const stack = stackOf(table);
  const found = (await bucketsThere(client)).filter(
    name => stack === undefined || BUCKET.exec(name)?.[1] === stack,
  );
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  throw new Refusal(
    only === undefined
      ? `--aws: no bucket of this account and region begins with ${stack ?? BEGIN}-modelsbucket; give --bucket NAME, which the stack's output ModelBucketName says`
      : `--aws: ${found.length} buckets could hold the models; give --bucket with one of ${found.join(', ')}`,
  );
}

async function bucketsThere(client: S3Client): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    const asked = { Prefix: BEGIN, BucketRegion: await client.config.region() };
    for await (const { Buckets = [] } of paginateListBuckets({ client, pageSize: 1_000 }, asked))
      found.push(...Buckets.flatMap(({ Name = '' }) => (BUCKET.test(Name) ? [Name] : [])));
  } catch (error) {
    throw portError('S3: looking for the bucket of the models', error);
  }
  return found;
}
