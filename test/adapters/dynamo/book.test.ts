import { afterAll, beforeAll } from 'vitest';
import { dynamoBookStore } from '../../../lib/adapters/dynamo/book-store.ts';
import { dynamoJournal } from '../../../lib/adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { bookContract } from '../../contract/book.ts';
import { localDynamo, TABLE } from '../aws.ts';

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let desks = 0;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.close());

// Each test has a desk of its own in one table: what they see of one another would fail the contract.
bookContract('DynamoDB', async () => {
  const table = deskTable({ table: TABLE, desk: `desk-${desks++}`, client: dynamo.client });
  return { store: dynamoBookStore(table), reader: dynamoBookReader(table), journal: dynamoJournal(table) };
});
