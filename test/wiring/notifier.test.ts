import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { storeSecret } from '../../lib/adapters/ssm/secrets.ts';
import type { AlarmChange } from '../../lib/desk/alarms/change.ts';
import { applyEnvironment } from '../../lib/local/desk-environment.ts';
import type { NotifyDesk } from '../../lib/minute/desk.ts';
import { PortError } from '../../lib/ports.ts';
import { notifyingHandler, wireNotifier } from '../../lib/wiring/notifier.ts';
import { localParameterStore } from '../adapters/aws.ts';

const ENV = {
  PERPDESK_DESK: 'main',
  PERPDESK_TABLE: 'perpdesk',
  PERPDESK_MODE: 'paper',
  PERPDESK_PAPER_BALANCE_USD: '10000',
  PERPDESK_MAIL_TOPIC: 'arn:aws:sns:eu-central-1:111122223333:mail',
};
const AWS = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

let store: Awaited<ReturnType<typeof localParameterStore>>;
const before = { ...process.env };
beforeAll(async () => {
  store = await localParameterStore();
  applyEnvironment({ ...AWS, AWS_ENDPOINT_URL_SSM: store.url });
});
afterAll(async () => {
  applyEnvironment({ AWS_ENDPOINT_URL_SSM: undefined, ...before });
  await store.close();
});

describe('the webhook', () => {
  const webhook = () => wireNotifier(ENV).webhook();
  const stored = (value: string) => storeSecret({ client: store.client, desk: 'main' }, 'webhook', value);

  test('is none where none is stored, and whoever stores one needs no new deployment', async () => {
    expect(await webhook()).toBeUndefined();
    await stored('https://hooks.example.com/services/canary');
    expect(await webhook()).toBeDefined();
  });

  test('that is no https address is refused without being told', async () => {
    await stored('http://hooks.example.com/services/canary');
    const error = await webhook().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PortError);
    expect(String(error)).not.toContain('canary');
  });
});

test('a function that does not know whom to write to says so when it starts', () => {
  const { PERPDESK_MAIL_TOPIC: _, ...env } = ENV;
  expect(() => wireNotifier(env)).toThrow(/PERPDESK_MAIL_TOPIC: missing/);
});

test('one change that cannot be told keeps no other from it, and the function fails, so that the raw alarm is sent', async () => {
  const told: string[] = [];
  const run = vi.fn(async (_: NotifyDesk, { name }: AlarmChange) => {
    told.push(name);
    if (name === 'orders') throw new PortError('unavailable', 'no mail');
  });
  const record = (name: string) => ({
    Sns: {
      Message: JSON.stringify({
        AlarmName: `perpdesk-main-${name}`,
        NewStateValue: 'ALARM',
        NewStateReason: 'x',
        StateChangeTime: '2026-01-05T14:30:00.000+0000',
      }),
    },
  });
  const handler = notifyingHandler(run, () => wireNotifier(ENV));
  await expect(handler({ Records: [record('orders'), record('loss')] })).rejects.toThrow('no mail');
  expect(told).toEqual(['orders', 'loss']);
});
