import { inspect } from 'node:util';
import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  confirmAccount,
  listSecrets,
  readConfirmedAccount,
  readSecret,
  storeSecret,
} from '../../../lib/adapters/ssm/secrets.ts';
import { localParameterStore } from '../aws.ts';

let service: Awaited<ReturnType<typeof localParameterStore>>;
beforeAll(async () => {
  service = await localParameterStore();
});
afterAll(() => service.close());

const of = (desk: string) => ({ client: service.client, desk });
const CANARY = 'canary-secret-0123456789';

describe('a secret', () => {
  test('is stored encrypted, and read in the clear from the desk that asks', async () => {
    expect(await storeSecret(of('main'), 'demo-key', 'abc')).toBe(1);
    expect(await storeSecret(of('main'), 'demo-key', CANARY)).toBe(2);
    expect(await readSecret(of('main'), 'demo-key')).toBe(CANARY);
    const Name = '/perpdesk/main/secrets/demo-key';
    const { Parameter } = await service.client.send(new GetParameterCommand({ Name }));
    expect(Parameter?.Type).toBe('SecureString');
    expect(Parameter?.Value).not.toContain(CANARY);
    await expect(readSecret(of('other'), 'demo-key')).rejects.toMatchObject({
      kind: 'unauthorised',
      message: 'no secret is stored at /perpdesk/other/secrets/demo-key',
    });
  });

  test.each([
    ['a line end', `${CANARY}\n`],
    ['a space', `${CANARY} ${CANARY}`],
    ['a sign from elsewhere', `${CANARY}é`],
  ])('with %s is told where it is and how to mend it, without being told', async (_what, value) => {
    await storeSecret(of('odd'), 'live-key', value);
    const error = await readSecret(of('odd'), 'live-key').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unauthorised' });
    expect(inspect(error)).toContain('/perpdesk/odd/secrets/live-key holds a space, a line end');
    expect(inspect(error)).toContain('secrets set live-key');
    expect(inspect(error)).not.toContain(CANARY);
  });

  test('that is a private key is named as one, with what to make in its place', async () => {
    await storeSecret(
      of('odd'),
      'live-secret',
      `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----\n`,
    );
    const error = await readSecret(of('odd'), 'live-secret').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      kind: 'unauthorised',
      message:
        'the secret at /perpdesk/odd/secrets/live-secret is a private key, and the desk signs with HMAC: make a system-generated key at the venue; store the right one with npm run desk -- secrets set live-secret',
    });
  });

  test('that the store refuses and repeats is not in the error, nor in its cause', async () => {
    const refusal = Object.assign(new Error(`Value '${CANARY}' at 'value' failed to satisfy a constraint`), {
      name: 'ValidationException',
    });
    const client = { send: async () => Promise.reject(refusal) } as unknown as SSMClient;
    const error = await storeSecret({ client, desk: 'main' }, 'live-secret', CANARY).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      kind: 'malformed',
      message: 'Parameter Store: storing /perpdesk/main/secrets/live-secret failed: ValidationException',
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(CANARY);
  });

  test('is unavailable when the store is silent, which is not the same as none', async () => {
    await service.fault({ times: 3, error: 'InternalServerError' });
    await expect(readSecret(of('main'), 'demo-key')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

test('secrets are listed by name with version and date, and without a value, of one desk alone', async () => {
  await storeSecret(of('lister'), 'live-secret', CANARY);
  await storeSecret(of('lister'), 'live-key', CANARY);
  await storeSecret(of('lister2'), 'demo-key', CANARY);
  await confirmAccount(of('lister'), '12345678');
  const listed = await listSecrets(of('lister'));
  expect(listed).toEqual([
    { name: 'live-key', version: 1, changedAt: expect.any(Number), encrypted: true },
    { name: 'live-secret', version: 1, changedAt: expect.any(Number), encrypted: true },
  ]);
  expect(Date.now() - (listed[0]?.changedAt ?? 0)).toBeLessThan(60_000);
  expect(JSON.stringify(listed)).not.toContain(CANARY);
  expect(await listSecrets(of('nobody'))).toEqual([]);
});

test('the confirmed account is a plain text that the console shows, and absent until a person confirms', async () => {
  expect(await readConfirmedAccount(of('plain'))).toBeUndefined();
  await confirmAccount(of('plain'), '12345678');
  expect(await readConfirmedAccount(of('plain'))).toBe('12345678');
  const Name = '/perpdesk/plain/live/confirmed-account';
  const { Parameter } = await service.client.send(new GetParameterCommand({ Name }));
  expect(Parameter).toMatchObject({ Type: 'String', Value: '12345678' });
  await service.client.send(
    new PutParameterCommand({ Name, Value: '87654321', Type: 'String', Overwrite: true }),
  );
  expect(await readConfirmedAccount(of('plain'))).toBe('87654321');
});
