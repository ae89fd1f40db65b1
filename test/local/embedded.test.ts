import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { awsClientSettings } from '../../lib/adapters/aws-client.ts';
import { secretParameter } from '../../lib/adapters/ssm/names.ts';
import { close } from '../../lib/close.ts';
import { epochMs, minutesAfter } from '../../lib/desk/units.ts';
import { enter } from '../../lib/minute.ts';
import { simpleMarket } from '../../lib/sim/markets/simple.ts';
import { syntheticMarket } from '../../lib/sim/markets/synthetic.ts';
import { wireCloseDesk } from '../../lib/wiring/aws.ts';
import { leased } from '../contract/book-kit.ts';
import { aSignalAt, coinMarket, WARM } from '../kit/desk.ts';
import { type EmbeddedOptions, embedded } from '../kit/embedded.ts';
import { writeModels } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';
import { flat } from '../kit/scripted-market.ts';
import { aPolicy } from '../models/policy/kit.ts';

const start = async (options: EmbeddedOptions) => {
  const desk = await embedded(options);
  onTestFinished(() => desk.close());
  return desk;
};

const coin = coinMarket([...flat(100, 3), [100, 101.7, 99.9, 101.6], ...flat(101.6, 5)]);

test('a signal becomes a protected position, and a target its profit, with nothing but HTTP in between', async () => {
  const desk = await start({
    market: coin,
    startAt: WARM,
    equityUsd: 15_000,
    profile: 'math-ai',
    signals: [aSignalAt(1)],
  });
  await desk.minutes(3);
  const { positions } = await desk.reader.load();
  expect(positions).toMatchObject([{ symbol: 'COINUSDT', phase: 'protected', source: 'forced' }]);
  expect(desk.exchange.engine.openAlgos()).toHaveLength(3);

  await desk.minutes(4);
  expect(await desk.records('exit')).toMatchObject([{ kind: 'take-profit' }]);
  expect(await desk.records('closed')).toHaveLength(1);
  expect((await desk.reader.load()).positions).toEqual([]);
  expect(desk.exchange.engine.state.safety).toEqual({ unprotectedMinutes: 0, duplicateOrders: 0 });
});

test('I02 the plan of 300 dollars at 3x reaches the exchange as 900, through HTTP, table and parameter store', async () => {
  const market = coinMarket(flat(1_000, 5), { at: 1_000 });
  const signals = [aSignalAt(0)];
  const desk = await start({ market, startAt: WARM, equityUsd: 15_000, profile: 'math-ai', signals });
  await desk.minute();
  const [position] = (await desk.reader.load()).positions;
  expect(position?.plan).toMatchObject({ marginUsd: 300, leverage: 3, plannedNotionalUsd: 900 });
  expect(position?.plan.stopFraction).toBeCloseTo(0.008, 4);
  expect(position?.plan.targets[0]?.distanceFraction).toBeCloseTo(0.016, 4);
  const [held] = desk.exchange.engine.positions();
  const executed = (held?.qty ?? 0) * (held?.entryPrice ?? 0);
  expect(executed / 900).toBeGreaterThanOrEqual(0.99);
  expect(executed).toBeLessThanOrEqual(900);
});

describe('the RL policy, through HTTP and table', () => {
  test('changes the size that reaches the exchange by what its limit allows', async () => {
    const market = coinMarket(flat(1_000, 5), { at: 1_000 });
    const signals = [aSignalAt(0)];
    const desk = await start({ market, startAt: WARM, equityUsd: 15_000, profile: 'math-ai', signals });
    const { store } = await desk.desk('monitor');
    const policy = { ...aPolicy(), learnedTo: WARM, updatedAt: WARM };
    await store.savePolicy(policy, await leased(store, 'close', WARM));
    await desk.minute();
    expect(await desk.records('entry')).toMatchObject([{ plannedUsd: 900, intendedUsd: 1_125 }]);
    const [held] = desk.exchange.engine.positions();
    expect(((held?.qty ?? 0) * (held?.entryPrice ?? 0)) / 1_125).toBeCloseTo(1, 2);
  });

  test('learns with the daily close from a trade that is over, once', async () => {
    const signals = [aSignalAt(1)];
    const desk = await start({ market: coin, startAt: WARM, equityUsd: 15_000, profile: 'math-ai', signals });
    await desk.minutes(8);
    const [over] = await desk.reader.closedPositions({ newest: 1 });
    expect(over?.policyContext?.values).toHaveLength(10);
    const clock = { now: () => epochMs(desk.now()), sleep: async () => {} };
    const silent = { metrics: { emit: () => {} } };
    const closing = async () =>
      close({ ...(await wireCloseDesk(process.env, clock)), ...silent }, desk.now());
    await closing();
    const learnt = (await desk.reader.load()).policy;
    expect(learnt).toMatchObject({ type: 'state', state: { n: 1, rev: 1, mode: 'embedded' } });
    await desk.minute();
    await closing();
    expect((await desk.reader.load()).policy).toMatchObject({ state: { n: 1, rev: 2 } });
  });
});

test('the entries of a minute use the universe of the minute before', async () => {
  const market = simpleMarket({ seed: 1, days: 2 });
  const desk = await start({ market });
  await desk.minutes(2);
  const { universe } = await desk.reader.load();
  expect(universe?.symbols.length).toBeGreaterThan(3);
  expect(universe?.minute).toBe(desk.now() - 60_000);
  expect((await desk.records('minute')).map(({ noTrade }) => noTrade)).toEqual([
    'no-licensed-model',
    'no-licensed-model',
  ]);
});

describe('models from a folder', () => {
  const market = syntheticMarket({ seed: 3, days: 1 });
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'perpdesk-models-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    writeModels(path, [plantedModel({ market: 'synthetic', at: epochMs(market.startsAt) })]);
    return path;
  };
  const play = async (options: Partial<EmbeddedOptions>) => {
    const desk = await start({ market, models: folder(), ...options });
    await desk.minutes(3);
    return desk;
  };

  test('vote on the market they were trained on, and their votes are kept', async () => {
    const desk = await play({ marketName: 'synthetic' });
    const sources = (await desk.records('entry')).map(({ source }) => source);
    expect(sources.length).toBeGreaterThan(0);
    expect(new Set(sources)).toEqual(new Set(['ensemble']));
    expect(await desk.records('votes')).toMatchObject([{ at: market.startsAt, licensed: true }]);
  });

  test('open nothing on another market', async () => {
    const desk = await play({ marketName: 'simple' });
    expect(await desk.records('entry')).toEqual([]);
    expect((await desk.records('minute')).at(-1)).toMatchObject({
      noTrade: 'no-licensed-model',
      because: expect.stringContaining('trained on synthetic, the desk trades simple'),
    });
  });

  test('are not asked where a list is given', async () => {
    const signals = [{ ...aSignalAt(0, 'long', 'ETHUSDT'), at: minutesAfter(market.startsAt, 1) }];
    const desk = await play({ marketName: 'synthetic', signals });
    expect(await desk.records('entry')).toMatchObject([{ symbol: 'ETHUSDT', source: 'forced' }]);
    expect(await desk.records('votes')).toEqual([]);
  });
});

test('a limit edited to nonsense while it runs closes entries with one plain reason, and mending it opens them', async () => {
  const desk = await start({ market: coin, startAt: WARM });
  await desk.minute();
  const client = new SSMClient(awsClientSettings());
  const Name = '/perpdesk/test/limits/risk/positions-max';
  const edit = (Value: string, Description: string) =>
    client.send(new PutParameterCommand({ Name, Value, Description, AllowedPattern: '.*', Overwrite: true }));
  const { Parameter } = await client.send(new GetParameterCommand({ Name }));
  await edit('many', 'broken on purpose');
  await desk.minute();
  await edit(Parameter?.Value ?? '', 'mended');
  await desk.minute();
  expect((await desk.records('minute')).map(({ noTrade }) => noTrade)).toEqual([
    'no-licensed-model',
    'limits-invalid',
    'no-licensed-model',
  ]);
});

test('the keys of the venue are kept as secrets, and each call of desk() is a container of its own', async () => {
  const desk = await start({ market: coin, startAt: WARM });
  const client = new SSMClient(awsClientSettings());
  const { Parameter } = await client.send(
    new GetParameterCommand({ Name: secretParameter('test', 'embedded-key') }),
  );
  expect(Parameter?.Type).toBe('SecureString');
  const entry = await desk.desk('entry');
  await expect(enter(entry, desk.now())).resolves.toBe('done');
});
