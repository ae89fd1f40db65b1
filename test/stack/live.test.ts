import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { statementsOf, text } from './statements.ts';
import { FUNCTIONS, resource, resourcesOf, synthesised } from './synthesised.ts';

const LIVE = { name: 'real', mode: 'live', live: { confirmedAccount: '12345678' } };
const DEMO = { name: 'main', mode: 'demo' };
const template = synthesised({ desks: [LIVE, DEMO] });
const demoAlone = synthesised({ desks: [DEMO] });

const PARAMETERS = 'arn:aws:ssm:eu-central-1:<AWS::AccountId>:parameter/perpdesk';
const parametersOf = (role: string) =>
  statementsOf(template, role)
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ resources }) => resources)
    .filter(arn => arn.includes(':parameter/'));
const KEEPERS = ['PositionMonitor', 'SignalEntry', 'DailyClose'] as const;

/** Whether an ARN in a policy, with its wildcards, covers a parameter. */
const covers = (arn: string, parameter: string): boolean =>
  new RegExp(`^${arn.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(
    `${PARAMETERS}${parameter}`,
  );

describe('I41 the keys of a live desk', () => {
  test.each(KEEPERS)('%s reads them and the confirmation, and no other desk’s', role => {
    expect(parametersOf(`real${role}`).filter(arn => !arn.includes('/limits'))).toEqual([
      `${PARAMETERS}/real/live/confirmed-account`,
      `${PARAMETERS}/real/secrets/live-key`,
      `${PARAMETERS}/real/secrets/live-secret`,
    ]);
  });

  test.each(['realUniverseScan', ...FUNCTIONS.map(role => `main${role}`)])('%s cannot read them', role => {
    for (const desk of ['real', 'main'])
      for (const name of ['secrets/live-key', 'secrets/live-secret', 'live/confirmed-account'])
        expect(parametersOf(role).filter(arn => covers(arn, `/${desk}/${name}`))).toEqual([]);
  });

  test('nor can the seeder, and no role of the stack can write them, or confirm an account', () => {
    const statements = statementsOf(template, '');
    const writers = statements.filter(({ actions }) => actions.includes('ssm:PutParameter'));
    expect(writers.length).toBeGreaterThan(0);
    for (const { resources } of writers)
      for (const name of ['secrets/live-key', 'live/confirmed-account'])
        expect(resources.filter(arn => covers(arn, `/real/${name}`))).toEqual([]);
    expect(JSON.stringify(statementsOf(template, 'LimitsSeeder'))).not.toMatch(/secrets|confirmed/);
  });

  test('are nowhere in the template, which knows the account’s number alone', () => {
    for (const role of FUNCTIONS)
      expect(resource(template, 'AWS::Lambda::Function', `real${role}`).Properties.Environment).toEqual({
        Variables: {
          PERPDESK_DESK: 'real',
          PERPDESK_MODE: 'live',
          PERPDESK_TABLE: expect.anything(),
          PERPDESK_LIVE_ACCOUNT: '12345678',
          ...(['SignalEntry', 'Retrain'].includes(role) ? { PERPDESK_MODEL_BUCKET: expect.anything() } : {}),
          ...(role === 'DailyClose' ? { PERPDESK_REPORT_TOPIC: expect.anything() } : {}),
          ...(role === 'Retrain' ? { PERPDESK_LEARN: 'xgboost,lightgbm,nhits,patchtst' } : {}),
        },
      });
    expect(
      JSON.stringify(resource(template, 'AWS::Lambda::Function', 'mainSignalEntry').Properties.Environment),
    ).not.toContain('LIVE');
  });
});

describe('I64 a live desk speaks to the venue from one fixed address', () => {
  const subnets = Object.keys(resourcesOf(template, 'AWS::EC2::Subnet')).filter(id => id.includes('desks'));

  test('which the stack tells, and which is the only way out of its network', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 1);
    template.hasResourceProperties('AWS::EC2::NatGateway', {
      AllocationId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EgressAddress'), 'AllocationId'] },
    });
    template.hasOutput('*', { Value: { Ref: Match.stringLikeRegexp('^EgressAddress') } });
    const routes = Object.entries(resourcesOf(template, 'AWS::EC2::Route')).filter(([id]) =>
      id.includes('desks'),
    );
    expect(routes.length).toBe(subnets.length);
    for (const [, { Properties }] of routes) expect(Properties).toHaveProperty('NatGatewayId');
  });

  test.each(FUNCTIONS)('%s lies in that network, and takes nothing in', role => {
    const { Properties, DependsOn } = resource(template, 'AWS::Lambda::Function', `real${role}`);
    const { SubnetIds, SecurityGroupIds } = Properties.VpcConfig as {
      readonly SubnetIds: readonly { readonly Ref: string }[];
      readonly SecurityGroupIds: readonly unknown[];
    };
    expect(SubnetIds.map(({ Ref }) => Ref).toSorted()).toEqual(subnets.toSorted());
    expect(SecurityGroupIds).toHaveLength(1);
    // Lambda looks at the role's rights when it makes the function.
    expect(DependsOn).toContainEqual(
      expect.stringMatching(new RegExp(`^real${role}BundleRoleDefaultPolicy`)),
    );
    template.allResourcesProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
  });

  test.each(FUNCTIONS)('%s lets Lambda make its network interfaces, and its own code none', role => {
    const network = statementsOf(template, `real${role}`).filter(({ actions }) =>
      actions.includes('ec2:CreateNetworkInterface'),
    );
    expect(network.map(({ effect }) => effect)).toEqual(['Allow', 'Deny']);
    const condition = (network[1]?.condition ?? {}) as Readonly<Record<string, Record<string, unknown>>>;
    // It is called by its alias: the pattern has to hold for that name, too.
    expect(text(condition.ArnLike?.['lambda:SourceFunctionArn'])).toBe(
      'arn:aws:lambda:eu-central-1:<AWS::AccountId>:function:*',
    );
    for (const { actions, resources, effect } of statementsOf(template, `real${role}`))
      if (effect === 'Allow' && !actions.includes('ec2:CreateNetworkInterface'))
        expect(resources).not.toContain('*');
  });

  test('a demo desk beside it does not, and without a live desk nothing of it is built', () => {
    for (const role of FUNCTIONS)
      expect(resource(template, 'AWS::Lambda::Function', `main${role}`).Properties).not.toHaveProperty(
        'VpcConfig',
      );
    for (const type of ['AWS::EC2::VPC', 'AWS::EC2::NatGateway', 'AWS::EC2::EIP'])
      demoAlone.resourceCountIs(type, 0);
  });

  test('no function of CDK’s own comes with it', () => {
    template.resourceCountIs('AWS::Lambda::Function', 2 * (FUNCTIONS.length + 1) + 1);
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::IAM::Role')))
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});
