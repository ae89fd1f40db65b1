import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dynamoBookStore } from '../../lib/adapters/dynamo/book-store.ts';
import { dynamoModelRoster } from '../../lib/adapters/dynamo/model-roster.ts';
import { dynamoBookReader } from '../../lib/adapters/dynamo/reader.ts';
import { shadowingReader } from '../../lib/adapters/dynamo/shadowing.ts';
import { deskTable } from '../../lib/adapters/dynamo/table.ts';
import { ssmLimitEditor } from '../../lib/adapters/ssm/limit-editor.ts';
import { epochMs, symbolId } from '../../lib/desk/units.ts';
import { newPolicy } from '../../lib/models/policy/state.ts';
import { connectAws } from '../../lib/operator/aws.ts';
import { wireCloseDesk, wireDesk, wireMonitorDesk } from '../../lib/wiring/aws.ts';
import { readEnvironment } from '../../lib/wiring/environment.ts';
import { wireGuardian } from '../../lib/wiring/guardian.ts';
import { modelStoreOf } from '../../lib/wiring/models.ts';
import { localDynamo, localParameterStore, TABLE } from '../adapters/aws.ts';
import { aBook, at, M0 } from '../contract/book-samples.ts';

const TWIN = {
  PERPDESK_DESK: 'main-twin',
  PERPDESK_TABLE: TABLE,
  PERPDESK_MODE: 'paper',
  PERPDESK_PAPER_BALANCE_USD: '10000',
  PERPDESK_TWIN_OF: 'main',
};
const SYMBOLS = ['SOLUSDT', 'XRPUSDT'].map(symbolId);

let dynamo: Awaited<ReturnType<typeof localDynamo>>;
let parameters: Awaited<ReturnType<typeof localParameterStore>>;
const tableOf = (desk: string) => deskTable({ table: TABLE, desk, client: dynamo.client });

const leased = async (store: ReturnType<typeof dynamoBookStore>) => {
  const answer = await store.lease('monitor', M0, M0, at(1));
  return answer.type === 'leased' ? answer.lease : expect.fail('no lease');
};

beforeAll(async () => {
  [dynamo, parameters] = await Promise.all([localDynamo(), localParameterStore()]);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', dynamo.url);
  vi.stubEnv('AWS_ENDPOINT_URL_SSM', parameters.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  await ssmLimitEditor({ client: parameters.client, desk: 'main' }).set('risk/positions-max', '3');
  const [own, twins] = [dynamoBookStore(tableOf('main')), dynamoBookStore(tableOf('main-twin'))];
  const [lease, twinsLease] = [await leased(own), await leased(twins)];
  await own.saveBook(aBook({ mode: 'live' }), lease);
  await own.saveUniverse(
    { rev: 0, minute: M0, symbols: SYMBOLS, failingSince: {}, previous: undefined },
    lease,
  );
  await own.saveUniverseReasons({ minute: M0, reasons: { SOLUSDT: 'it moves' } });
  await own.savePolicy({ ...newPolicy(0, 'live', epochMs(M0) as typeof M0), n: 40 }, lease);
  await twins.saveBook(aBook({ mode: 'paper', twinOf: 'main', monitoredMinute: M0 }), twinsLease);
  await dynamoModelRoster(tableOf('main')).write('its roster', undefined);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([dynamo.close(), parameters.close()]);
});

describe('a twin', () => {
  test('goes by the limits of the desk that it shadows, in each of its functions', async () => {
    const desks = [await wireDesk(TWIN), await wireMonitorDesk(TWIN), await wireGuardian(TWIN)];
    for (const { limits } of desks)
      expect(await limits.read(M0)).toMatchObject({ limits: { values: { 'risk/positions-max': 3 } } });
  });

  test('enters what that desk has scanned, with the policy that it has taught, on a book of its own', async () => {
    const { store } = await wireDesk(TWIN);
    const state = await store.load();
    expect(state.universe?.symbols).toEqual(SYMBOLS);
    expect(state.policy).toMatchObject({ type: 'state', state: { n: 40, mode: 'paper' } });
    expect(state.book).toMatchObject({ mode: 'paper', twinOf: 'main' });
  });

  test('exits by its own state alone: what it shadows cannot keep it from them', async () => {
    const { store } = await wireMonitorDesk(TWIN);
    expect((await store.loadReadable()).universe).toBeUndefined();
  });

  test('asks the models on that desk’s roster', async () => {
    const store = modelStoreOf({ ...readEnvironment({ ...TWIN, PERPDESK_MODEL_BUCKET: 'models' }) });
    expect(await store.roster.read()).toBe('its roster');
  });

  test('names itself in its book, and compares its days with that desk’s', async () => {
    expect((await wireMonitorDesk(TWIN)).twinOf).toBe('main');
    const { original, name } = await wireCloseDesk(TWIN);
    expect([name, original?.name]).toEqual(['main-twin', 'main']);
    expect((await original?.history.load())?.book?.mode).toBe('live');
  });
});

describe('a desk that is no twin', () => {
  const { PERPDESK_TWIN_OF: _, ...plain } = TWIN;

  test('goes by its own limits, scan and policy', async () => {
    const desk = await wireDesk(plain);
    expect(await desk.limits.read(M0)).not.toMatchObject({ limits: { values: { 'risk/positions-max': 3 } } });
    expect(await desk.store.load()).toMatchObject({ universe: undefined, policy: undefined });
    expect(desk).not.toHaveProperty('twinOf');
    expect(await wireCloseDesk(plain)).not.toHaveProperty('original');
  });
});

describe('whoever reads a twin', () => {
  test('is shown what it decides by', async () => {
    const reader = shadowingReader(dynamoBookReader(tableOf('main-twin')), tableOf);
    expect((await reader.load()).universe?.symbols).toEqual(SYMBOLS);
    expect((await reader.universeReasons())?.reasons).toEqual({ SOLUSDT: 'it moves' });
  });

  test('of a desk that is none is shown that desk', async () => {
    const asked: string[] = [];
    const reader = shadowingReader(dynamoBookReader(tableOf('main')), desk => {
      asked.push(desk);
      return tableOf(desk);
    });
    expect((await reader.load()).policy).toMatchObject({ state: { mode: 'live' } });
    expect(await reader.universeReasons()).toBeDefined();
    expect(asked).toEqual([]);
  });

  test('reads the limits that it goes by, and edits them under their own name', async () => {
    const connection = connectAws({
      desk: 'main-twin',
      table: TABLE,
      bucket: undefined,
      region: undefined,
      profile: undefined,
    });
    expect(await connection.limits.get('risk/positions-max')).toMatchObject({ text: '3', version: 1 });
    const refusal = 'limits: main-twin is a twin and goes by the limits of main: give --desk main';
    await expect(connection.limits.set('risk/positions-max', '4')).rejects.toThrow(refusal);
    await expect(connection.limits.setAll({ 'risk/positions-max': '4' })).rejects.toThrow(refusal);
    expect(
      await ssmLimitEditor({ client: parameters.client, desk: 'main' }).get('risk/positions-max'),
    ).toMatchObject({
      text: '3',
    });
    await connection.close();
  });
});

describe('a desk that has become a twin, with limits, reasons and a policy of its own', () => {
  const converted = (change: { table?: string } = {}) =>
    connectAws({
      desk: 'converted',
      table: TABLE,
      bucket: undefined,
      region: undefined,
      profile: undefined,
      ...change,
    });
  beforeAll(async () => {
    await ssmLimitEditor({ client: parameters.client, desk: 'converted' }).set('risk/positions-max', '7');
    const store = dynamoBookStore(tableOf('converted'));
    const lease = await leased(store);
    await store.saveBook(aBook({ mode: 'paper', twinOf: 'main', monitoredMinute: M0 }), lease);
    await store.saveUniverseReasons({
      minute: M0,
      reasons: { SOLUSDT: 'it moved, when it was scanned here' },
    });
    await dynamoModelRoster(tableOf('converted')).write('a roster of its own', undefined);
  });

  test('is shown the limits and reasons that it goes by, and edits none of its own', async () => {
    const connection = converted();
    expect(await connection.limits.get('risk/positions-max')).toMatchObject({ text: '3' });
    expect((await connection.reader.universeReasons())?.reasons).toEqual({ SOLUSDT: 'it moves' });
    await expect(connection.limits.set('risk/positions-max', '4')).rejects.toThrow('give --desk main');
    await connection.close();
  });

  test('whose table does not answer is taken by its limits: a desk can be halted without its table', async () => {
    const connection = converted({ table: 'no-such-table' });
    expect(await connection.limits.get('risk/positions-max')).toMatchObject({ text: '7' });
    await connection.close();
  });
});
