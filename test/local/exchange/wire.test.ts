import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Client, ORDER, STOP } from './client.ts';

const WIRE = join(import.meta.dirname, '../../../../shared/data/wire');
const here = existsSync(WIRE);
const unless = here ? '' : ' (SKIPPED: ../shared/data/wire is not there)';

/** The shape of a value: its keys with the kind of each, arrays by their first element. */
function kinds(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [kinds(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, kinds(each)]));
}

/** A client with a long, a stop for it, and a limit order that rests. */
function busy(): Client {
  const client = new Client();
  client.signed('POST /fapi/v1/order', ORDER);
  client.signed('POST /fapi/v1/algoOrder', STOP);
  const resting = { ...ORDER, type: 'LIMIT', timeInForce: 'GTC', price: '90', newClientOrderId: 'rest' };
  client.signed('POST /fapi/v1/order', resting);
  return client;
}

test.skipIf(!here).each([
  ['account_info_v2', 'GET /fapi/v2/account', {}],
  ['balance', 'GET /fapi/v2/balance', {}],
  ['open_algo_orders', 'GET /fapi/v1/openAlgoOrders', {}],
  ['order_response', 'GET /fapi/v1/order', { symbol: 'SOLUSDT', origClientOrderId: 'rest' }],
  ['position_risk', 'GET /fapi/v2/positionRisk', { symbol: 'SOLUSDT' }],
] as const)(`%s has the sample’s keys, each of its kind${unless}`, (file, route, fields) => {
  const sample = JSON.parse(readFileSync(join(WIRE, `http_json__${file}.json`), 'utf8')) as unknown;
  const answer = busy().signed(route, fields);
  expect(answer.status).toBe(200);
  expect(kinds(answer.body)).toMatchObject(kinds(sample) as object);
});
