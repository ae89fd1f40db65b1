import { expect, test } from 'vitest';
import { awsRequest } from './request.ts';

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=someone/20260105/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

test.each([
  ['dynamodb', 'POST', '/', { 'x-amz-target': 'DynamoDB_20120810.PutItem' }, '{}', 'PutItem'],
  ['ssm', 'POST', '/', { 'x-amz-target': 'AmazonSSM.GetParametersByPath' }, '{}', 'GetParametersByPath'],
  ['sns', 'POST', '/', {}, 'Action=Publish&Message=x', 'Publish'],
  ['s3', 'GET', '/bucket/a/b', {}, '', 'GetObject'],
  ['s3', 'GET', '/bucket?prefix=a', {}, '', 'ListBucket'],
  ['s3', 'PUT', '/bucket/a', {}, 'x', 'PutObject'],
])('a request to %s is read: %s %s', (service, method, url, headers, body, action) => {
  const received = { method, url, body, headers: { ...headers, authorization: authorization(service) } };
  expect(awsRequest(received)).toEqual({ signer: 'someone', service, action, path: url, body });
});

test('what nobody signed is no request', () => {
  expect(awsRequest({ method: 'GET', url: '/', headers: {}, body: '' })).toBeUndefined();
});
