import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readConfirmedAccount, readSecret } from '../../lib/adapters/ssm/secrets.ts';
import { seedLimits } from '../../lib/adapters/ssm/seed-store.ts';
import { applyEnvironment } from '../../lib/local/desk-environment.ts';
import { runCommand } from '../../lib/operator/program.ts';
import type { SecretSource } from '../../lib/operator/secret-input.ts';
import { localDynamo, localParameterStore } from '../adapters/aws.ts';

const CANARY = 'canary-secret-0123456789abcdef';

let store: Awaited<ReturnType<typeof localParameterStore>>;
let dynamo: Awaited<ReturnType<typeof localDynamo>>;
beforeAll(async () => {
  [store, dynamo] = await Promise.all([localParameterStore(), localDynamo()]);
});
afterAll(async () => {
  await Promise.all([store.close(), dynamo.close()]);
});

/** Runs a command on the desk in "the cloud", which is the two stores of this test. */
async function run(words: readonly string[], piped?: string) {
  const aws = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const before = Object.fromEntries(Object.keys(aws).map(name => [name, process.env[name]]));
  applyEnvironment(aws);
  onTestFinished(() => applyEnvironment(before));
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const input = piped === undefined ? {} : { in: Readable.from([piped]) as SecretSource };
  const code = await runCommand([...words, '--aws'], { out, err, env: {}, ...input });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

const parameters = (desk: string) => ({ client: store.client, desk });

describe('secrets set', () => {
  test('stores what is piped in, of the desk that is named, and says nothing of it', async () => {
    const { code, out, err } = await run(['secrets', 'set', 'live-key', '--desk', 'one'], `${CANARY}\n`);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('live-key is stored, encrypted, as version 1 of /perpdesk/one/secrets/live-key.\n');
    expect(await readSecret(parameters('one'), 'live-key')).toBe(CANARY);
    const again = await run(['secrets', 'set', 'live-key', '--desk', 'one', '--json'], CANARY);
    expect(JSON.parse(again.out)).toEqual({
      desk: 'one',
      name: 'live-key',
      parameter: '/perpdesk/one/secrets/live-key',
      version: 2,
    });
  });

  test.each<[string, string[], string | undefined, RegExp]>([
    [
      'a name that nothing reads',
      ['live-kye'],
      CANARY,
      /no desk reads such a secret, did you mean live-key\?/,
    ],
    [
      'a value among the arguments',
      ['live-key', CANARY],
      undefined,
      /not taken from the command line.*shell's history/,
    ],
    [
      'a webhook that is no https address',
      ['webhook'],
      `http://example.com/${CANARY}`,
      /no address of a webhook: it begins with https/,
    ],
    ['nothing', ['live-key'], '\n', /nothing came in; nothing was stored/],
    ['two lines', ['live-key'], `${CANARY}\n${CANARY}\n`, /holds a space, a line end/],
    ['a word', ['live-key'], 'hunter2', /a key has 16 to 4096 signs, this has 7/],
    ['a private key', ['live-secret'], `-----BEGIN PRIVATE KEY-----\n${CANARY}`, /signs with HMAC/],
    ['no input', ['live-secret'], undefined, /no input to read a secret from/],
  ])(
    'refuses %s in one line that does not repeat it, and stores nothing',
    async (_what, words, piped, said) => {
      const { code, out, err } = await run(['secrets', 'set', ...words, '--desk', 'none'], piped);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(said);
      expect(err.trim().split('\n')).toHaveLength(1);
      expect(err).not.toContain(CANARY);
      expect(JSON.parse((await run(['secrets', 'list', '--desk', 'none', '--json'])).out).secrets).toEqual(
        [],
      );
    },
  );
});

describe('secrets list', () => {
  test('shows names, versions and dates, and never a value', async () => {
    await run(['secrets', 'set', 'demo-secret', '--desk', 'two'], CANARY);
    const { out } = await run(['secrets', 'list', '--desk', 'two']);
    expect(out).toMatch(/^demo-secret\s+v1\s+\d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
    expect(out).toContain('No account is confirmed for live trading.');
    const json = await run(['secrets', 'list', '--desk', 'two', '--json']);
    for (const text of [out, json.out]) expect(text).not.toContain(CANARY);
    expect((await run(['secrets', 'list', '--desk', 'empty'])).out).toContain('No secret is stored.');
  });
});

describe('live confirm', () => {
  test('confirms an account by its number', async () => {
    const { code, out } = await run(['live', 'confirm', '314159265', '--desk', 'three']);
    expect(code).toBe(0);
    expect(out).toContain('Account 314159265 is confirmed');
    expect(await readConfirmedAccount(parameters('three'))).toBe('314159265');
    expect((await run(['secrets', 'list', '--desk', 'three'])).out).toContain('account 314159265');
  });

  test('refuses what is no account’s number', async () => {
    const { code, err } = await run(['live', 'confirm', 'me@example.com']);
    expect(code).toBe(2);
    expect(err).toMatch(/^live confirm me@example.com: give the account's number/);
  });
});

describe('a desk in the cloud', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a table that is not there',
      ['status'],
      /no table of this account and region begins with perpdesk-Books/,
    ],
    ['a state folder beside it', ['status', '--state', 'x'], /--state belongs to an embedded desk/],
  ])('is refused for %s, in one line', async (_what, words, said) => {
    const { code, err } = await run(words);
    expect(code).toBe(2);
    expect(err).toMatch(said);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('is read from the table that is named', async () => {
    await seedLimits(parameters('new'));
    const { code, out } = await run(['status', '--table', 'perpdesk', '--desk', 'new']);
    expect(code).toBe(0);
    expect(out).toContain('desk new');
    expect(out).toContain('It has not finished a minute yet');
  });
});
