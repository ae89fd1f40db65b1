import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { forcedSignals } from '../../../lib/adapters/signals.ts';
import { ssmLimitEditor } from '../../../lib/adapters/ssm/limit-editor.ts';
import { storeSecret } from '../../../lib/adapters/ssm/secrets.ts';
import type { Target } from '../../../lib/desk/preflight/target.ts';
import { applyEnvironment } from '../../../lib/local/desk-environment.ts';
import { preflight } from '../../../lib/operator/commands/preflight.ts';
import { TABLE } from '../../adapters/aws.ts';
import { type FakeCloud, startFakeCloud } from '../../kit/fake-cloud.ts';
import { ACCOUNT, type LiveOptions, live } from '../../kit/live.ts';
import { CLOUD, type Preflight, seenIn, settingsOf, statesOf } from './kit.ts';

/** A live desk as it stands after a deployment: its own wiring over HTTP, the simulated exchange for the venue. */

// The desk's minutes write their records there.
beforeEach(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms';
const OUTPUTS = {
  TableName: TABLE,
  ModelBucketName: 'perpdesk-models',
  AlarmTopicArn: TOPIC,
  EgressEgressAddress0A1B2C3D: '203.0.113.7',
};
const cloudWith = (change: Partial<FakeCloud> = {}, mode = 'live'): FakeCloud => ({
  stack: {
    outputs: OUTPUTS,
    functions: [
      {
        PERPDESK_DESK: 'main',
        PERPDESK_MODE: mode,
        ...(mode === 'live' ? { PERPDESK_LIVE_ACCOUNT: ACCOUNT } : {}),
      },
      { PERPDESK_OTHER: 'the seeder' },
    ],
  },
  subscriptions: { [TOPIC]: [['ann@example.com', true]] },
  ...change,
});

async function deployed(options: LiveOptions = {}, cloud: FakeCloud = cloudWith()) {
  const desk = await live(options);
  const fake = await startFakeCloud(cloud);
  applyEnvironment(fake.env);
  onTestFinished(async () => {
    applyEnvironment(Object.fromEntries(Object.keys(fake.env).map(name => [name, undefined])));
    await fake.close();
  });
  const venue = { baseUrl: desk.url, now: () => desk.exchange.engine.now };
  const ask = async ({
    target,
    destroy = false,
    stack,
  }: {
    readonly target?: Target;
    readonly destroy?: boolean;
    readonly stack?: string;
  } = {}) => {
    const asked = { where: CLOUD, target, context: [], destroy, stack, planOf: settingsOf };
    const { json, exitCode } = await preflight(asked, venue);
    return { found: json as Preflight, exitCode };
  };
  return { ...desk, ask, cloud: fake };
}

test('a stack is asked about by the name that is given', async () => {
  const { ask, cloud } = await deployed();
  await ask();
  await ask({ stack: 'perpdesk-2' });
  expect(cloud.stacksAsked()).toEqual(['perpdesk', 'perpdesk-2']);
});

describe('a live desk', () => {
  test('whose key works here is told to bind it closer, and otherwise lacks a model alone', async () => {
    const { ask } = await deployed();
    const { found, exitCode } = await ask();
    const { minutes: _late, guardian: _unfinished, limits: _limits, ...states } = statesOf(found);
    expect(states).toEqual({
      credentials: 'ok',
      region: 'ok',
      stack: 'ok',
      clock: 'ok',
      venue: 'ok',
      'key stored': 'ok',
      account: 'ok',
      address: 'warning',
      'key rights': 'ok',
      'account mode': 'ok',
      brackets: 'ok',
      xgboost: 'missing',
      lightgbm: 'missing',
      nhits: 'missing',
      patchtst: 'missing',
      'alarm e-mail': 'ok',
    });
    expect(exitCode).toBe(1);
    expect(seenIn(found, 'address')).toMatch(/^203\.0\.113\.7; but the key works from this machine/);
  });

  test.each<[string, LiveOptions, string, string, RegExp]>([
    ['may withdraw', { keyRights: { withdrawals: true } }, 'key rights', 'refused', /may withdraw/],
    [
      'is bound to no address',
      { keyRights: { ipRestricted: false } },
      'address',
      'missing',
      /bound to no address/,
    ],
    ['is not confirmed', { confirmed: null }, 'account', 'missing', /not confirmed/],
    [
      'is confirmed for another account',
      { confirmed: '271828182' },
      'account',
      'refused',
      /confirms account 271828182/,
    ],
  ])('that %s is told so', async (_what, options, name, state, seen) => {
    const { found, exitCode } = await (await deployed(options)).ask();
    expect(statesOf(found)[name]).toBe(state);
    expect(seenIn(found, name)).toMatch(seen);
    expect(exitCode).toBe(1);
  });

  test('whose key is bound to its address is believed what it found itself', async () => {
    const desk = await deployed();
    const running = await desk.wire();
    await desk.minute(running);
    await storeSecret(desk.parameters, 'live-key', 'another-key-0123456789');
    const { found } = await desk.ask();
    expect(statesOf(found)).toMatchObject({
      address: 'ok',
      'key rights': 'ok',
      'account mode': 'ok',
      brackets: 'warning',
    });
    expect(seenIn(found, 'key rights')).toMatch(/^found good by the desk itself/);
  });

  test('whose key is bound to its address has its number by three hands: the table remembers the venue’s', async () => {
    const desk = await deployed();
    await desk.minute(await desk.wire());
    desk.faults({
      match: 'GET /sapi/v1/account/apiRestrictions',
      code: -2015,
      msg: 'Invalid API-key, IP, or permissions for action',
      times: 9,
    });
    const { found } = await desk.ask();
    expect(statesOf(found)).toMatchObject({ account: 'ok', address: 'ok', 'key rights': 'ok' });
    expect(seenIn(found, 'account')).toMatch(/by the deployment, by the confirmation and by the venue$/);
  });

  test('whose key is refused here and that never ran is not checked', async () => {
    const desk = await deployed();
    await storeSecret(desk.parameters, 'live-key', 'another-key-0123456789');
    const { found } = await desk.ask();
    expect(statesOf(found)).toMatchObject({
      minutes: 'missing',
      address: 'not-checked',
      'key rights': 'not-checked',
      account: 'not-checked',
    });
    expect(JSON.stringify(found)).not.toMatch(/another-key|live-secret-0/);
  });

  test('whose stored secret is a private key is told so, and the venue is not asked with it', async () => {
    const desk = await deployed();
    await storeSecret(
      desk.parameters,
      'live-secret',
      '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----',
    );
    const { found } = await desk.ask();
    expect(seenIn(found, 'key rights')).toMatch(/live-secret is a private key, and the desk signs with HMAC/);
    expect(JSON.stringify(found)).not.toContain('MC4CAQ');
  });

  test('without a fixed address in its stack lacks one', async () => {
    const { EgressEgressAddress0A1B2C3D: _address, ...outputs } = OUTPUTS;
    const cloud = cloudWith();
    const { found } = await (await deployed({}, { ...cloud, stack: { ...cloud.stack, outputs } })).ask();
    expect(statesOf(found).address).toBe('missing');
  });

  test('whose stack names no topic is not said to have nobody to write to', async () => {
    const cloud = cloudWith();
    const outputs = { TableName: TABLE };
    const { found } = await (await deployed({}, { ...cloud, stack: { ...cloud.stack, outputs } })).ask();
    expect(statesOf(found)['alarm e-mail']).toBe('not-checked');
  });

  test('whose alarms nobody has confirmed lacks that', async () => {
    const cloud = cloudWith({ subscriptions: { [TOPIC]: [['ann@example.com', false]] } });
    const { found } = await (await deployed({}, cloud)).ask();
    expect(statesOf(found)['alarm e-mail']).toBe('missing');
  });

  test('is not checked where the credentials may not look, by the action that they lack', async () => {
    const { found, exitCode } = await (await deployed({}, cloudWith({ denied: 'DescribeStacks' }))).ask();
    expect(exitCode).toBe(1);
    expect(statesOf(found).stack).toBe('not-checked');
    expect(seenIn(found, 'stack')).toBe('the credentials may not do service:DescribeStacks');
  });
});

test('a paper desk is asked for live: it is of another mode, and has no key', async () => {
  const { found } = await (await deployed({}, cloudWith({}, 'paper'))).ask({ target: 'live' });
  expect(statesOf(found)).toMatchObject({ stack: 'missing', account: 'refused' });
  expect(seenIn(found, 'stack')).toBe('main is deployed as paper, asked is live');
});

test('a paper desk is asked for no key, and none is looked for', async () => {
  const desk = await deployed({}, cloudWith({}, 'paper'));
  const asked = vi.spyOn(SSMClient.prototype, 'send');
  const { found } = await desk.ask();
  expect(Object.keys(statesOf(found))).not.toContain('key stored');
  const names = asked.mock.calls.map(([command]) => JSON.stringify(command.input));
  expect(names.filter(name => name.includes('limits')).length).toBeGreaterThan(0);
  expect(names.filter(name => name.includes('secrets'))).toEqual([]);
});

test('without a stack nothing of a desk is said to be there', async () => {
  const { stack: _none, ...cloud } = cloudWith();
  const { found, exitCode } = await (await deployed({}, cloud)).ask();
  expect(exitCode).toBe(1);
  expect(statesOf(found).stack).toBe('missing');
  expect(seenIn(found, 'limits')).toBe('there is no stack perpdesk in eu-central-1');
});

describe('the stack is taken away', () => {
  test('not while a position is open, which is named by the book and by the venue', async () => {
    const desk = await deployed();
    const running = await desk.wire();
    await desk.minute(running);
    const { found, exitCode } = await desk.ask({ destroy: true });
    expect(exitCode).toBe(1);
    expect(statesOf(found)).toEqual({
      region: 'ok',
      stack: 'ok',
      'main halted': 'refused',
      'main book': 'refused',
      'main venue': 'refused',
    });
    expect(seenIn(found, 'main venue')).toMatch(/^COINUSDT long/);
  });

  test('not where the key is refused here', async () => {
    const desk = await deployed();
    await desk.minute(await desk.wire());
    await storeSecret(desk.parameters, 'live-key', 'another-key-0123456789');
    const { found } = await desk.ask({ destroy: true });
    expect(statesOf(found)['main venue']).toBe('not-checked');
    expect(seenIn(found, 'main venue')).toContain('-2015');
  });

  test('not in the minute of the halt, since entry may still work with the limits that it read before', async () => {
    const desk = await deployed();
    await desk.minute(await desk.wire(), { ...(await desk.wire()), signals: forcedSignals([]) });
    await ssmLimitEditor(desk.parameters).set('control/state', 'halted');
    const { found, exitCode } = await desk.ask({ destroy: true });
    expect([exitCode, statesOf(found)['main halted']]).toEqual([1, 'not-checked']);
    const later = Date.now() + 121_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    const again = await desk.ask({ destroy: true });
    expect(again.exitCode).toBe(0);
    expect(statesOf(again.found)).toMatchObject({ 'main halted': 'ok', 'main book': 'ok' });
  });

  test('with every desk that is deployed looked at, whatever the context says by now', async () => {
    const cloud = cloudWith();
    const two = [...(cloud.stack?.functions ?? []), { PERPDESK_DESK: 'other', PERPDESK_MODE: 'paper' }];
    const desk = await deployed({}, { ...cloud, stack: { ...cloud.stack, functions: two } });
    const { found } = await desk.ask({ destroy: true });
    expect(Object.keys(statesOf(found))).toContain('other venue');
  });
});
