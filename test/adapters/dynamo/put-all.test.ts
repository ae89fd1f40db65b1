import type { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { putAll } from '../../../lib/adapters/dynamo/put-all.ts';
import type { DeskTable } from '../../../lib/adapters/dynamo/table.ts';

/** A table that writes at most `capacity` items of each batch and hands the others back, as a busy one does. */
function busyTable(capacity: number) {
  const written: unknown[] = [];
  const documents = {
    send: async (command: BatchWriteCommand) => {
      const offered = command.input.RequestItems?.busy ?? [];
      written.push(...offered.slice(0, capacity).map(write => write.PutRequest?.Item?.sk));
      const left = offered.slice(capacity);
      return { UnprocessedItems: left.length > 0 ? { busy: left } : {} };
    },
  };
  return { written, table: { documents, table: 'busy', pk: 'DESK#main' } as unknown as DeskTable };
}

const items = Array.from({ length: 30 }, (_, i) => ({ sk: `${i}` }));

test('what a busy table hands back is offered again until it is written, each item once', async () => {
  const { table, written } = busyTable(10);
  await putAll(table, items);
  expect(written).toEqual(items.map(({ sk }) => sk));
});

test('a table that takes nothing ends as throttled, not as written', async () => {
  const { table } = busyTable(0);
  await expect(putAll(table, items)).rejects.toMatchObject({ kind: 'throttled' });
});
