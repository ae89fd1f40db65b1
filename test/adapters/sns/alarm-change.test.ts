import { expect, test } from 'vitest';
import { alarmChanges } from '../../../lib/adapters/sns/alarm-change.ts';
import { PortError } from '../../../lib/ports.ts';

const MESSAGE = {
  AlarmName: 'perpdesk-main-unprotected',
  AlarmDescription: 'A position has no stop.',
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 1 datapoint [1.0] was greater than the threshold (0.0).',
  StateChangeTime: '2026-01-05T14:30:20.123+0000',
  OldStateValue: 'OK',
  Trigger: { MetricName: 'UnprotectedPositions', Namespace: 'perpdesk' },
};
const event = (message: object | string) => ({
  Records: [
    {
      EventSource: 'aws:sns',
      Sns: { Message: typeof message === 'string' ? message : JSON.stringify(message) },
    },
  ],
});

test('what CloudWatch sends through a topic is a change of an alarm', () => {
  expect(alarmChanges(event(MESSAGE), 'main')).toEqual([
    {
      name: 'unprotected',
      state: 'ALARM',
      at: Date.UTC(2026, 0, 5, 14, 30, 20, 123),
      says: 'A position has no stop.',
      because: MESSAGE.NewStateReason,
    },
  ]);
});

test('a composite has no metric, and an alarm may have no description', () => {
  const { Trigger: _, AlarmDescription: __, ...composite } = MESSAGE;
  const [change] = alarmChanges(event({ ...composite, AlarmDescription: null }), 'main');
  expect(change).toMatchObject({ name: 'unprotected', says: '' });
});

test.each<[string, unknown, RegExp]>([
  ['no event of a topic', { Records: 7 }, /none that a topic sends/],
  ['text', event('hello'), /none that CloudWatch sends/],
  [
    'another desk’s alarm',
    event({ ...MESSAGE, AlarmName: 'perpdesk-other-unprotected' }),
    /no alarm of desk/,
  ],
  ['a time that is none', event({ ...MESSAGE, StateChangeTime: 'soon' }), /no alarm of desk/],
])('%s is malformed', (_what, from, says) => {
  expect(() => alarmChanges(from, 'main')).toThrow(PortError);
  expect(() => alarmChanges(from, 'main')).toThrow(says);
});
