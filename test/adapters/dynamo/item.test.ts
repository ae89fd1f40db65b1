import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoBookStore } from '../../../lib/adapters/dynamo/book-store.ts';
import { dynamoJournal } from '../../../lib/adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../../../lib/adapters/dynamo/reader.ts';
import { deskTable, getItem } from '../../../lib/adapters/dynamo/table.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { epochMs } from '../../../lib/desk/units.ts';
import { leased } from '../../contract/book-kit.ts';
import {
  aBook,
  aClosedPosition,
  anIntent,
  aPolicyState,
  aPosition,
  aRecord,
  at,
  M0,
} from '../../contract/book-samples.ts';
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

/** An item's body as it was before some members came. */
const asWritten = <T extends object>(item: T, ...later: readonly (keyof T & string)[]) =>
  Object.fromEntries(
    Object.entries(item).filter(
      ([name, value]) =>
        name !== 'rev' && value !== undefined && !(later as readonly string[]).includes(name),
    ),
  );

test('what an earlier version stored is read without what came later', async () => {
  const book = asWritten(aBook(), 'openings', 'mode');
  await put('earlier', { sk: 'live#book', v: 1, rev: 3, body: book });
  const position = asWritten(aPosition(), 'fundings', 'slices');
  await put('earlier', { sk: 'live#position#SOLUSDT', v: 1, rev: 1, body: position });
  const state = await dynamoBookStore(desk('earlier')).load();
  expect(state.book).toEqual({ ...book, rev: 3, openings: [] });
  expect(state.positions).toEqual([{ ...position, rev: 1, fundings: [], slices: [] }]);
});

describe('what the policy has learnt, where it cannot be read,', () => {
  const { rev: _rev, ...body } = aPolicyState();
  test.each<[string, Record<string, unknown>, number, string]>([
    ['of a later version of items', { v: 2, rev: 4, body }, 4, 'v'],
    ['without a body', { v: 1, rev: 4 }, 4, 'body'],
    ['without a rev', { v: 1, body }, 0, 'it has no rev'],
    ['with a rev of its own kind', { v: 1, rev: 'x', body }, 0, 'rev'],
    ['with a text for a number', { v: 1, rev: 4, body: { ...body, n: '41' } }, 4, 'body.n'],
    ['without its evidence', { v: 1, rev: 4, body: { ...body, evidence: null } }, 4, 'body.evidence'],
    ['dated nowhere', { v: 1, rev: 4, body: { ...body, updatedAt: -1 } }, 4, 'body.updatedAt'],
  ])('%s, is told so, and keeps nobody from the rest', async (name, item, rev, message) => {
    await put(`policy ${name}`, { sk: 'live#policy', ...item });
    const { rev: __, ...position } = aPosition();
    const sk = 'live#position#SOLUSDT';
    await put(`policy ${name}`, { sk, v: 1, rev: 1, body: asWritten(position) });
    const { positions, policy } = await dynamoBookStore(desk(`policy ${name}`)).load();
    expect(positions).toHaveLength(1);
    expect(policy).toMatchObject({ type: 'unreadable', rev, because: expect.stringContaining(message) });
  });

  test.each([
    ['nothing at all', null],
    ['a text', 'x'],
    ['numbers that are none', { schemaHash: 'x', values: ['1'] }],
  ])('a position whose context is %s is read without one: its exits go on', async (what, policyContext) => {
    const { rev: __, ...position } = aPosition();
    const name = `context ${what}`;
    const body = { ...asWritten(position), policyContext };
    await put(name, { sk: 'live#position#SOLUSDT', v: 1, rev: 1, body });
    const { positions } = await dynamoBookStore(desk(name)).load();
    expect(positions[0]?.id).toBe(position.id);
    expect(positions[0]?.policyContext).toBeUndefined();
  });
});

describe('an item that is not one of ours', () => {
  test.each([
    ['of a later version', { sk: 'live#book', v: 2, rev: 1, body: {} }, 'live#book cannot be read: v'],
    ['without a body', { sk: 'live#book', v: 1, rev: 1 }, 'live#book cannot be read: body'],
    ['without a rev', { sk: 'live#book', v: 1, body: {} }, 'live#book cannot be read: it has no rev'],
  ])('%s is malformed, and named', async (name, item, message) => {
    await put(name, item);
    const load = dynamoBookStore(desk(name)).load();
    await expect(load).rejects.toMatchObject({ kind: 'malformed' });
    await expect(load).rejects.toThrow(message);
  });

  const { rev: _, ...position } = aPosition();
  const older = (changes: Record<string, unknown>) => ({
    sk: 'live#position#SOLUSDT',
    v: 1,
    rev: 3,
    body: Object.fromEntries(
      Object.entries({ ...position, ...changes }).filter(([, value]) => value !== undefined),
    ),
  });
  test.each<[string, Record<string, unknown>, string]>([
    ['I28 a position without its quantity', older({ qty: undefined }), 'body.qty'],
    ['I28 a position whose quantity is a text', older({ qty: '5.1' }), 'body.qty'],
    ['I28 a position of less than nothing', older({ qty: -5.1 }), 'body.qty'],
    ['I24 a position without its stop', older({ stopPrice: undefined }), 'body.stopPrice'],
    ['I24 a stop at a price of nothing', older({ initialStopPrice: 0 }), 'body.initialStopPrice'],
    [
      'I34 costs that put break-even beyond any price',
      older({ roundTripCostFraction: 1.2 }),
      'body.roundTripCostFraction',
    ],
    [
      'I29 a target without its state',
      older({ targets: [{ leg: 'target-1', triggerPrice: 1, qty: 1 }] }),
      'body.targets.0.filled',
    ],
    [
      'I37 a fill without its profit',
      older({ fills: [{ tradeId: '1', at: M0, kind: 'entry', price: 1, qty: 1 }] }),
      'body.fills.0.realisedUsd',
    ],
    ['a phase of another version', older({ phase: 'hedged' }), 'body.phase'],
    ['a minute that is none', older({ openedAt: 8.64e15 + 1 }), 'body.openedAt'],
  ])('%s is malformed, and named', async (name, item, member) => {
    const own = name.replace(/\W/g, '-');
    await put(own, item);
    await expect(dynamoBookStore(desk(own)).load()).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining(`live#position#SOLUSDT cannot be read: ${member}`),
    });
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['book', '', { sk: 'live#book', v: 2, rev: 1, body: {} }],
    ['position', 'ADAUSDT', { sk: 'live#position#ADAUSDT', v: 2, rev: 1, body: {} }],
    ['intent', 'pd-later', { sk: 'live#intent#pd-later', v: 2, rev: 1, body: {} }],
    ['universe', '', { sk: 'live#universe', v: 2, rev: 1, body: {} }],
    ['position', 'ADAUSDT', { sk: 'live#position#ADAUSDT', v: 1, rev: 1, body: { qty: 'five' } }],
  ])('a %s %s keeps nothing else from being read by who reads what can be', async (what, id, item) => {
    const own = `beside-${what}-${String(item.v)}`;
    await put(own, older({}));
    await put(own, item);
    const store = dynamoBookStore(desk(own));
    const { positions, unreadable } = await store.loadReadable();
    expect(positions.map(({ symbol }) => symbol)).toEqual(['SOLUSDT']);
    const because = expect.stringContaining(`the table's item ${String(item.sk)} cannot be read: `);
    expect(unreadable).toEqual([{ what, id, because }]);
    // It is not written over either, by who takes it for one that is not there.
    if (what !== 'book') return;
    const lease = await leased(store, 'monitor', at(1));
    expect(await store.saveBook(aBook(), lease)).toEqual({ type: 'conflict' });
    expect(await getItem(desk(own), 'live#book')).toMatchObject({ v: 2, rev: 1 });
  });

  test('a member that a later version has added is kept, and written back', async () => {
    const store = dynamoBookStore(desk('later'));
    await put('later', older({ novelty: { deep: [1] } }));
    const [held] = (await store.load()).positions;
    const answer = await store.lease('monitor', at(1), at(1), at(2));
    if (answer.type !== 'leased' || held === undefined) throw new Error('not stored');
    await store.savePosition(held, answer.lease);
    expect((await getItem(desk('later'), 'live#position#SOLUSDT'))?.body).toMatchObject({
      novelty: { deep: [1] },
    });
  });

  test('a record of the journal of a later release is passed over', async () => {
    const table = desk('later-journal');
    await dynamoJournal(table).write(at(2), 'entry', [aRecord(2, 'entry', 'x')]);
    await put('later-journal', { sk: 'journal#2025-05-27T14:33Z#3-entry#000000', v: 2, body: {} });
    const found: unknown[] = [];
    for await (const record of dynamoBookReader(table).journal({ from: at(2), to: at(3) }))
      found.push(record);
    expect(found).toHaveLength(1);
  });

  test('a record of the journal whose type a later version has added is passed over; a broken one is malformed', async () => {
    const table = desk('journal');
    const minute = at(2);
    const write = (ordinal: number, record: object) =>
      dynamoJournal(table).write(at(2 + ordinal), 'entry', [{ ...aRecord(2, 'entry', 'x'), ...record }]);
    await write(0, {});
    await write(1, { type: 'dreamt' } as object);
    const told = async (to: number) => {
      const found: string[] = [];
      for await (const record of dynamoBookReader(table).journal({ from: minute, to: at(to) }))
        found.push(record.type);
      return found;
    };
    expect(await told(4)).toEqual(['state']);
    await write(3, { because: 5 });
    await expect(told(6)).rejects.toThrow(/journal#.* cannot be read: body.because/);
  });

  test('a lease that cannot be read is malformed, not free', async () => {
    await put('odd-lease', { sk: 'lease#monitor', minute: M0, expiresAt: 'soon', fence: 'x', tick: 1 });
    const lease = dynamoBookStore(desk('odd-lease')).lease('monitor', at(1), at(1), at(2));
    await expect(lease).rejects.toMatchObject({ kind: 'malformed' });
  });
});

describe('an item from before entries came in slices', () => {
  const old = {
    position: { sk: 'live#position#SOLUSDT', v: 1, rev: 4, body: asWritten(aPosition(), 'slices') },
    intent: { sk: `live#intent#${anIntent().id}`, v: 1, rev: 2, body: asWritten(anIntent(), 'slice') },
    closed: {
      sk: 'closed#SOLUSDT-20250526T1000',
      v: 1,
      rev: 9,
      body: asWritten(aPosition({ id: 'SOLUSDT-20250526T1000', closedAt: at(-1_000) }), 'slices'),
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

  test.each([
    ['without texts', {}],
    ['with a text that is none', { texts: [{ name: 'risk/positions-max', text: 4, version: 3 }] }],
    ['with a version that is none', { texts: [{ name: 'risk/positions-max', text: '4', version: 'x' }] }],
    ['with a list that is none', { texts: { 'risk/positions-max': '4' } }],
  ])('a copy %s is no good, and keeps exits from nothing', async (name, broken) => {
    const own = name.replaceAll(' ', '-');
    await put(own, { sk: 'live#limits', v: 1, body: broken });
    expect(await dynamoBookStore(desk(own)).load()).toMatchObject({
      positions: [],
      lastGoodLimits: undefined,
    });
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
