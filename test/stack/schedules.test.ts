import { expect, test } from 'vitest';
import { statementsOf } from './statements.ts';
import { CALLED, resource, resourcesOf, synthesised, TICKING } from './synthesised.ts';

const template = synthesised();
const groupOf = (part: string) =>
  Object.keys(resourcesOf(template, 'AWS::Scheduler::ScheduleGroup')).find(id => id.includes(part));

test.each(TICKING)('%s is called each minute, on the minute, with the minute it is meant for', name => {
  const { Properties } = resource(template, 'AWS::Scheduler::Schedule', name);
  expect(Properties).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn: { Ref: expect.stringContaining(`${name}Live`) },
      Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
    },
  });
});

test('the day is closed at five past midnight, by no summer time, and each hour it is looked whether it is', () => {
  const { Properties } = resource(template, 'AWS::Scheduler::Schedule', 'DailyClose');
  expect(Properties).toMatchObject({
    ScheduleExpression: 'cron(5 * * * ? *)',
    ScheduleExpressionTimezone: 'Etc/UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn: { Ref: expect.stringContaining('DailyCloseLive') },
      Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
    },
  });
});

test.each(CALLED)('the schedule of %s never retries and gives up after a minute, into the queue', name => {
  expect(resource(template, 'AWS::Scheduler::Schedule', name).Properties.Target).toMatchObject({
    RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringContaining(`${name}DeadLetters`), 'Arn'] } },
  });
});

test.each([
  ['EveryMinute', TICKING],
  ['OnceADay', ['DailyClose']],
])('the schedules of %s stand in one group, which goes with the stack', (construct, names) => {
  const schedules = Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule'));
  const group = resource(template, 'AWS::Scheduler::ScheduleGroup', construct);
  expect(schedules.filter(({ Properties }) => Properties.GroupName === group.Properties.Name)).toHaveLength(
    names.length,
  );
  expect(group.DeletionPolicy).toBe('Delete');
});

test.each([
  ['EveryMinuteRole', TICKING.length],
  ['OnceADayRole', 1],
])('%s may call the functions of its schedules and fill their queues, and nothing else', (role, count) => {
  const statements = statementsOf(template, role);
  const called = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
  const names = called.flatMap(({ resources }) => resources).filter(arn => !arn.includes(':*'));
  expect(names).toHaveLength(count);
  for (const name of names) expect(name).toMatch(/^<main\w+Live[0-9A-F]{8}>$/);
  expect(new Set(statements.flatMap(({ actions }) => actions))).toEqual(
    new Set(['lambda:InvokeFunction', 'sqs:SendMessage']),
  );
  expect(statements.flatMap(({ resources }) => resources)).not.toContain('*');
});

test.each(['EveryMinute', 'OnceADay'])('only schedules of its group can use the role of %s', construct => {
  const role = resource(template, 'AWS::IAM::Role', `${construct}Role`);
  expect(role.Properties.AssumeRolePolicyDocument).toMatchObject({
    Statement: [
      {
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': { Ref: 'AWS::AccountId' },
            'aws:SourceArn': { 'Fn::GetAtt': [groupOf(construct), 'Arn'] },
          },
        },
      },
    ],
  });
});

test('no schedule begins before its role may call', () => {
  for (const { DependsOn } of Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule')))
    expect(DependsOn).toContainEqual(
      expect.stringMatching(/(EveryMinute|OnceADay|Learning)RoleDefaultPolicy/),
    );
});
