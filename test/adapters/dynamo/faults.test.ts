import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoBookStore } from '../../../lib/adapters/dynamo/book-store.ts';
import { dynamoJournal } from '../../../lib/adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../../../lib/adapters/dynamo/reader.ts';
import { type DeskTable, deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { epochMs } from '../../../lib/desk/units.ts';
import type { BookStore, Lease } from '../../../lib/ports.ts';
import { aBook, aClosedPosition, aRecord, M0 } from '../../contract/book-samples.ts';
import { dynamoAt, localDynamo, TABLE } from '../aws.ts';

const LOST = { times: 1, error: 'InternalServerError', effect: 'applied' } as const;
/** As often as the SDK tries. */
const DOWN = { times: 3, error: 'InternalServerError' } as const;

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let desks = 0;
let table: DeskTable;
let store: BookStore;
let lease: Lease;

beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.close());
beforeEach(async () => {
  table = deskTable({ table: TABLE, desk: `faulty-${desks++}`, client: dynamo.client });
  store = dynamoBookStore(table);
  const answer = await store.lease('monitor', M0, M0, epochMs(M0 + 50_000));
  if (answer.type !== 'leased') throw new Error(answer.type);
  lease = answer.lease;
});

describe('an answer that was lost on the way', () => {
  test('a write that landed is saved, although the second try of it is refused', async () => {
    await dynamo.fault({ ...LOST, operation: 'UpdateItem' });
    expect(await store.saveBook(aBook(), lease)).toEqual({ type: 'saved', item: aBook({ rev: 1 }) });
    expect((await store.load()).book?.rev).toBe(1);
  });

  test('a lease that was given is given, with the fence it has', async () => {
    await dynamo.fault({ ...LOST, operation: 'UpdateItem' });
    const answer = await store.lease('entry', M0, M0, epochMs(M0 + 50_000));
    expect(answer).toMatchObject({ type: 'leased', lease: { fence: 1 } });
  });

  test('a tick that repeats the request by chance to the millisecond is not given the same lease', async () => {
    await store.lease('entry', M0, M0, epochMs(M0 + 50_000));
    expect(await store.lease('entry', M0, M0, epochMs(M0 + 50_000))).toEqual({ type: 'stale' });
  });

  test('a position whose deletion was answered by silence has been archived', async () => {
    const saved = await store.savePosition(aClosedPosition('SOLUSDT', 0, 1), lease);
    if (saved.type === 'conflict') throw new Error('conflict');
    await dynamo.fault({ ...LOST, operation: 'DeleteItem' });
    expect((await store.archivePosition(saved.item, lease)).type).toBe('saved');
    expect((await store.load()).positions).toEqual([]);
  });
});

describe('a table that does not answer', () => {
  test('a write of unknown outcome is never reported as saved', async () => {
    await dynamo.fault({ ...DOWN, operation: 'UpdateItem', effect: 'none' });
    await expect(store.saveBook(aBook(), lease)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await store.load()).book).toBeUndefined();
  });

  test('one that landed and cannot be read back is unknown too', async () => {
    await dynamo.fault({ ...LOST, operation: 'UpdateItem' });
    await dynamo.fault({ ...DOWN, operation: 'GetItem' });
    await expect(store.saveBook(aBook(), lease)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  test('throttling is said to be throttling', async () => {
    await dynamo.fault({ times: 3, error: 'ProvisionedThroughputExceededException', operation: 'Query' });
    await expect(store.load()).rejects.toMatchObject({ name: 'PortError', kind: 'throttled' });
  });

  test('an unknown table is named', async () => {
    const nowhere = dynamoBookStore(deskTable({ table: 'nowhere', desk: 'main', client: dynamo.client }));
    await expect(nowhere.load()).rejects.toThrow(/querying .*live#.* failed: ResourceNotFoundException/);
  });

  test('a hanging connection ends in time, as unavailable', async () => {
    const silent = createServer(() => {});
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const client = dynamoAt(`http://127.0.0.1:${port}`, 50);
    const hanging = dynamoBookStore(deskTable({ table: TABLE, desk: 'main', client }));
    await expect(hanging.load()).rejects.toMatchObject({ kind: 'unavailable' });
    silent.closeAllConnections();
    silent.close();
  });
});

describe('a crash in the middle', () => {
  test('of archiving leaves the position alive, and the next tick finishes the move', async () => {
    const saved = await store.savePosition(aClosedPosition('SOLUSDT', 0, 1), lease);
    if (saved.type === 'conflict') throw new Error('conflict');
    await dynamo.fault({ ...DOWN, operation: 'DeleteItem' });
    await expect(store.archivePosition(saved.item, lease)).rejects.toMatchObject({ kind: 'unavailable' });
    const [left] = (await store.load()).positions;
    if (left === undefined) throw new Error('the position is gone');
    expect((await store.archivePosition(left, lease)).type).toBe('saved');
    expect((await store.load()).positions).toEqual([]);
    expect(await dynamoBookReader(table).closedPositions({ newest: 9 })).toHaveLength(1);
  });

  test('of writing the journal is mended by writing it again', async () => {
    const records = Array.from({ length: 60 }, (_, i) => aRecord(0, 'monitor', `${i}`));
    const journal = dynamoJournal(table);
    await journal.write(M0, 'monitor', records.slice(0, 25));
    await journal.write(M0, 'monitor', records);
    const found = [];
    for await (const record of dynamoBookReader(table).journal({ from: M0, to: M0 })) found.push(record);
    expect(found).toEqual(records);
  });
});
