import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBookStore } from '../../../lib/adapters/dynamo/book-store.ts';
import { dynamoGuardStore } from '../../../lib/adapters/dynamo/guard-store.ts';
import { dynamoJournal } from '../../../lib/adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../../../lib/adapters/dynamo/reader.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { all } from '../../contract/book-kit.ts';
import { aBook, aRecord, at, M0 } from '../../contract/book-samples.ts';
import { aGuardian, guardLease, guardStoreContract } from '../../contract/guard-store.ts';
import { localDynamo, TABLE } from '../aws.ts';

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let desks = 0;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.close());

const aTable = () => deskTable({ table: TABLE, desk: `watched-${desks++}`, client: dynamo.client });

guardStoreContract('DynamoDB', async () => {
  const table = aTable();
  return { guard: dynamoGuardStore(table.guardian), book: dynamoBookStore(table) };
});

describe('the guardian’s partition', () => {
  test('is its own: a role that may write there alone cannot touch the book', () => {
    const table = aTable();
    expect(table.guardian.pk).toBe(`${table.pk}#guardian`);
  });

  test('I36 that cannot be read keeps nobody from reading the book: its word is missing then', async () => {
    const table = aTable();
    const guard = dynamoGuardStore(table.guardian);
    const book = dynamoBookStore(table);
    await guard.save(aGuardian(), await guardLease(guard));
    const answer = await book.lease('monitor', M0, M0, at(1));
    if (answer.type !== 'leased') throw new Error(answer.type);
    await book.saveBook(aBook(), answer.lease);
    await dynamo.fault({ times: 3, error: 'InternalServerError', operation: 'GetItem' });
    const state = await book.load();
    expect(state.book).toEqual(aBook({ rev: 1 }));
    expect(state.guardian).toBeUndefined();
  });

  test('holds its records, which are read among those of the others, minute by minute', async () => {
    const table = aTable();
    const [trader, guardian] = [dynamoJournal(table), dynamoJournal(table.guardian)];
    await trader.write(at(0), 'monitor', [aRecord(0, 'monitor', '0m')]);
    await guardian.write(at(0), 'guardian', [aRecord(0, 'guardian', '0g0'), aRecord(0, 'guardian', '0g1')]);
    await guardian.write(at(1), 'guardian', [aRecord(1, 'guardian', '1g')]);
    await trader.write(at(2), 'entry', [aRecord(2, 'entry', '2e')]);
    const records = await all(dynamoBookReader(table).journal({ from: at(0), to: at(2) }));
    expect(records.map(record => record.type === 'state' && record.what)).toEqual([
      '0m',
      '0g0',
      '0g1',
      '1g',
      '2e',
    ]);
  });
});
