import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import { BOOTSTRAP_VERSION_MIN } from '../../lib/desk/preflight/cloud.ts';
import { LEFTOVERS } from '../../lib/desk/preflight/destroy.ts';
import { desksIn } from '../../lib/operator/preflight/cloud.ts';
import { DEFAULT_STACK } from '../../lib/operator/preflight/plan.ts';
import { PerpdeskStack } from '../../lib/stack/perpdesk-stack.ts';
import { DEFAULT_STACK as STACK, settingsOf } from '../../lib/stack/settings.ts';
import { synthesised } from './synthesised.ts';

/** What `cdk destroy` takes and what it leaves, and what a preflight reads of the stack, held against the template. */

const DESKS = [
  { name: 'main', mode: 'paper' },
  { name: 'trial', mode: 'demo' },
  { name: 'real', mode: 'live', live: { confirmedAccount: '12345678' } },
];
const template = synthesised({ desks: DESKS });

interface Kept {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
const resources = Object.values(template.toJSON().Resources as Readonly<Record<string, Kept>>);
const isRetained = ({ DeletionPolicy }: Kept): boolean => DeletionPolicy?.startsWith('Retain') === true;
/** A version is kept from a deployment to the next; it ends with its function, which is not. */
const VERSION = 'AWS::Lambda::Version';
const retained = resources.filter(each => isRetained(each) && each.Type !== VERSION);

describe('cdk destroy', () => {
  test('leaves what the preflight says that it leaves, and nothing else', () => {
    const told = LEFTOVERS.flatMap(({ type }) => (type === undefined ? [] : [type]));
    expect([...new Set(retained.map(({ Type }) => Type))].toSorted()).toEqual(told.toSorted());
  });

  test('leaves no part of these kinds out: each table, each bucket, each log group', () => {
    const kinds = new Set(LEFTOVERS.map(({ type }) => type));
    const all = resources.filter(({ Type }) => kinds.has(Type));
    expect(all.filter(({ DeletionPolicy }) => DeletionPolicy !== 'Retain')).toEqual([]);
  });

  test('takes the functions, and so their versions', () =>
    expect(resources.filter(({ Type }) => Type === 'AWS::Lambda::Function').filter(isRetained)).toEqual([]));

  test('does not take the one table with the books, nor does an update that would replace it', () => {
    const tables = resources.filter(({ Type }) => Type === 'AWS::DynamoDB::Table');
    expect(tables).toMatchObject([{ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }]);
    template.allResourcesProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
  });

  test('is refused by CloudFormation while termination protection is on, which it is in the assembly', () => {
    const { stack, assembly } = assembled();
    expect(stack.terminationProtection).toBe(true);
    expect(assembly.terminationProtection).toBe(true);
  });
});

describe('a preflight', () => {
  test('finds every desk in the template, with its mode and a live one’s account', () =>
    expect(desksIn(JSON.stringify(template.toJSON()))).toEqual([
      { name: 'main', mode: 'paper' },
      { name: 'trial', mode: 'demo' },
      { name: 'real', mode: 'live', liveAccount: '12345678' },
    ]));

  test('finds the stack by its name, and its outputs by theirs', () => {
    const { stack } = assembled();
    expect(stack.stackName).toBe(DEFAULT_STACK);
    const outputs = Object.keys(template.toJSON().Outputs as object);
    for (const name of ['TableName', 'ModelBucketName', 'AlarmTopicArn', 'PageTopicArn', 'ReportTopicArn'])
      expect(outputs).toContain(name);
    expect(outputs.filter(name => name.includes('EgressAddress'))).toHaveLength(1);
  });

  test('asks for the version of CDK’s toolkit that the assembly asks for', () =>
    expect(assembled().assembly.requiresBootstrapStackVersion).toBe(BOOTSTRAP_VERSION_MIN));
});

function assembled() {
  const context = { desks: DESKS, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, builtinCloudFormationValidation: false });
  const stack = new PerpdeskStack(
    app,
    STACK,
    settingsOf(key => app.node.tryGetContext(key)),
  );
  return { stack, assembly: app.synth().getStackByName(STACK) };
}
