import { connect } from 'node:net';
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { ensureTable } from '../../../lib/local/aws/table.ts';
import { askForFault, dynamo, dynamoClient, errorName, stateFolder } from './clients.ts';

const TableName = 'perpdesk';
const key = (sk: string) => ({ pk: { S: 'DESK#main' }, sk: { S: sk } });

const put = (client: DynamoDBClient, sk: string, more: Record<string, AttributeValue> = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { ...key(sk), ...more } }));
const get = async (client: DynamoDBClient, sk: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: key(sk), ConsistentRead: true }))).Item;

async function withTable(folder?: string) {
  const service = await dynamo(folder);
  await ensureTable(service.client, TableName);
  return service;
}

describe('the local DynamoDB', () => {
  test('makes its table once, and leaves one that is there alone', async () => {
    const { client } = await withTable();
    await put(client, 'BOOK');
    await ensureTable(client, TableName);
    expect(await get(client, 'BOOK')).toEqual(key('BOOK'));
  });

  test('writes on a condition, and refuses when it does not hold', async () => {
    const { client } = await withTable();
    const take = (fence: number) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: { ...key('LEASE#monitor'), fence: { N: String(fence) } },
          ConditionExpression: 'attribute_not_exists(pk) OR fence < :fence',
          ExpressionAttributeValues: { ':fence': { N: String(fence) } },
        }),
      );
    expect(await errorName(take(2))).toBe('none');
    expect(await errorName(take(2))).toBe('ConditionalCheckFailedException');
    expect(await errorName(take(3))).toBe('none');
    expect((await get(client, 'LEASE#monitor'))?.fence).toEqual({ N: '3' });
  });

  test('lets one of many win the same condition', async () => {
    const { client } = await withTable();
    const attempts = Array.from({ length: 20 }, (_, n) =>
      errorName(
        client.send(
          new PutItemCommand({
            TableName,
            Item: { ...key('POSITION#SOLUSDT'), by: { N: String(n) } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
    );
    expect((await Promise.all(attempts)).filter(name => name === 'none')).toHaveLength(1);
  });

  test('adds to a number, and tells the result', async () => {
    const { client } = await withTable();
    const add = () =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('COUNT'),
          UpdateExpression: 'ADD entries :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
    await Promise.all(Array.from({ length: 9 }, add));
    expect((await add()).Attributes).toEqual({ entries: { N: '10' } });
  });

  test('queries by prefix, in order, a page at a time, forwards and backwards', async () => {
    const { client } = await withTable();
    for (const n of [3, 1, 2]) await put(client, `INTENT#${n}`);
    await put(client, 'JOURNAL#1');
    const page = async (forward: boolean, from?: Record<string, AttributeValue>) =>
      await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': { S: 'DESK#main' }, ':prefix': { S: 'INTENT#' } },
          ConsistentRead: true,
          ScanIndexForward: forward,
          Limit: 2,
          ExclusiveStartKey: from,
        }),
      );
    const names = (items: Record<string, AttributeValue>[] = []) => items.map(({ sk }) => sk?.S);
    const first = await page(true);
    expect(names(first.Items)).toEqual(['INTENT#1', 'INTENT#2']);
    expect(names((await page(true, first.LastEvaluatedKey)).Items)).toEqual(['INTENT#3']);
    expect(names((await page(false)).Items)).toEqual(['INTENT#3', 'INTENT#2']);
  });

  test('has everything again when it is closed and started on the same folder', async () => {
    const folder = stateFolder();
    const before = await withTable(folder);
    await put(before.client, 'BOOK', { version: { N: '7' } });
    await before.close();
    const after = await withTable(folder);
    expect(await get(after.client, 'BOOK')).toEqual({ ...key('BOOK'), version: { N: '7' } });
  });

  test('fails as asked, so often and for that operation alone', async () => {
    const { client, url } = await withTable();
    await askForFault(url, {
      times: 2,
      error: 'ProvisionedThroughputExceededException',
      operation: 'PutItem',
    });
    expect(await get(client, 'BOOK')).toBeUndefined();
    expect(await errorName(put(client, 'BOOK'))).toBe('ProvisionedThroughputExceededException');
    expect(await errorName(put(client, 'BOOK'))).toBe('ProvisionedThroughputExceededException');
    expect(await get(client, 'BOOK')).toBeUndefined();
    expect(await errorName(put(client, 'BOOK'))).toBe('none');
  });

  test('can do the work and still say that it failed', async () => {
    const { client, url } = await withTable();
    await askForFault(url, { times: 1, error: 'InternalServerError', effect: 'applied' });
    expect(await errorName(put(client, 'BOOK'))).toBe('InternalServerError');
    expect(await get(client, 'BOOK')).toEqual(key('BOOK'));
  });

  test('throttling is what the SDK retries', async () => {
    const { client, url } = await withTable();
    await askForFault(url, { times: 1, error: 'ProvisionedThroughputExceededException' });
    const patient = dynamoClient(url, 3);
    await put(patient, 'BOOK');
    patient.destroy();
    expect(await get(client, 'BOOK')).toEqual(key('BOOK'));
  });

  test('refuses a fault it does not understand', async () => {
    const { url } = await dynamo();
    await expect(askForFault(url, { times: 0, error: 'X' })).rejects.toThrow(/times/);
    await expect(askForFault(url, { times: 1 })).rejects.toThrow(/error is required/);
  });

  test('outlives a client that goes away in the middle of a request', async () => {
    const { client, url } = await withTable();
    const { port } = new URL(url);
    for (let i = 0; i < 5; i++) {
      const socket = connect(Number(port), '127.0.0.1');
      await new Promise(resolve => socket.once('connect', resolve));
      socket.write(
        'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\nContent-Length: 500\r\n\r\n{"Tab',
      );
      await new Promise(resolve => setTimeout(resolve, 10));
      socket.resetAndDestroy();
    }
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(await errorName(put(client, 'BOOK'))).toBe('none');
  });

  test('shares its folder with no other', async () => {
    const folder = stateFolder();
    const first = await dynamo(folder);
    await expect(dynamo(folder)).rejects.toThrow(/is in use by another process/);
    await first.close();
    expect((await dynamo(folder)).url).toContain('127.0.0.1');
  });

  test('says so when its port is taken', async () => {
    const { url } = await dynamo();
    const { startDynamo } = await import('../../../lib/local/aws/dynamo.ts');
    await expect(startDynamo({ port: Number(new URL(url).port) })).rejects.toThrow(/EADDRINUSE/);
  });
});
