import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBookStore } from '../../../lib/adapters/dynamo/book-store.ts';
import { dynamoJournal } from '../../../lib/adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../../../lib/adapters/dynamo/reader.ts';
import { deskTable, getItem } from '../../../lib/adapters/dynamo/table.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { epochMs } from '../../../lib/desk/units.ts';
import { aClosedPosition, anIntent, aPosition, aRecord, at, M0 } from '../../contract/book-samples.ts';
import { localDynamo, TABLE } from '../aws.ts';

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.close());

const desk = (name: string) => deskTable({ table: TABLE, desk: name, client: dynamo.client });
const put = (name: string, item: Record<string, unknown>) =>
  dynamo.client &&
  desk(name).documents.send(new PutCommand({ TableName: TABLE, Item: { pk: `DESK#${name}`, ...item } }));

test('what an earlier version stored is read without what came later', async () => {
  await put('earlier', { sk: 'live#book', v: 1, rev: 3, body: { highWaterUsd: 5 } });
  await put('earlier', { sk: 'live#position#SOLUSDT', v: 1, rev: 1, body: { id: 'a', fundingUsd: -1 } });
  const { book, positions } = await dynamoBookStore(desk('earlier')).load();
  expect(book).toEqual({ rev: 3, highWaterUsd: 5, openings: [] });
  expect(positions).toEqual([{ rev: 1, id: 'a', fundingUsd: -1, fundings: [], slices: [] }]);
});

describe('an item that is not one of ours', () => {
  test.each([
    ['of a later version', { sk: 'live#book', v: 2, rev: 1, body: {} }, 'live#book cannot be read: v'],
    ['without a body', { sk: 'live#book', v: 1, rev: 1 }, 'live#book cannot be read: body'],
    ['without a rev', { sk: 'live#book', v: 1, body: {} }, 'live#book has no rev'],
  ])('%s is malformed, and named', async (name, item, message) => {
    await put(name, item);
    const load = dynamoBookStore(desk(name)).load();
    await expect(load).rejects.toMatchObject({ kind: 'malformed' });
    await expect(load).rejects.toThrow(message);
  });

  test('a lease that cannot be read is malformed, not free', async () => {
    await put('odd-lease', { sk: 'lease#monitor', minute: M0, expiresAt: 'soon', fence: 'x', tick: 1 });
    const lease = dynamoBookStore(desk('odd-lease')).lease('monitor', at(1), at(1), at(2));
    await expect(lease).rejects.toMatchObject({ kind: 'malformed' });
  });
});

describe('an item from before entries came in slices', () => {
  const body = <T extends object>(item: T, without: keyof T) =>
    Object.fromEntries(
      Object.entries(item).filter(
        ([name, value]) => name !== without && name !== 'rev' && value !== undefined,
      ),
    );
  const old = {
    position: { sk: 'live#position#SOLUSDT', v: 1, rev: 4, body: body(aPosition(), 'slices') },
    intent: { sk: `live#intent#${anIntent().id}`, v: 1, rev: 2, body: body(anIntent(), 'slice') },
    closed: {
      sk: 'closed#SOLUSDT-20250526T1000',
      v: 1,
      rev: 9,
      body: body(aPosition({ id: 'SOLUSDT-20250526T1000', closedAt: at(-1_000) }), 'slices'),
    },
  };

  test('is read as what it was: a position without slices, an intent that is the only order of its entry', async () => {
    for (const item of Object.values(old)) await put('older', item);
    const { positions, intents } = await dynamoBookStore(desk('older')).load();
    expect(positions).toEqual([aPosition({ rev: 4, slices: [] })]);
    expect(intents).toEqual([anIntent({ rev: 2, slice: 1 })]);
    const reader = dynamoBookReader(desk('older'));
    expect((await reader.position('SOLUSDT-20250527T1430'))?.slices).toEqual([]);
    expect((await reader.position('SOLUSDT-20250526T1000'))?.slices).toEqual([]);
    expect((await reader.closedPositions({ newest: 1, symbol: aPosition().symbol }))[0]?.slices).toEqual([]);
  });

  test('is written on with its rev, and is of the new kind then', async () => {
    await put('older-saved', old.position);
    await put('older-saved', old.intent);
    const store = dynamoBookStore(desk('older-saved'));
    const answer = await store.lease('monitor', at(0), at(0), epochMs(M0 + 50_000));
    if (answer.type !== 'leased') throw new Error(answer.type);
    const { positions, intents } = await store.load();
    const [position, intent] = [positions[0], intents[0]];
    if (position === undefined || intent === undefined) throw new Error('nothing was read');
    expect(await store.savePosition(position, answer.lease)).toMatchObject({ type: 'saved' });
    expect(await store.archiveIntent(intent, answer.lease)).toMatchObject({ type: 'saved' });
    const saved = await getItem(desk('older-saved'), 'live#position#SOLUSDT');
    expect(saved).toMatchObject({ rev: 5, body: { slices: [] } });
  });
});

describe('what is kept for a time', () => {
  const days = (minutes: number, count: number) => at(minutes) / 1000 + count * 86_400;

  test('ends so many days after its own minute, whenever it was written', async () => {
    const table = desk('ttl');
    const store = dynamoBookStore(table);
    const answer = await store.lease('monitor', at(0), at(0), epochMs(M0 + 50_000));
    if (answer.type !== 'leased') throw new Error(answer.type);
    const closed = aClosedPosition('SOLUSDT', 0, 7);
    await store.archivePosition(closed, answer.lease);
    await store.archiveIntent(anIntent(), answer.lease);
    await dynamoJournal(table).write(at(2), 'entry', [aRecord(2, 'entry', 'x')]);
    const ttl = async (sk: string) => (await getItem(table, sk))?.ttl;
    expect(await ttl(`closed#${closed.id}`)).toBe(days(7, 400));
    expect(await ttl(`closed-at#2025-05-27T14:37Z#${closed.id}`)).toBe(days(7, 400));
    expect(await ttl(`intent-done#${anIntent().id}`)).toBe(days(0, 7));
    expect(await ttl('journal#2025-05-27T14:32Z#3-entry#000000')).toBe(days(2, 90));
  });

  test('nothing that is alive ends by itself', async () => {
    const table = desk('alive');
    const store = dynamoBookStore(table);
    const answer = await store.lease('entry', at(0), at(0), epochMs(M0 + 50_000));
    if (answer.type !== 'leased') throw new Error(answer.type);
    await store.saveIntent(anIntent(), answer.lease);
    await store.saveLastGoodLimits(defaultLimits());
    expect(await getItem(table, `live#intent#${anIntent().id}`)).not.toHaveProperty('ttl');
    expect(await getItem(table, 'live#limits')).not.toHaveProperty('ttl');
  });
});

describe('the last good limits after a change of the schema', () => {
  const body = (texts: readonly object[]) => ({ sk: 'live#limits', v: 1, body: { texts } });

  test('a name that is gone is left out, a new one has its default', async () => {
    await put(
      'renamed',
      body([
        { name: 'risk/gone', text: '1', version: 2 },
        { name: 'risk/positions-max', text: '4', version: 3 },
      ]),
    );
    const { lastGoodLimits } = await dynamoBookStore(desk('renamed')).load();
    expect(lastGoodLimits?.values['risk/positions-max']).toBe(4);
    expect(lastGoodLimits?.versions['risk/positions-max']).toBe(3);
    expect(lastGoodLimits?.values['plan/leverage-max']).toBe(3);
  });

  test('a value that is no longer allowed makes them no good', async () => {
    await put('narrowed', body([{ name: 'risk/positions-max', text: '4000', version: 3 }]));
    expect((await dynamoBookStore(desk('narrowed')).load()).lastGoodLimits).toBeUndefined();
  });
});

test('a desk larger than a page is loaded whole', async () => {
  const store = dynamoBookStore(desk('large'));
  const answer = await store.lease('entry', at(0), at(0), epochMs(M0 + 50_000));
  if (answer.type !== 'leased') throw new Error(answer.type);
  const because = 'x'.repeat(300_000);
  for (let i = 0; i < 5; i++) await store.saveIntent(anIntent({ id: `pd-${i}`, because }), answer.lease);
  expect((await store.load()).intents.map(({ id }) => id)).toEqual(['pd-0', 'pd-1', 'pd-2', 'pd-3', 'pd-4']);
});
