import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { usd } from '../../../lib/desk/units.ts';
import { startExchange } from '../../../lib/local/exchange/server.ts';
import { type PreflightOptions, preflight } from '../../../lib/operator/commands/preflight.ts';
import { screenFor } from '../../../lib/operator/screen.ts';
import { localParameterStore } from '../../adapters/aws.ts';
import { coinMarket, WARM } from '../../kit/desk.ts';
import { type FakeCloud, startFakeCloud } from '../../kit/fake-cloud.ts';
import { flat } from '../../kit/scripted-market.ts';
import { emptyFolder, removeFolder } from '../fixture.ts';
import { CLOUD, NOWHERE, type Preflight, run, seenIn, settingsOf, statesOf, withAws } from './kit.ts';

/** A desk that is to be deployed for the first time; the context is the project's own cdk.json. */

const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

async function cloudWith(version: string | undefined, others: FakeCloud['others'] = {}) {
  const [cloud, store] = [await startFakeCloud({ subscriptions: {}, others }), await localParameterStore()];
  if (version !== undefined)
    await store.client.send(
      new PutParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version', Value: version, Type: 'String' }),
    );
  onTestFinished(() => Promise.all([cloud.close(), store.close()]).then(() => {}));
  return { ...KEYS, ...cloud.env, AWS_ENDPOINT_URL_SSM: store.url, AWS_REGION: 'eu-central-1' };
}

async function theVenue(offMs = 0) {
  const server = await startExchange({
    apiKey: 'none',
    secret: 'none',
    market: coinMarket(flat(100, 300)),
    engine: { startAt: WARM, walletUsd: usd(1) },
  });
  onTestFinished(() => server.close());
  return { baseUrl: server.url, now: () => server.exchange.engine.now + offMs };
}

/** A server that turns everybody away. */
async function turningAway(status: number) {
  const server = createServer((_request, response) => response.writeHead(status).end('no'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise(resolve => server.close(() => resolve())));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const MAIL = 'alarmEmail=ann@example.com';
const options = (change: Partial<PreflightOptions> = {}): PreflightOptions => ({
  where: { ...CLOUD, aws: false },
  target: undefined,
  context: [MAIL],
  destroy: false,
  stack: undefined,
  planOf: settingsOf,
  ...change,
});
const asked = async (...args: Parameters<typeof preflight>) => {
  const { json, exitCode } = await preflight(...args);
  return { found: json as Preflight, exitCode };
};

describe('before the first deployment', () => {
  test('a desk in a stack that the context names no more would be taken away', async () => {
    const old = { functions: [{ PERPDESK_DESK: 'old', PERPDESK_MODE: 'paper' }] };
    withAws(await cloudWith('22', { 'perpdesk-7': old, 'somebody-elses': { functions: [] } }));
    const { found, exitCode } = await asked(options(), await theVenue());
    expect([statesOf(found).desks, seenIn(found, 'desks')]).toEqual([
      'refused',
      'old (paper) is deployed, and the context has it no more',
    ]);
    expect(exitCode).toBe(1);
  });

  test('nothing is in the way of a machine that has everything', async () => {
    withAws(await cloudWith('22'));
    const { found, exitCode } = await asked(options(), await theVenue());
    expect(statesOf(found)).toEqual({
      context: 'ok',
      credentials: 'ok',
      region: 'ok',
      bootstrap: 'ok',
      desks: 'ok',
      clock: 'ok',
      venue: 'ok',
      limits: 'warning',
      'alarm e-mail': 'ok',
    });
    expect(exitCode).toBe(0);
    expect(seenIn(found, 'credentials')).toBe('account 123456789012, as user/ann');
  });

  test('what is to be typed next reaches the account that was looked at, with the same context', async () => {
    const folder = emptyFolder();
    onTestFinished(() => removeFolder(folder));
    const file = join(folder, 'credentials');
    writeFileSync(file, '[prod]\naws_access_key_id = test\naws_secret_access_key = test\n');
    withAws({ ...(await cloudWith('22')), AWS_SHARED_CREDENTIALS_FILE: file });
    const where = { ...CLOUD, aws: false, profile: 'prod' };
    const told = await preflight(options({ where }), await theVenue());
    const typed = told.lines(screenFor({}, { columns: 120 })).map(line => line.trim());
    expect(typed).toContain('npx cdk deploy --profile prod -c alarmEmail=ann@example.com');
    expect(typed).toContain('npm run desk -- preflight -c alarmEmail=ann@example.com --aws --profile prod');
    withAws({ ...(await cloudWith(undefined)), AWS_SHARED_CREDENTIALS_FILE: file });
    const { found } = await asked(options({ where }), await theVenue());
    expect(found.checks.find(({ name }) => name === 'bootstrap')?.next).toMatch(
      /^npx cdk bootstrap \S+ --profile prod -c /,
    );
  });

  test('without CDK’s toolkit, its command is told with the account', async () => {
    withAws(await cloudWith(undefined));
    const { found, exitCode } = await asked(options(), await theVenue());
    expect(exitCode).toBe(1);
    expect(found.checks.find(({ name }) => name === 'bootstrap')).toMatchObject({
      state: 'missing',
      next: 'npx cdk bootstrap aws://123456789012/eu-central-1 -c alarmEmail=ann@example.com',
    });
  });

  test.each([
    [-5_000, /^(49|50)\d\d ms behind/],
    [2_000, /^(19|20)\d\d ms ahead of/],
  ])('a clock that is %d ms off is refused', async (off, seen) => {
    withAws(await cloudWith('22'));
    const { found, exitCode } = await asked(options(), await theVenue(off));
    expect([exitCode, statesOf(found).clock]).toEqual([1, 'refused']);
    expect(seenIn(found, 'clock')).toMatch(seen);
  });

  test.each([451, 403])('a venue that answers %d is refused by that name', async status => {
    withAws(await cloudWith('22'));
    const { found, exitCode } = await asked(options(), await turningAway(status));
    expect([exitCode, statesOf(found).venue]).toEqual([1, 'refused']);
    expect(seenIn(found, 'venue')).toContain(`HTTP ${status}`);
  });

  test('a US region is refused, wherever it stands', async () => {
    withAws({ ...(await cloudWith('22')), AWS_REGION: 'us-east-1' });
    const environment = await asked(options(), await theVenue());
    expect([environment.exitCode, statesOf(environment.found).region]).toEqual([1, 'refused']);
    withAws(await cloudWith('22'));
    const context = await asked(options({ context: ['region=us-west-2'] }), await theVenue());
    expect(statesOf(context.found)).toMatchObject({ context: 'refused', region: 'refused' });
  });

  test('live is asked for where the context has paper: the desk is missing', async () => {
    withAws(await cloudWith('22'));
    const { found, exitCode } = await asked(options({ target: 'live' }), await theVenue());
    expect([exitCode, statesOf(found).context]).toEqual([1, 'missing']);
    expect(seenIn(found, 'context')).toBe('main is paper, asked is live');
  });

  test('the limits are those that the context begins with, for the doctor, too', async () => {
    withAws(await cloudWith('22'));
    const limits = { 'risk/positions-max': '3', 'risk/trade-notional-usd-max': '250' };
    const desks = JSON.stringify([{ name: 'main', mode: 'paper', balanceUsd: 10_000, limits }]);
    const { found } = await asked(options({ context: [`desks=${desks}`] }), await theVenue());
    const { seen, next } = found.checks.find(({ name }) => name === 'limits') ?? expect.fail('no limits');
    const plain = await asked(options(), await theVenue());
    expect(seen).not.toBe(seenIn(plain.found, 'limits'));
    expect(next).toContain('--set risk/positions-max=3 --set risk/trade-notional-usd-max=250');
  });

  test('of several desks one has to be named, and one that there is', async () => {
    withAws(KEYS);
    const context = ['desks=[{"name":"main","mode":"paper"},{"name":"trial","mode":"demo"}]'];
    await expect(preflight(options({ context }))).rejects.toThrow(/main, trial: say which with --desk NAME/);
    const named = options({ context, where: { ...CLOUD, aws: false, desk: 'trail' } });
    await expect(preflight(named)).rejects.toThrow(/did you mean trial\?/);
  });
});

describe('without a network', () => {
  const silent = {
    ...KEYS,
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: NOWHERE,
  };

  test('each check that could not be made says so within seconds, and the exit code is 1', async () => {
    withAws(silent);
    const began = performance.now();
    const { found, exitCode } = await asked(options(), { baseUrl: NOWHERE });
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(exitCode).toBe(1);
    expect(statesOf(found)).toEqual({
      context: 'ok',
      credentials: 'not-checked',
      region: 'ok',
      bootstrap: 'not-checked',
      desks: 'not-checked',
      clock: 'not-checked',
      venue: 'not-checked',
      limits: 'warning',
      'alarm e-mail': 'ok',
    });
    for (const { seen } of found.checks) expect(seen).not.toMatch(/\n|undefined/);
  });

  test('a deployed desk is not said to be there', async () => {
    withAws(silent);
    const { found, exitCode } = await asked(options({ where: CLOUD, context: [] }), { baseUrl: NOWHERE });
    expect(exitCode).toBe(1);
    const states = statesOf(found);
    expect(Object.entries(states).filter(([, state]) => state === 'ok')).toEqual([['region', 'ok']]);
    for (const name of ['credentials', 'stack', 'minutes', 'limits', 'models', 'alarm e-mail'])
      expect(states[name]).toBe('not-checked');
  });

  test('nothing may be taken away', async () => {
    withAws(silent);
    const { found, exitCode } = await asked(options({ where: CLOUD, context: [], destroy: true }));
    expect([exitCode, found.mayGoOn]).toEqual([1, false]);
  });

  test('least of all where cdk would act in another region than was looked at', async () => {
    withAws(silent);
    const where = { ...CLOUD, region: 'eu-west-1' };
    const { found } = await asked(options({ where, context: [], destroy: true }));
    expect(statesOf(found).region).toBe('missing');
    expect(seenIn(found, 'region')).toContain('the context deploys to eu-central-1');
  });

  test('nor without credentials', async () => {
    withAws({ AWS_REGION: 'eu-central-1' });
    const { found, exitCode } = await asked(options(), { baseUrl: NOWHERE });
    expect([exitCode, statesOf(found).credentials]).toEqual([1, 'missing']);
    expect(seenIn(found, 'bootstrap')).toBe('there are no credentials');
  });
});

describe('what does not go together is one line, exit code 2', () => {
  test.each<[readonly string[], RegExp]>([
    [['--for', 'money'], /write paper, demo or live/],
    [['--destroy'], /--aws for the stack, --state DIR for an embedded desk/],
    [['--destroy', '--aws', '--desk', 'main'], /leave --desk out/],
    [['--destroy', '--aws', '--table', 'other'], /leave --table out/],
    [['--state', 'somewhere', '--for', 'live'], /of a desk that is deployed/],
    [['--stack', 'perpdesk-2'], /of a stack that is deployed: add --aws/],
    [['--state', 'somewhere', '--stack', 'perpdesk-2'], /of a desk that is deployed/],
    [['--region', 'frankfurt'], /that is no region/],
    [['-c', 'desks'], /write it as KEY=VALUE/],
  ])('%j', async (words, said) => {
    withAws(KEYS);
    const { code, out, err } = await run(['preflight', ...words]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.split('\n')).toHaveLength(2);
  });
});
