import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { SHAPE_NAMES, shaped } from './shapes.ts';
import { resourcesOf } from './synthesised.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: unknown;
  readonly Condition?: unknown;
}

/** Types by which somebody on the internet could speak to the stack. */
const DOORS = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGatewayV2::Api',
  'AWS::AppSync::GraphQLApi',
  'AWS::CloudFront::Distribution',
  'AWS::EC2::Instance',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Lambda::Url',
];

describe.each(SHAPE_NAMES)('nothing of the stack is public: %s', name => {
  const template = Template.fromStack(shaped(name));
  const properties = (type: string) =>
    Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
  const allowed = (type: string, document: string) =>
    properties(type)
      .flatMap(given => (given[document] as { readonly Statement: readonly Statement[] }).Statement)
      .filter(({ Effect }) => Effect === 'Allow');

  test('there is no door', () => {
    expect(DOORS.filter(type => properties(type).length > 0)).toEqual([]);
  });

  test('each bucket blocks whatever would make it public', () => {
    for (const bucket of properties('AWS::S3::Bucket'))
      expect(bucket.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    expect(allowed('AWS::S3::BucketPolicy', 'PolicyDocument')).toEqual([]);
  });

  test.each(['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'])(
    'a policy (%s) lets services of AWS in, for what is of this account, and nobody else',
    type => {
      for (const { Principal, Condition } of allowed(type, 'PolicyDocument')) {
        expect(Principal).toEqual({
          Service: expect.stringMatching(/^(cloudwatch|events)\.amazonaws\.com$/),
        });
        expect(JSON.stringify(Condition)).toContain('aws:SourceArn');
      }
    },
  );

  test('a function is called by services of AWS, each for one source', () => {
    for (const permission of properties('AWS::Lambda::Permission')) {
      expect(permission.Principal).toMatch(/^(events|sns)\.amazonaws\.com$/);
      expect(permission).toHaveProperty('SourceArn');
      expect(permission).not.toHaveProperty('FunctionUrlAuthType');
    }
  });

  test('a role is taken by services of AWS alone', () => {
    for (const { Principal } of allowed('AWS::IAM::Role', 'AssumeRolePolicyDocument'))
      expect(Principal).toEqual({
        Service: expect.stringMatching(/^(lambda|scheduler|ecs-tasks|states)\.amazonaws\.com$/),
      });
  });

  test('nothing comes into a network, and HTTPS alone goes out', () => {
    for (const { SecurityGroupIngress, SecurityGroupEgress } of properties('AWS::EC2::SecurityGroup')) {
      expect(SecurityGroupIngress).toBeUndefined();
      expect(SecurityGroupEgress).toMatchObject([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }]);
    }
  });

  test('a public address has the gateway of live desks, a task where there is no gateway, and nothing else', () => {
    const gateways = properties('AWS::EC2::NatGateway').length;
    expect(gateways).toBe(name.includes('live') || name.includes('each mode') ? 1 : 0);
    expect(properties('AWS::EC2::EIP')).toHaveLength(gateways);
    for (const subnet of properties('AWS::EC2::Subnet')) expect(subnet.MapPublicIpOnLaunch).toBe(false);
    const open = Object.entries(resourcesOf(template, 'AWS::Scheduler::Schedule'))
      .filter(([, schedule]) => JSON.stringify(schedule).includes('"AssignPublicIp":"ENABLED"'))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    const expected: Readonly<Record<string, readonly string[]>> = {
      'paper, learning on Fargate': ['mainLearningRetrain'],
      'one desk of each mode, on Fargate': ['mainLearningRetrain', 'otherLearningRetrain'],
    };
    expect(open).toEqual(expected[name] ?? []);
  });
});
