import { setTimeout as pause } from 'node:timers/promises';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { PortError } from '../../ports.ts';
import { asked } from '../aws-errors.ts';
import type { Partition } from './table.ts';

/** The most that one batch may hold. */
const BATCH_MAX = 25;
const ROUNDS_MAX = 6;
const FIRST_PAUSE_MS = 25;

/** Writes items whose keys all differ, in batches; what the table leaves over is offered again, each time later. */
export async function putAll(table: Partition, items: readonly { readonly sk: string }[]): Promise<void> {
  const writes = items.map(item => ({ PutRequest: { Item: { pk: table.pk, ...item } } }));
  for (let from = 0; from < writes.length; from += BATCH_MAX) {
    await putBatch(table, writes.slice(from, from + BATCH_MAX));
  }
}

type Writes = NonNullable<BatchWriteCommand['input']['RequestItems']>[string];

async function putBatch(table: Partition, writes: Writes): Promise<void> {
  let left = writes;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    if (round > 0) await pause(FIRST_PAUSE_MS * 2 ** round);
    const command = new BatchWriteCommand({ RequestItems: { [table.table]: left } });
    const answer = await asked('DynamoDB: writing a batch', table.documents.send(command));
    left = answer.UnprocessedItems?.[table.table] ?? [];
    if (left.length === 0) return;
  }
  throw new PortError(
    'throttled',
    `DynamoDB left ${left.length} of ${writes.length} items of a batch unwritten`,
  );
}
