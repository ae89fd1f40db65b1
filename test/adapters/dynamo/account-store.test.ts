import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoAccountStore, packed } from '../../../lib/adapters/dynamo/account-store.ts';
import { accountKey, paperPartitionOf } from '../../../lib/adapters/dynamo/keys.ts';
import { deskTable } from '../../../lib/adapters/dynamo/table.ts';
import { accountStoreContract, type SomeState } from '../../contract/account-store.ts';
import { localDynamo, TABLE } from '../aws.ts';

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let desks = 0;
beforeAll(async () => {
  dynamo = await localDynamo();
});
afterAll(() => dynamo.close());

const aTable = () => deskTable({ table: TABLE, desk: `desk-${desks++}`, client: dynamo.client });
const state: SomeState = { wallet: 1, rows: [] };

accountStoreContract('DynamoDB', () => dynamoAccountStore<SomeState>(aTable()));

describe('the account in the table', () => {
  test('lies in a partition of its own, of one desk', async () => {
    const [one, other] = [aTable(), aTable()];
    await dynamoAccountStore<SomeState>(one).save(0, state);
    expect(await dynamoAccountStore<SomeState>(other).load()).toBeUndefined();
    expect(paperPartitionOf(one.pk)).toBe(`${one.pk}#paper`);
  });

  test('a write whose answer was lost conflicts with itself, and stands', async () => {
    const store = dynamoAccountStore<SomeState>(aTable());
    await dynamo.fault({ times: 1, error: 'InternalServerError', effect: 'applied', operation: 'PutItem' });
    expect(await store.save(0, state)).toBe('conflict');
    expect(await store.load()).toEqual({ rev: 1, state });
  });

  test('a write that nobody answered is a throw', async () => {
    const store = dynamoAccountStore<SomeState>(aTable());
    await dynamo.fault({ times: 3, error: 'InternalServerError', operation: 'PutItem' });
    await expect(store.save(0, state)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  test.each([
    ['of another version', { v: 99, rev: 1, state: new Uint8Array([1]) }],
    ['that is not zipped', { v: 1, rev: 1, state: new Uint8Array([1, 2, 3]) }],
    ['without its state', { v: 1, rev: 1 }],
  ])('an item %s is said to be unreadable', async (_, item) => {
    const table = aTable();
    const pk = paperPartitionOf(table.pk);
    await table.documents.send(new PutCommand({ TableName: TABLE, Item: { pk, sk: accountKey, ...item } }));
    await expect(dynamoAccountStore<SomeState>(table).load()).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringMatching(/^the table's paper account cannot be read: ./),
    });
  });

  test.each([
    ['without a version is of the first', undefined, { rev: 1, state }],
    [
      'of a later release is said to be one',
      2,
      /version 2 of it is of a later release; this one knows version 1/,
    ],
  ])('an item %s', async (_, v, read) => {
    const table = aTable();
    const Item = { pk: paperPartitionOf(table.pk), sk: accountKey, v, rev: 1, state: await packed(state) };
    await table.documents.send(new PutCommand({ TableName: TABLE, Item }));
    const load = dynamoAccountStore<SomeState>(table).load();
    if (read instanceof RegExp) await expect(load).rejects.toThrow(read);
    else expect(await load).toEqual(read);
  });
});
