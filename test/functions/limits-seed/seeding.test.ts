import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { saySeeding, seedLimits } from '../../../functions/limits-seed/seeding.ts';
import { seedPlan } from '../../../lib/adapters/ssm/seed.ts';
import { startParameterStore } from '../../../lib/local/aws/parameter-store.ts';

const SEEDS = seedPlan('main');
const PLAIN = { desk: 'main', seeds: SEEDS.map(seed => ({ ...seed, name: String(seed.name) })) };
const NAME = 'risk/positions-max';
const PARAMETER = `/perpdesk/main/limits/${NAME}`;

/** The limits as a later version of the desk might describe them. */
const later = (change: Readonly<Record<string, string>>) => ({
  ...PLAIN,
  seeds: PLAIN.seeds.map(seed => (seed.name === NAME ? { ...seed, ...change } : seed)),
});

let store: Awaited<ReturnType<typeof startParameterStore>>;
let client: SSMClient;

beforeEach(async () => {
  store = await startParameterStore();
  client = new SSMClient({
    endpoint: store.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'person', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await store.close();
});

const read = async (name = PARAMETER) =>
  (await client.send(new GetParameterCommand({ Name: name }))).Parameter;
const history = async () =>
  (await client.send(new GetParameterHistoryCommand({ Name: PARAMETER }))).Parameters ?? [];
const edit = (text: string, Name = PARAMETER) =>
  client.send(new PutParameterCommand({ Name, Value: text, Type: 'String', Overwrite: true }));

test('an empty store gets every limit with default, description and pattern', async () => {
  const seeding = await seedLimits(client, PLAIN);
  expect(seeding.created).toEqual(SEEDS.map(({ name }) => name));
  expect((await read())?.Value).toBe('15');
  const described = await client.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Values: [PARAMETER] }] }),
  );
  expect(described.Parameters).toMatchObject([
    {
      Description: expect.stringContaining('positions'),
      AllowedPattern: expect.any(String),
      Tier: 'Standard',
    },
  ]);
});

test('seeding again changes nothing', async () => {
  await seedLimits(client, PLAIN);
  const again = await seedLimits(client, PLAIN);
  expect(again).toEqual({ created: [], redescribed: [], left: [], unknown: [] });
  expect((await read())?.Version).toBe(1);
});

test("a person's edit survives, also when the code's default and description change", async () => {
  await seedLimits(client, PLAIN);
  await edit('7');
  const seeding = await seedLimits(client, later({ text: '20', description: 'New words.' }));
  expect(seeding.redescribed).toEqual([NAME]);
  expect((await read())?.Value).toBe('7');
  expect((await history()).at(-1)).toMatchObject({ Value: '7', Description: 'New words.' });
});

test('a new limit appears with its default', async () => {
  await seedLimits(client, { ...PLAIN, seeds: PLAIN.seeds.slice(1) });
  expect((await seedLimits(client, PLAIN)).created).toEqual([PLAIN.seeds[0]?.name]);
});

test('a removed limit is reported and stays', async () => {
  await seedLimits(client, PLAIN);
  const seeds = PLAIN.seeds.filter(({ name }) => name !== NAME);
  expect((await seedLimits(client, { ...PLAIN, seeds })).unknown).toEqual([NAME]);
  expect((await read())?.Value).toBe('15');
});

test('a value that the new pattern refuses is left with its old description', async () => {
  await seedLimits(client, PLAIN);
  const seeding = await seedLimits(client, later({ pattern: '^(one|two)$', description: 'New words.' }));
  expect(seeding).toMatchObject({ left: [NAME], redescribed: [] });
  expect(await read()).toMatchObject({ Value: '15', Version: 1 });
});

test('an edit that falls between the reading and the writing is put back', async () => {
  await seedLimits(client, PLAIN);
  editBeforeNextPut('9');
  const seeding = await seedLimits(client, later({ description: 'New words.' }));
  expect(seeding.redescribed).toEqual([NAME]);
  expect((await history()).map(({ Value }) => Value)).toEqual(['15', '9', '15', '9']);
  expect((await history()).at(-1)?.Description).toBe('New words.');
});

test('an edit in between that the pattern refuses is put back without the pattern', async () => {
  await seedLimits(client, PLAIN);
  editBeforeNextPut('nine');
  const seeding = await seedLimits(client, later({ description: 'New words.' }));
  expect(seeding).toMatchObject({ redescribed: [], left: [NAME] });
  expect((await read())?.Value).toBe('nine');
});

test('a history blocked by a label does not stop the deployment', async () => {
  await seedLimits(client, PLAIN);
  await client.send(
    new LabelParameterVersionCommand({ Name: PARAMETER, ParameterVersion: 1, Labels: ['good'] }),
  );
  for (let version = 2; version <= 100; version += 1) await edit('7');
  const seeding = await seedLimits(client, later({ description: 'New words.' }));
  expect(seeding).toMatchObject({ redescribed: [], left: [NAME] });
  expect((await read())?.Value).toBe('7');
});

test('the limits of another desk are not looked at', async () => {
  await edit('1', '/perpdesk/main-2/limits/risk/whatever');
  expect((await seedLimits(client, PLAIN)).unknown).toEqual([]);
});

test('what the deployment shows stays short, however long the list', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const unknown = Array.from({ length: 500 }, (_, n) => `risk/a-limit-of-a-former-version-${n}`);
  const said = saySeeding({ created: [], redescribed: [], left: [], unknown });
  expect(said.Unknown).toMatch(/and 480 more$/);
  expect(JSON.stringify(said).length).toBeLessThan(2048);
  expect(log.mock.calls[0]?.[0]).toContain('former-version-499');
  log.mockRestore();
});

/** Lets a person edit the limit once, just before the seeder's next write of one that exists. */
function editBeforeNextPut(text: string) {
  let edited = false;
  client.middlewareStack.add(
    next => async args => {
      if (!edited && 'Overwrite' in args.input && args.input.Overwrite === true) {
        edited = true;
        await edit(text);
      }
      return await next(args);
    },
    { step: 'initialize' },
  );
}
