import { describe, expect, test } from 'vitest';
import { EXPLAINED } from '../../lib/desk/alarms/explain.ts';
import { statementsOf } from './statements.ts';
import { resource, resourcesOf, synthesised } from './synthesised.ts';

const template = synthesised();
const named = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
  .flatMap(type => Object.values(resourcesOf(template, type)))
  .map(({ Properties }) => String(Properties.AlarmName).replace('perpdesk-main-', ''));

test('the notifier knows what to look up for each alarm, and for no other', () => {
  expect([...EXPLAINED].toSorted()).toEqual(named.toSorted());
});

describe('the notifier', () => {
  test('hears the desk’s alarms', () => {
    const subscriptions = Object.values(resourcesOf(template, 'AWS::SNS::Subscription'));
    expect(subscriptions.map(({ Properties }) => Properties)).toMatchObject([
      {
        Protocol: 'lambda',
        TopicArn: { Ref: expect.stringMatching(/^ToldTopic/) },
        FilterPolicyScope: 'MessageBody',
        Endpoint: { Ref: expect.stringMatching(/^mainNotifierLive/) },
      },
    ]);
  });

  test('hears those of its own desk alone, though another’s name may begin with it', () => {
    const two = synthesised({ desks: ['main', 'main-2'].map(name => ({ name, mode: 'demo' })) });
    const heard = Object.values(resourcesOf(two, 'AWS::SNS::Subscription')).map(
      ({ Properties }) => (Properties.FilterPolicy as { AlarmName: string[] }).AlarmName,
    );
    expect(heard.map(names => names.toSorted())).toEqual(
      ['main', 'main-2'].map(desk => named.map(name => `perpdesk-${desk}-${name}`).toSorted()),
    );
  });

  test('is not tried twice; when it is dead the raw alarm goes to the same people in its stead', () => {
    expect(resource(template, 'AWS::Lambda::EventInvokeConfig', 'mainNotifier').Properties).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 300,
      DestinationConfig: { OnFailure: { Destination: { Ref: expect.stringMatching(/^AlarmsTopic/) } } },
    });
    const { Environment } = resource(template, 'AWS::Lambda::Function', 'mainNotifier').Properties as {
      readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
    };
    expect(Environment.Variables.PERPDESK_MAIL_TOPIC).toEqual({
      Ref: expect.stringMatching(/^AlarmsTopic/),
    });
  });

  test('reads one desk’s table and its webhook, writes its log, sends mail, and may do nothing else', () => {
    const statements = statementsOf(template, 'mainNotifier');
    expect(new Set(statements.flatMap(({ actions }) => actions))).toEqual(
      new Set([
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'dynamodb:Query',
        'dynamodb:GetItem',
        'ssm:GetParameter',
        'sns:Publish',
      ]),
    );
    const resources = (action: string) =>
      statements.filter(({ actions }) => actions.includes(action)).flatMap(each => each.resources);
    expect(resources('ssm:GetParameter')).toEqual([
      'arn:aws:ssm:eu-central-1:<AWS::AccountId>:parameter/perpdesk/main/secrets/webhook',
    ]);
    for (const arn of resources('sns:Publish')) expect(arn).toMatch(/^<AlarmsTopic/);
    for (const { condition, actions } of statements)
      if (actions.some(action => action.startsWith('dynamodb:')))
        expect(JSON.stringify(condition)).toMatch(/"dynamodb:LeadingKeys":\["DESK#main(#guardian)?"\]/);
  });
});
