import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SILENCE_ALARMS } from '../../lib/adapters/alarm-mute.ts';
import { METRICS_NAMESPACE } from '../../lib/adapters/emf-metrics.ts';
import { text } from './statements.ts';
import { FUNCTIONS, resource, resourcesOf, synthesised, TICKING } from './synthesised.ts';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions: readonly unknown[];
  readonly Metrics?: readonly object[];
}

const template = synthesised();
const propertiesOf = (type: string) =>
  Object.values(resourcesOf(template, type)).map(
    ({ Properties }) => Properties as unknown as AlarmProperties,
  );
const metricAlarms = propertiesOf('AWS::CloudWatch::Alarm');
const composites = propertiesOf('AWS::CloudWatch::CompositeAlarm');
const alarms = [...metricAlarms, ...composites];
const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `perpdesk-main-${name}`);

test('a desk has ten alarms at most, and one composite over those that mean danger', () => {
  expect(metricAlarms.length).toBeLessThanOrEqual(10);
  expect(composites.map(({ AlarmName }) => AlarmName)).toEqual(['perpdesk-main-not-safe']);
});

test('they hang on few metrics of the desk’s own, one each', () => {
  const named = metricAlarms.flatMap(each =>
    [...JSON.stringify(each).matchAll(/"MetricName":"(\w+)","Namespace":"perpdesk"/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(named).toHaveLength(metricAlarms.length);
  expect(new Set(named).size).toBe(named.length);
});

test('I42 heartbeat goes off when one of the minute’s functions is not heard, and when nothing is heard at all', () => {
  expect(alarm('heartbeat')).toMatchObject({
    Namespace: METRICS_NAMESPACE,
    MetricName: 'Heartbeat',
    Dimensions: [{ Name: 'desk', Value: 'main' }],
    Statistic: 'Sum',
    TreatMissingData: 'breaching',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: TICKING.length,
    Period: 60,
    EvaluationPeriods: 3,
  });
});

test.each([
  ['unprotected', 'UnprotectedPositions', 'GreaterThanThreshold', 0],
  ['orders', 'OrderFaults', 'GreaterThanThreshold', 0],
  ['loss', 'LossUsed', 'GreaterThanOrEqualToThreshold', 1],
  ['limits', 'LimitsRefused', 'GreaterThanThreshold', 0],
  ['fidelity', 'FidelityMedian', 'LessThanThreshold', 0.8],
  ['market', 'MarketAgeMinutes', 'GreaterThanThreshold', 3],
])('%s watches %s, and silence is no reason', (name, MetricName, ComparisonOperator, Threshold) => {
  expect(alarm(name)).toMatchObject({
    Namespace: METRICS_NAMESPACE,
    Dimensions: [{ Name: 'desk', Value: 'main' }],
    MetricName,
    ComparisonOperator,
    Threshold,
    TreatMissingData: 'notBreaching',
  });
});

test('I02 what is executed of what was intended has an alarm', () => {
  expect(alarm('fidelity')).toMatchObject({ MetricName: 'FidelityMedian', Threshold: 0.8 });
});

test('I37 truth goes off when the daily close has said nothing for three hours, too', () => {
  expect(alarm('truth')).toMatchObject({
    MetricName: 'TruthFaults',
    TreatMissingData: 'breaching',
    Period: 3600,
    EvaluationPeriods: 3,
  });
});

test('functions watches every dead-letter queue and the slowest tick, and one is enough', () => {
  expect(alarm('functions')).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 });
  const [most, ...parts] = alarm('functions')?.Metrics ?? [];
  expect(most).toMatchObject({ Expression: 'MAX([q0, q1, q2, q3, q4, q5, q6, IF(seconds > 40, 1, 0)])' });
  // CloudWatch allows ten.
  expect(parts).toHaveLength(FUNCTIONS.length + 1);
  expect(parts.length).toBeLessThanOrEqual(10);
  const named = parts.map(part => JSON.stringify(part));
  for (const name of FUNCTIONS)
    expect(named.filter(part => part.includes(`main${name}DeadLetters`))).toHaveLength(1);
  expect(named.filter(part => part.includes('"TickSeconds"'))).toHaveLength(1);
});

test('every alarm tells the topic that the notifiers hear when it goes off and when it is over', () => {
  for (const { AlarmActions, OKActions } of alarms) {
    expect(AlarmActions).toContainEqual({ Ref: expect.stringMatching(/^ToldTopic/) });
    expect(OKActions).toEqual(AlarmActions);
  }
});

test('somebody is woken by what puts positions in danger, and by silence, and by nothing else', () => {
  const waking = alarms.filter(({ AlarmActions }) => JSON.stringify(AlarmActions).includes('PagesTopic'));
  expect(waking.map(({ AlarmName }) => AlarmName).toSorted()).toEqual([
    'perpdesk-main-heartbeat',
    'perpdesk-main-not-safe',
  ]);
});

test('a desk is not safe while a position is unprotected, an order is in doubt, or too much is lost', () => {
  const { AlarmRule } = resource(template, 'AWS::CloudWatch::CompositeAlarm').Properties;
  expect(text(AlarmRule)).toMatch(
    /^\(ALARM\("<mainAlarmsUnprotected\w+\.Arn>"\) OR ALARM\("<mainAlarmsOrders\w+\.Arn>"\) OR ALARM\("<mainAlarmsLoss\w+\.Arn>"\)\)$/,
  );
});

/** Sections of the runbook that are no alarm's. */
const OTHER_SECTIONS = [
  'how-alarms-reach-you',
  'where-to-look',
  'stopping-on-purpose',
  'on-paper',
  'going-live',
];

test('every alarm names its own section of the runbook, and every section has its alarm', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  for (const { AlarmName, AlarmDescription } of alarms)
    expect(AlarmDescription.split('docs/runbook.md#')[1]).toBe(AlarmName.replace('perpdesk-main-', ''));
  const named = alarms.map(({ AlarmName }) => AlarmName.replace('perpdesk-main-', ''));
  expect(sections.filter(section => !OTHER_SECTIONS.includes(section)).toSorted()).toEqual(named.toSorted());
  for (const section of runbook.split(/^## /m).slice(1)) {
    const [title = ''] = section.split('\n');
    if (!named.includes(title.toLowerCase().replaceAll(' ', '-'))) continue;
    for (const part of ['What it means.', 'Look at.', 'Do.']) expect(section).toContain(`**${part}**`);
  }
});

test.each([
  ['ToldTopic', 'perpdesk-*'],
  ['PagesTopic', 'perpdesk-*'],
])('alarms of this account may publish to %s, and nobody without encryption', (topic, names) => {
  const { PolicyDocument } = resource(template, 'AWS::SNS::TopicPolicy', topic).Properties;
  const { Statement } = PolicyDocument as { readonly Statement: readonly Record<string, unknown>[] };
  const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
  expect(allowed).toMatchObject([
    {
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ]);
  const condition = allowed[0]?.Condition as { readonly ArnLike?: Readonly<Record<string, unknown>> };
  expect(text(condition?.ArnLike?.['aws:SourceArn'])).toBe(
    `arn:aws:cloudwatch:eu-central-1:<AWS::AccountId>:alarm:${names}`,
  );
  expect(Statement).toContainEqual(
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  );
});

test('what may be muted while a desk is stopped is every alarm that goes off by silence, and no other', () => {
  const bySilence = metricAlarms.filter(each => JSON.stringify(each).includes('"breaching"'));
  expect(bySilence.map(({ AlarmName }) => AlarmName.replace('perpdesk-main-', '')).toSorted()).toEqual(
    [...SILENCE_ALARMS].toSorted(),
  );
  // What is muted wakes nobody, so it may be no part of what always does.
  expect(composites.map(each => JSON.stringify(each)).join()).not.toMatch(/AlarmsHeartbeat|AlarmsTruth/);
});

const mails = (context: object) =>
  Object.values(resourcesOf(synthesised(context as Record<string, unknown>), 'AWS::SNS::Subscription'))
    .map(({ Properties }) => Properties)
    .filter(({ Protocol }) => Protocol === 'email')
    .map(({ Endpoint, TopicArn }) => [Endpoint, text(TopicArn).slice(1, 7)]);

test('nobody is written to unless an address is given; another may be woken', () => {
  expect(mails({})).toEqual([]);
  const alarmEmail = 'desk@example.com';
  expect(mails({ alarmEmail })).toEqual([
    [alarmEmail, 'Alarms'],
    [alarmEmail, 'PagesT'],
    [alarmEmail, 'Report'],
  ]);
  expect(mails({ alarmEmail, pageEmail: 'night@example.com' })).toEqual([
    [alarmEmail, 'Alarms'],
    ['night@example.com', 'PagesT'],
    [alarmEmail, 'Report'],
  ]);
});
