import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { TASK_MAY_TAKE_MS } from '../../lib/wiring/task.ts';
import { statementsOf } from './statements.ts';
import { FUNCTIONS, resource, resourcesOf, synthesised } from './synthesised.ts';

/** A desk that learns in a task, one beside it that learns in a function, and a live one behind the fixed address. */
const TASKED = { name: 'main', mode: 'demo', learnOn: 'fargate' };
const PLAIN = { name: 'other', mode: 'demo' };
const LIVE = { name: 'real', mode: 'live', live: { confirmedAccount: '12345678' }, learnOn: 'fargate' };
const template = synthesised({ desks: [TASKED, PLAIN] });
const live = synthesised({ desks: [LIVE] });
const asFunctions = synthesised({ desks: [{ ...TASKED, learnOn: 'lambda' }, PLAIN] });

const definition = resource(template, 'AWS::ECS::TaskDefinition').Properties;
interface Container {
  readonly Name: string;
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly LogConfiguration: { readonly Options: Readonly<Record<string, unknown>> };
}
const [container, ...sidecars] = definition.ContainerDefinitions as readonly Container[];
const schedule = resource(template, 'AWS::Scheduler::Schedule', 'mainLearning').Properties;

test('the switch of one desk puts a task in the place of its function, and touches no other desk', () => {
  const functions = Object.keys(resourcesOf(template, 'AWS::Lambda::Function'));
  expect(functions.filter(id => id.includes('Retrain'))).toEqual([
    expect.stringMatching(/^otherRetrainBundleFunction/),
  ]);
  template.resourceCountIs('AWS::ECS::TaskDefinition', 1);
});

test('without it nothing of a task is built', () => {
  for (const type of ['AWS::ECS::Cluster', 'AWS::ECS::TaskDefinition', 'AWS::EC2::VPC'])
    asFunctions.resourceCountIs(type, 0);
});

test('the task has two processors of the functions’ kind, eight gigabytes, and a disk that it cannot write to', () => {
  expect(definition).toMatchObject({
    Cpu: '2048',
    Memory: '8192',
    NetworkMode: 'awsvpc',
    RequiresCompatibilities: ['FARGATE'],
    RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
  });
  expect(container).toMatchObject({ Name: 'task', ReadonlyRootFilesystem: true });
  expect(sidecars).toEqual([]);
});

test('it is told what the function is told, and where it is', () => {
  const { Variables } = resource(asFunctions, 'AWS::Lambda::Function', 'mainRetrain').Properties
    .Environment as { readonly Variables: Readonly<Record<string, unknown>> };
  const told = Object.fromEntries(container?.Environment.map(({ Name, Value }) => [Name, Value]) ?? []);
  expect(told).toEqual({
    ...Variables,
    AWS_REGION: 'eu-central-1',
    NODE_OPTIONS: '--max-old-space-size=6144',
  });
});

describe('its rights', () => {
  const granted = (of: typeof template, role: string) =>
    statementsOf(of, role).map(({ actions, ...rest }) => ({ ...rest, actions: actions.toSorted() }));

  test('are the function’s to the letter, its log and its queue aside', () => {
    const ofFunction = granted(asFunctions, 'mainRetrainBundleRole').filter(
      ({ actions }) => !actions.some(action => /^(logs|sqs):/.test(action)),
    );
    expect(ofFunction.length).toBeGreaterThan(3);
    expect(granted(template, 'mainRetrainRole')).toEqual(ofFunction);
  });

  test('are given to tasks of this account alone', () => {
    const { AssumeRolePolicyDocument } = resource(template, 'AWS::IAM::Role', 'mainRetrainRole').Properties;
    expect(AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    });
  });

  test('to fetch the image and to write the log are another role’s, which can do nothing else', () => {
    const statements = granted(template, 'mainRetrainDefinitionExecutionRole');
    expect(new Set(statements.flatMap(({ actions }) => actions))).toEqual(
      new Set([
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetAuthorizationToken',
        'ecr:GetDownloadUrlForLayer',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]),
    );
    // A token for the registry knows no narrower resource.
    expect(statements.filter(({ resources }) => resources.includes('*')).map(one => one.actions)).toEqual([
      ['ecr:GetAuthorizationToken'],
    ]);
  });

  test('to start it are its schedule’s: this task, with these two roles, and its queue', () => {
    const statements = granted(template, 'mainLearningRole');
    expect(statements).toMatchObject([
      {
        actions: ['iam:PassRole'],
        resources: [
          expect.stringMatching(/^<mainRetrainDefinitionExecutionRole\w+\.Arn>$/),
          expect.stringMatching(/^<mainRetrainRole\w+\.Arn>$/),
        ],
        condition: { StringLike: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      },
      { actions: ['ecs:RunTask'], resources: [expect.stringMatching(/^<mainRetrainDefinition\w+>$/)] },
      { actions: ['sqs:SendMessage'], resources: [expect.stringMatching(/^<mainRetrainDeadLetters/)] },
    ]);
  });

  test('no role has a policy that AWS manages', () => {
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::IAM::Role')))
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

test('two desks share the image and the network; each has a task that sees nothing of the other', () => {
  const two = synthesised({ desks: [TASKED, { ...PLAIN, learnOn: 'fargate' }] });
  const images = Object.values(resourcesOf(two, 'AWS::ECS::TaskDefinition')).map(({ Properties }) =>
    (Properties.ContainerDefinitions as readonly { readonly Image: unknown }[]).map(({ Image }) => Image),
  );
  expect(images).toHaveLength(2);
  expect(images[0]).toEqual(images[1]);
  two.resourceCountIs('AWS::EC2::VPC', 1);
  for (const [name, other] of [
    ['main', 'other'],
    ['other', 'main'],
  ]) {
    const everything = JSON.stringify([
      statementsOf(two, `${name}RetrainRole`),
      statementsOf(two, `${name}LearningRole`),
    ]);
    expect(everything).toContain(`DESK#${name}`);
    for (const part of [`/${other}/`, `DESK#${other}`, `<${other}`]) expect(everything).not.toContain(part);
  }
});

describe('its schedule', () => {
  test('starts it thrice a night with the minute it is meant for, and never retries', () => {
    expect(schedule).toMatchObject({
      ScheduleExpression: 'cron(10 0,4,8 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/^mainRetrainCluster/), 'Arn'] },
        EcsParameters: { LaunchType: 'FARGATE' },
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        DeadLetterConfig: {
          Arn: { 'Fn::GetAtt': [expect.stringMatching(/^mainRetrainDeadLetters/), 'Arn'] },
        },
      },
    });
    expect(JSON.parse((schedule.Target as { readonly Input: string }).Input)).toEqual({
      containerOverrides: [
        {
          name: container?.Name,
          environment: [{ name: 'PERPDESK_SCHEDULED_TIME', value: '<aws.scheduler.scheduled-time>' }],
        },
      ],
    });
  });

  test('calls no task while the one before may still be at work', () => {
    const [, hours = ''] = /^cron\(10 ([\d,]+) /.exec(String(schedule.ScheduleExpression)) ?? [];
    const apart = hours.split(',').map(Number);
    for (const [i, hour] of apart.slice(1).entries())
      expect((hour - (apart[i] ?? 0)) * 3_600_000).toBeGreaterThan(TASK_MAY_TAKE_MS + 5 * 60_000);
  });

  test('of a function beside it stays as it was', () => {
    expect(resource(template, 'AWS::Scheduler::Schedule', 'otherLearning').Properties).toMatchObject({
      ScheduleExpression: 'cron(10 0-2 * * ? *)',
    });
  });
});

describe('its network', () => {
  const placed = (of: typeof template, desk: string) => {
    const { Target } = resource(of, 'AWS::Scheduler::Schedule', `${desk}Learning`).Properties as {
      readonly Target: {
        readonly EcsParameters: {
          readonly NetworkConfiguration: {
            readonly AwsvpcConfiguration: {
              readonly AssignPublicIp: string;
              readonly Subnets: readonly { readonly Ref: string }[];
              readonly SecurityGroups: readonly { readonly 'Fn::GetAtt': readonly string[] }[];
            };
          };
        };
      };
    };
    return Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration;
  };

  test('is public, without a gateway that costs by the hour, and nothing comes in', () => {
    const { AssignPublicIp, Subnets, SecurityGroups } = placed(template, 'main');
    expect(AssignPublicIp).toBe('ENABLED');
    expect(Subnets.map(({ Ref }) => Ref)).toEqual([
      expect.stringMatching(/^OpenNetwork/),
      expect.stringMatching(/^OpenNetwork/),
    ]);
    expect(SecurityGroups).toHaveLength(1);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::EIP', 0);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.allResourcesProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [Match.objectLike({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })],
    });
    expect(container).not.toHaveProperty('PortMappings');
  });

  test('reaches the books and the models by ways that cost nothing', () => {
    const endpoints = Object.values(resourcesOf(template, 'AWS::EC2::VPCEndpoint'));
    expect(endpoints.map(({ Properties }) => Properties.VpcEndpointType)).toEqual(['Gateway', 'Gateway']);
  });

  test('I64 of a live desk is that of its functions, behind the fixed address', () => {
    const { AssignPublicIp, Subnets } = placed(live, 'real');
    expect(AssignPublicIp).toBe('DISABLED');
    const { VpcConfig } = resource(live, 'AWS::Lambda::Function', 'realSignalEntry').Properties as {
      readonly VpcConfig: { readonly SubnetIds: readonly unknown[] };
    };
    expect(Subnets).toEqual(VpcConfig.SubnetIds);
    live.resourceCountIs('AWS::EC2::VPC', 1);
    live.resourceCountIs('AWS::EC2::NatGateway', 1);
  });

  test('brings no function of CDK’s own with it', () => {
    // Those of two desks with their notifiers and the seeder, less the one that is a task.
    template.resourceCountIs('AWS::Lambda::Function', 2 * (FUNCTIONS.length + 1));
  });
});

describe('what it does is heard of', () => {
  const alarm = (name: string, of = template) =>
    Object.values(resourcesOf(of, 'AWS::CloudWatch::Alarm')).find(
      ({ Properties }) => Properties.AlarmName === `perpdesk-main-${name}`,
    )?.Properties;

  test('it logs into a group of its own, kept for a month, and no line is dropped', () => {
    expect(container?.LogConfiguration.Options).toMatchObject({
      'awslogs-group': { Ref: expect.stringMatching(/^mainRetrainLog/) },
      mode: 'blocking',
    });
    expect(resource(template, 'AWS::Logs::LogGroup', 'mainRetrainLog')).toMatchObject({
      Properties: { RetentionInDays: 30 },
      DeletionPolicy: 'Retain',
    });
  });

  test('the alarm on models is the one that it is for a function', () => {
    expect(alarm('models')).toBeDefined();
    expect(alarm('models')).toEqual(alarm('models', asFunctions));
  });

  test('one that failed, or could not be started, lies in its queue, which the alarm on functions counts', () => {
    expect(resource(template, 'AWS::Events::Rule', 'mainRetrain').Properties).toMatchObject({
      EventPattern: {
        source: ['aws.ecs'],
        'detail-type': ['ECS Task State Change'],
        detail: {
          clusterArn: [{ 'Fn::GetAtt': [expect.stringMatching(/^mainRetrainCluster/), 'Arn'] }],
          lastStatus: ['STOPPED'],
          $or: [
            { stopCode: [{ 'anything-but': ['EssentialContainerExited'] }] },
            { containers: { exitCode: [{ 'anything-but': [0] }] } },
          ],
        },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': [expect.stringMatching(/^mainRetrainDeadLetters/), 'Arn'] } }],
    });
    expect(JSON.stringify(alarm('functions')?.Metrics)).toContain('mainRetrainDeadLetters');
    expect(JSON.stringify(resource(template, 'AWS::SQS::QueuePolicy', 'mainRetrain').Properties)).toMatch(
      /"aws:SourceArn":\{"Fn::GetAtt":\["mainRetrainFailedRule\w+","Arn"\]\}/,
    );
  });
});
