import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../lib/local/refusal.ts';
import { Asking, cloudFault, storeFault, venueFault } from '../../../lib/operator/preflight/asking.ts';
import { PortError } from '../../../lib/ports.ts';

const access = { region: 'eu-central-1', profile: undefined };
const named = (name: string, message = 'words', more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe('one place is asked for several facts', () => {
  const silent = new PortError('unavailable', 'no answer: nothing came');
  const odd = new PortError('malformed', 'it holds a space: here');

  test('and after a silence for nothing more, which is then said shortly', async () => {
    const asking = new Asking(venueFault);
    let calls = 0;
    const call = async () => {
      calls += 1;
      throw silent;
    };
    expect(await asking.ask(async () => 7)).toEqual({ type: 'known', value: 7 });
    expect(await asking.ask(call)).toEqual({ type: 'unknown', because: 'no answer: nothing came' });
    expect(await asking.ask(call)).toEqual({ type: 'unknown', because: 'no answer' });
    expect(calls).toBe(1);
  });

  test('and goes on after an answer that is none', async () => {
    const asking = new Asking(venueFault);
    expect((await asking.ask(() => Promise.reject(odd))).type).toBe('unknown');
    expect(await asking.ask(async () => 7)).toEqual({ type: 'known', value: 7 });
  });

  test.each([
    ['of the cloud', cloudFault(access)],
    ['of the venue', venueFault],
    ['of the stores', storeFault],
  ])('a bug in a question %s is no answer', async (_what, faultOf) => {
    const asking = new Asking(faultOf);
    await expect(asking.ask(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
  });
});

test.each<[string, Error, ReturnType<ReturnType<typeof cloudFault>>]>([
  [
    'no credentials',
    named('CredentialsProviderError'),
    { type: 'absent', because: 'there are no credentials', ends: true },
  ],
  [
    'credentials that are over',
    named('ExpiredToken'),
    { type: 'absent', because: 'the credentials have expired: sign in again', ends: true },
  ],
  [
    'silence',
    named('TimeoutError'),
    {
      type: 'unknown',
      because: 'AWS does not answer in eu-central-1: look at --region, and at the network',
      ends: true,
    },
  ],
  [
    'a right that is lacking',
    named('AccessDenied', 'User: x is not authorized to perform: sns:ListTopics on resource: y'),
    { type: 'unknown', because: 'the credentials may not do sns:ListTopics', ends: false },
  ],
  [
    'a thing that is not there',
    new Refusal('--aws: there is no desk main here; give --desk'),
    { type: 'absent', because: 'there is no desk main here', ends: false },
  ],
  [
    'a service that fails',
    named('InternalError', 'we are sorry\nat length', { $metadata: {} }),
    { type: 'unknown', because: 'we are sorry', ends: false },
  ],
])('the cloud says %s', (_what, error, fault) => expect(cloudFault(access)(error)).toEqual(fault));
