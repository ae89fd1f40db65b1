import { expect, test } from 'vitest';
import { asked, portError } from '../../lib/adapters/aws-errors.ts';
import { PortError } from '../../lib/ports.ts';

const named = (name: string, message = 'why') => Object.assign(new Error(message), { name });

test.each([
  ['ProvisionedThroughputExceededException', 'throttled'],
  ['ThrottlingException', 'throttled'],
  ['AccessDeniedException', 'unauthorised'],
  ['ExpiredTokenException', 'unauthorised'],
  ['ValidationException', 'malformed'],
  ['TimeoutError', 'unavailable'],
  ['InternalServerError', 'unavailable'],
  ['SomethingNew', 'unavailable'],
])('%s is %s', (name, kind) => {
  expect(portError('reading', named(name))).toMatchObject({ kind, message: expect.stringContaining(name) });
});

test('what is said about credentials is not repeated', () => {
  const { message } = portError('reading', named('InvalidSignatureException', 'key AKIAEXAMPLE is wrong'));
  expect(message).toBe('reading failed: InvalidSignatureException');
});

test('an error of ours stays as it is', async () => {
  const ours = new PortError('malformed', 'NaN');
  await expect(asked('reading', Promise.reject(ours))).rejects.toBe(ours);
});
