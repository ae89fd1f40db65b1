import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { guardianPartitionOf, paperPartitionOf, partitionOf } from '../adapters/dynamo/keys.ts';
import { modelsPrefix } from '../adapters/s3/keys.ts';
import { limitsPath, liveAccountParameter, secretParameter } from '../adapters/ssm/names.ts';
import { leave, wildcard } from './finding.ts';

/**
 * Reading and writing the items of one desk, and of no other: every key used must begin with its partition. Only what
 * `ends` positions and orders deletes an item by itself: it moves them from the live state into the history. A batch could
 * delete, too, and IAM cannot part that from its puts; the desk's batches put alone.
 */
export const deskItems = (
  table: Table,
  desk: string,
  { ends }: { readonly ends: boolean },
): PolicyStatement =>
  new PolicyStatement({
    actions: [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:BatchWriteItem',
      ...(ends ? ['dynamodb:DeleteItem'] : []),
    ],
    resources: [table.tableArn],
    conditions: keysBeginWith(partitionOf(desk)),
  });

/** Reading what one desk's guardian has written: its word, and its records among the others'. */
export const guardianRead = (table: Table, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resources: [table.tableArn],
    conditions: keysBeginWith(guardianPartitionOf(desk)),
  });

/** The guardian's own partition: its lease, its item, its records, and whose key it has. It writes nowhere else. */
export const guardianItems = (table: Table, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
    resources: [table.tableArn],
    conditions: keysBeginWith(guardianPartitionOf(desk)),
  });

/** Reading one desk's book, without writing it. */
export const bookRead = (table: Table, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [table.tableArn],
    conditions: keysBeginWith(partitionOf(desk)),
  });

/**
 * Reading what another desk has written, for its twin: what it decides by, and its days. It is all of that partition, the
 * number of the confirmed account and the digest of its key among it, and no key. Nothing here writes, and what
 * that desk's own functions may do is not changed by it.
 */
export const originalRead = (table: Table, original: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resources: [table.tableArn],
    conditions: keysBeginWith(partitionOf(original)),
  });

/** Reading and writing one desk's paper account, which lies in a partition of its own. */
export const paperItem = (table: Table, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    resources: [table.tableArn],
    conditions: keysBeginWith(paperPartitionOf(partitionOf(desk))),
  });

/** Reading one desk's models. Listing, so that a file that is not there is told from one that may not be read. */
export const modelsRead = (bucket: Bucket, desk: string): readonly PolicyStatement[] => [
  new PolicyStatement({
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects(`${modelsPrefix(desk)}*`)],
  }),
  new PolicyStatement({
    actions: ['s3:ListBucket'],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${modelsPrefix(desk)}*` } },
  }),
];

/** Writing one desk's models. Nothing that trades may. */
export const modelsWrite = (bucket: Bucket, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects(`${modelsPrefix(desk)}*`)],
  });

/** Why a desk's roles name two things by where they lie, and not one by one. */
export function leaveOwnPaths(scope: Construct, bucket: Bucket, desk: string): void {
  leave(
    scope,
    wildcard(scope, parameterArn(scope, `${limitsPath(desk)}/*`)),
    'The limits are read by their path, all at once; the path is this desk’s, and holds limits alone.',
  );
  leave(
    scope,
    wildcard(scope, bucket.arnForObjects(`${modelsPrefix(desk)}*`)),
    'Each night’s models have new names; the prefix is this desk’s, and holds models alone.',
  );
}

const keysBeginWith = (partition: string) => ({
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [partition] },
});

/** Reading one desk's limits. Nothing that trades may write them: software tightens, people loosen. */
export const limitsRead = (scope: Construct, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['ssm:GetParametersByPath'],
    resources: [parameterArn(scope, limitsPath(desk)), parameterArn(scope, `${limitsPath(desk)}/*`)],
  });

/**
 * Reading one desk's keys of its own mode, and of no other: a demo desk's role cannot read a live key (I41). They are SecureString parameters under the account's default
 * key `aws/ssm`, whose own policy lets whoever may read the parameter decrypt it: no statement for KMS is needed.
 */
export const keysRead = (scope: Construct, desk: string, mode: 'demo' | 'live'): PolicyStatement =>
  new PolicyStatement({
    actions: ['ssm:GetParameter'],
    resources: [
      parameterArn(scope, secretParameter(desk, `${mode}-key`)),
      parameterArn(scope, secretParameter(desk, `${mode}-secret`)),
    ],
  });

/** Reading where one desk's alarms are posted. */
export const webhookRead = (scope: Construct, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['ssm:GetParameter'],
    resources: [parameterArn(scope, secretParameter(desk, 'webhook'))],
  });

/** Reading which account a person has confirmed for live trading. No role of the stack may write it. */
export const confirmationRead = (scope: Construct, desk: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['ssm:GetParameter'],
    resources: [parameterArn(scope, liveAccountParameter(desk))],
  });

/** The ARN of a parameter (`/perpdesk/main/limits`), or of all that a `*` at its end stands for. */
export const parameterArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) });
