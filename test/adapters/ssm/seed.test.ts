import { GetParameterHistoryCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ssmLimitStore } from '../../../lib/adapters/ssm/limit-store.ts';
import { missing, seedPlan } from '../../../lib/adapters/ssm/seed.ts';
import { seedLimits } from '../../../lib/adapters/ssm/seed-store.ts';
import { defaultLimits } from '../../../lib/desk/limits/limits.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { LIMIT_NAMES } from '../../../lib/desk/limits/schema.ts';
import { at } from '../../contract/book-samples.ts';
import { localParameterStore } from '../aws.ts';

describe('the plan', () => {
  const plan = seedPlan('main');

  test('has every limit once, under its path', () => {
    expect(plan.map(({ parameter }) => parameter)).toEqual(
      LIMIT_NAMES.map(name => `/perpdesk/main/limits/${name}`),
    );
  });

  test.each(plan)('$name: its text fits its own pattern, and the store has room for all of it', seed => {
    expect(seed.text).toMatch(new RegExp(seed.pattern));
    expect(seed.text).not.toBe('');
    expect(seed.description.length).toBeLessThanOrEqual(1024);
    expect(seed.pattern.length).toBeLessThanOrEqual(1024);
  });

  test('a description states the unit', () => {
    const seed = plan.find(({ name }) => name === 'risk/daily-loss-usd-max');
    expect(seed?.description).toContain('Unit: USD, 1 to 10000000.');
  });

  test("a profile's texts stand in for defaults", () => {
    const texts = seedPlan('main', PROFILES['high-leverage']);
    expect(texts.find(({ name }) => name === 'plan/leverage-max')?.text).toBe('10');
    expect(texts.find(({ name }) => name === 'risk/daily-loss-usd-max')?.text).toBe('300');
  });

  test('only what is not stored is missing', () => {
    const left = missing(plan, ['risk/positions-max', 'something/else']);
    expect(left).toHaveLength(plan.length - 1);
    expect(left.map(({ name }) => name)).not.toContain('risk/positions-max');
  });
});

describe('seeding a store', () => {
  let service: Awaited<ReturnType<typeof localParameterStore>>;
  let desks = 0;
  beforeAll(async () => {
    service = await localParameterStore();
  });
  afterAll(() => service.close());
  const make = () => ({ client: service.client, desk: `desk-${desks++}` });

  test('gives the defaults, stored', async () => {
    const desk = make();
    expect(await seedLimits(desk)).toEqual(LIMIT_NAMES);
    const answer = await ssmLimitStore(desk).read(at(0));
    expect(answer).toMatchObject({ type: 'limits', limits: { values: defaultLimits().values } });
  });

  test("never touches what is there: a person's edit outlives every later seeding", async () => {
    const desk = make();
    const Name = `/perpdesk/${desk.desk}/limits/risk/positions-max`;
    await service.client.send(new PutParameterCommand({ Name, Value: '2', Type: 'String' }));
    expect(await seedLimits(desk, { 'risk/positions-max': '9' })).not.toContain('risk/positions-max');
    expect(await seedLimits(desk)).toEqual([]);
    const { Parameters } = await service.client.send(new GetParameterHistoryCommand({ Name }));
    expect(Parameters?.map(({ Value }) => Value)).toEqual(['2']);
  });

  test('two that seed at once do not disturb each other', async () => {
    const desk = make();
    const [a, b] = await Promise.all([seedLimits(desk), seedLimits(desk)]);
    expect([...a, ...b].toSorted()).toEqual([...LIMIT_NAMES].toSorted());
  });

  test.each([
    ['an unknown name', { 'risk/nonsense': '1' }],
    ['a wrong value', { 'risk/positions-max': '400' }],
  ])('%s seeds nothing', async (_, texts) => {
    const desk = make();
    await expect(seedLimits(desk, texts)).rejects.toMatchObject({ kind: 'malformed' });
    expect(await ssmLimitStore(desk).read(at(0))).toEqual({ type: 'limits', limits: defaultLimits() });
  });
});
