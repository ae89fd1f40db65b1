import { expect, test } from 'vitest';
import { statementsOf } from './statements.ts';
import { resource, resourcesOf, synthesised, TICKING } from './synthesised.ts';

const template = synthesised();
const GROUP = Object.keys(resourcesOf(template, 'AWS::Scheduler::ScheduleGroup'))[0];

test.each(TICKING)('%s is called each minute, on the minute, with the minute it is meant for', name => {
  const { Properties } = resource(template, 'AWS::Scheduler::Schedule', name);
  expect(Properties).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
    Target: {
      Arn: { 'Fn::GetAtt': [expect.stringContaining(`${name}BundleFunction`), 'Arn'] },
      Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
    },
  });
});

test.each(TICKING)('the schedule of %s never retries and gives up after a minute, into the queue', name => {
  expect(resource(template, 'AWS::Scheduler::Schedule', name).Properties.Target).toMatchObject({
    RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringContaining(`${name}DeadLetters`), 'Arn'] } },
  });
});

test('the schedules stand in one group, which goes with the stack', () => {
  const groups = Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule')).map(
    ({ Properties }) => Properties.GroupName,
  );
  const group = resource(template, 'AWS::Scheduler::ScheduleGroup');
  expect(groups).toHaveLength(3);
  expect(new Set(groups)).toEqual(new Set([group.Properties.Name]));
  expect(group.DeletionPolicy).toBe('Delete');
});

test('the scheduler may call the three functions and fill their queues, and nothing else', () => {
  const statements = statementsOf(template, 'EveryMinuteRole');
  expect(new Set(statements.flatMap(({ actions }) => actions))).toEqual(
    new Set(['lambda:InvokeFunction', 'sqs:SendMessage']),
  );
  expect(statements.flatMap(({ resources }) => resources)).not.toContain('*');
});

test('only schedules of this group can use the role of the scheduler', () => {
  const role = resource(template, 'AWS::IAM::Role', 'EveryMinuteRole');
  expect(role.Properties.AssumeRolePolicyDocument).toMatchObject({
    Statement: [
      {
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceAccount': { Ref: 'AWS::AccountId' },
            'aws:SourceArn': { 'Fn::GetAtt': [GROUP, 'Arn'] },
          },
        },
      },
    ],
  });
});

test('no schedule begins before its role may call', () => {
  for (const { DependsOn } of Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule')))
    expect(DependsOn).toContainEqual(expect.stringMatching(/EveryMinuteRoleDefaultPolicy/));
});
