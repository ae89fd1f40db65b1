import { describe, expect, test } from 'vitest';
import { judged, type PolicyStatement, wantedBy } from './policy.ts';
import type { AwsRequest } from './request.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/books';
const own: PolicyStatement = {
  Effect: 'Allow',
  Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
  Resource: TABLE,
  Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['DESK#main'] } },
};
const wanted = (
  action: string,
  resource: string,
  context: Readonly<Record<string, readonly string[]>> = {},
) => ({
  action,
  resources: [resource],
  context,
});
const keys = (...values: readonly string[]) => ({ 'dynamodb:LeadingKeys': values });

describe('a policy', () => {
  test.each([
    ['its own partition', wanted('dynamodb:PutItem', TABLE, keys('DESK#main')), true],
    ['another partition', wanted('dynamodb:PutItem', TABLE, keys('DESK#other')), false],
    ['its own and another', wanted('dynamodb:PutItem', TABLE, keys('DESK#main', 'DESK#other')), false],
    ['another action', wanted('dynamodb:Scan', TABLE, keys('DESK#main')), false],
    ['another table', wanted('dynamodb:PutItem', `${TABLE}-too`, keys('DESK#main')), false],
  ])('of one partition, asked for %s', (_, asked, allowed) => {
    expect(judged([own], asked).allowed).toBe(allowed);
  });

  test('says in one sentence what it was asked for in vain', () => {
    expect(judged([own], wanted('dynamodb:PutItem', TABLE, keys('DESK#other'))).because).toBe(
      `dynamodb:PutItem on ${TABLE}, dynamodb:LeadingKeys DESK#other is allowed by no statement`,
    );
  });

  test('that refuses goes before one that allows', () => {
    const refusal: PolicyStatement = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(judged([own, refusal], wanted('dynamodb:GetItem', TABLE, keys('DESK#main'))).allowed).toBe(false);
  });

  test('has to allow each of several resources', () => {
    const some: PolicyStatement = { Effect: 'Allow', Action: 'ssm:Get*', Resource: 'arn:one/*' };
    const both = { action: 'ssm:GetParameters', resources: ['arn:one/a', 'arn:two/a'], context: {} };
    expect(judged([some], both).allowed).toBe(false);
    expect(judged([some], { ...both, resources: ['arn:one/a', 'arn:one/b'] }).allowed).toBe(true);
  });

  test('with a condition that is not understood is no answer', () => {
    const odd: PolicyStatement = { ...own, Condition: { NumericLessThan: { 'aws:x': '1' } } };
    expect(() => judged([odd], wanted('dynamodb:GetItem', TABLE))).toThrow(
      'NumericLessThan is not understood',
    );
  });
});

describe('what a request wants', () => {
  const request = (service: string, action: string, body: object | string, path = '/'): AwsRequest => ({
    signer: 'one',
    service,
    action,
    path,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const pk = (S: string) => ({ pk: { S } });

  test.each([
    ['an item', { TableName: 'books', Key: pk('DESK#main') }, ['DESK#main']],
    ['a new item', { TableName: 'books', Item: pk('DESK#main') }, ['DESK#main']],
    [
      'a batch',
      { RequestItems: { books: [{ PutRequest: { Item: pk('a') } }, { DeleteRequest: { Key: pk('b') } }] } },
      ['a', 'b'],
    ],
    [
      'a query',
      {
        TableName: 'books',
        KeyConditionExpression: '#p = :p AND sk > :s',
        ExpressionAttributeNames: { '#p': 'pk' },
        ExpressionAttributeValues: { ':p': { S: 'DESK#main' }, ':s': { S: 'x' } },
      },
      ['DESK#main'],
    ],
  ])('of a table: the partitions of %s', (_, body, partitions) => {
    expect(wantedBy(request('dynamodb', 'Any', body))).toEqual({
      action: 'dynamodb:Any',
      resources: [TABLE],
      context: { 'dynamodb:LeadingKeys': partitions },
    });
  });

  test('a query whose partition cannot be told is an error, not a permission', () => {
    const body = { TableName: 'books', KeyConditionExpression: 'sk = :s' };
    expect(() => wantedBy(request('dynamodb', 'Query', body))).toThrow('no partition is named');
  });

  test.each([
    ['one', { Name: '/perpdesk/main/a:3' }, ['parameter/perpdesk/main/a']],
    ['several', { Names: ['/a', '/b'] }, ['parameter/a', 'parameter/b']],
    ['all below a path', { Path: '/perpdesk/main' }, ['parameter/perpdesk/main']],
    ['all of the account', {}, ['*']],
  ])('of parameters: %s', (_, body, resources) => {
    expect(wantedBy(request('ssm', 'GetAny', body)).resources).toEqual(
      resources.map(resource => `arn:aws:ssm:eu-central-1:123456789012:${resource}`),
    );
  });

  test('of a bucket: the file, or what a list begins with', () => {
    expect(wantedBy(request('s3', 'GetObject', '', '/models/a/b.json')).resources).toEqual([
      'arn:aws:s3:::models/a/b.json',
    ]);
    expect(wantedBy(request('s3', 'ListBucket', '', '/models?prefix=a%2F'))).toMatchObject({
      resources: ['arn:aws:s3:::models'],
      context: { 's3:prefix': ['a/'] },
    });
  });

  test('of a service that no function is known to use is an error', () => {
    expect(() => wantedBy(request('ec2', 'RunInstances', ''))).toThrow(
      'nobody has said what ec2:RunInstances wants',
    );
  });
});
