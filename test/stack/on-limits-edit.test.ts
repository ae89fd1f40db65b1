import { expect, test } from 'vitest';
import { resource, synthesised } from './synthesised.ts';

const template = synthesised({
  desks: [
    { name: 'main', mode: 'demo' },
    { name: 'other', mode: 'demo' },
  ],
});
const rule = resource(template, 'AWS::Events::Rule', 'mainOnLimitsEdit').Properties;

test('the limits guard is called by each edit of a limit of its own desk, and once an hour', () => {
  expect(rule).toMatchObject({
    EventPattern: {
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: { name: [{ prefix: '/perpdesk/main/limits/' }] },
    },
    ScheduleExpression: 'rate(1 hour)',
    State: 'ENABLED',
  });
});

test('it is told the minute of the event, is not retried, and what it fails at lies in its queue', () => {
  expect(rule.Targets).toMatchObject([
    {
      Arn: { Ref: expect.stringContaining('mainLimitsGuardLive') },
      InputTransformer: {
        InputPathsMap: { time: '$.time' },
        InputTemplate: '{"scheduledTime":<time>}',
      },
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringContaining('LimitsGuardDeadLetters'), 'Arn'] } },
    },
  ]);
});

test('the rule may call the function, and no other rule may', () => {
  const permission = resource(template, 'AWS::Lambda::Permission', 'mainOnLimitsEdit').Properties;
  expect(permission.FunctionName).toEqual({ Ref: expect.stringContaining('mainLimitsGuardLive') });
  expect(permission).toMatchObject({
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [expect.stringContaining('mainOnLimitsEditRule'), 'Arn'] },
  });
});
