import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { METRICS_NAMESPACE } from '../../lib/adapters/emf-metrics.ts';
import { text } from './statements.ts';
import { FUNCTIONS, resource, resourcesOf, synthesised } from './synthesised.ts';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: unknown;
  readonly OKActions: unknown;
  readonly Metrics?: readonly object[];
}

const template = synthesised();
const alarms = Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(
  ({ Properties }) => Properties as unknown as AlarmProperties,
);
const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `perpdesk-main-${name}`);

test.each([
  ['heartbeat-monitor', 'HeartbeatMonitor'],
  ['heartbeat-entry', 'HeartbeatEntry'],
  ['heartbeat-scan', 'HeartbeatScan'],
  ['heartbeat-guardian', 'HeartbeatGuardian'],
])('I42 %s goes off when nothing is heard at all', (name, metric) => {
  expect(alarm(name)).toMatchObject({
    Namespace: METRICS_NAMESPACE,
    MetricName: metric,
    Dimensions: [{ Name: 'desk', Value: 'main' }],
    TreatMissingData: 'breaching',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: 60,
    EvaluationPeriods: 3,
  });
});

test.each([
  ['fidelity', 'FidelityMedian', 'LessThanThreshold', 0.8],
  ['unprotected', 'UnprotectedPositions', 'GreaterThanThreshold', 0],
  ['guardian-unprotected', 'GuardianUnprotected', 'GreaterThanThreshold', 0],
  ['stops-unproved', 'StopsUnproved', 'GreaterThanThreshold', 0],
  ['truth', 'TruthMismatchUsd', 'GreaterThanThreshold', 0.01],
  ['policy', 'PolicyFailed', 'GreaterThanThreshold', 0],
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

test('I37 truth-silent goes off when no day was held against the venue for two days', () => {
  expect(alarm('truth-silent')).toMatchObject({
    Namespace: METRICS_NAMESPACE,
    MetricName: 'HeartbeatClose',
    Dimensions: [{ Name: 'desk', Value: 'main' }],
    TreatMissingData: 'breaching',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: 86_400,
    EvaluationPeriods: 2,
  });
});

test.each([
  ['function-errors', 'Errors', 'Sum'],
  ['dead-letters', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
])('%s adds up all functions, and one is enough', (name, MetricName, Stat) => {
  expect(alarm(name)).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 });
  const [sum, ...parts] = alarm(name)?.Metrics ?? [];
  expect(sum).toMatchObject({ Expression: expect.stringMatching(/^SUM\(\[.0,.1,.2,.3,.4,.5,.6\]\)$/) });
  expect(parts).toHaveLength(FUNCTIONS.length);
  for (const part of parts) expect(part).toMatchObject({ MetricStat: { Metric: { MetricName }, Stat } });
});

test('every alarm tells the topic when it goes off and when it is over', () => {
  for (const { AlarmActions, OKActions } of alarms) {
    expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^AlarmsTopic/) }]);
    expect(OKActions).toEqual(AlarmActions);
  }
});

test('every alarm names a section that the runbook has', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
  const named = alarms.map(({ AlarmDescription }) => AlarmDescription.split('docs/runbook.md#')[1]);
  expect(named).toHaveLength(17);
  for (const section of named) expect(sections).toContain(section);
});

test('alarms of this account may publish to the topic, and nobody without encryption', () => {
  const { PolicyDocument } = resource(template, 'AWS::SNS::TopicPolicy', 'Alarms').Properties;
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
    'arn:aws:cloudwatch:eu-central-1:<AWS::AccountId>:alarm:perpdesk-*',
  );
  expect(Statement).toContainEqual(
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  );
});

test('nobody is written to unless an address is given', () => {
  template.resourceCountIs('AWS::SNS::Subscription', 0);
  synthesised({
    desks: [{ name: 'main', mode: 'demo' }],
    alarmEmail: 'desk@example.com',
  }).hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'desk@example.com',
    TopicArn: Match.anyValue(),
  });
});
