import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { TICK_AGE_MAX } from '../../lib/stack/callee.ts';
import { CALLED, FUNCTIONS, resource, resourcesOf, stackOf, synthesised } from './synthesised.ts';

const template = synthesised();
/** All that are called by their alias: the desk's functions and its notifier. */
const ALIASED = [...FUNCTIONS, 'Notifier'] as const;

/** The resource of a type that belongs to one function, with its logical id. */
function idOf(type: string, name: string, of = template): string {
  const ids = Object.keys(resourcesOf(of, type)).filter(id => id.startsWith(`main${name}`));
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
}
const functionOf = (name: string) => idOf('AWS::Lambda::Function', name);
const aliasOf = (name: string) => idOf('AWS::Lambda::Alias', name);

describe.each(ALIASED)('%s', name => {
  test('is called by a name that never changes, for a version that never changes', () => {
    const version = idOf('AWS::Lambda::Version', name);
    expect(resource(template, 'AWS::Lambda::Alias', `main${name}`).Properties).toEqual({
      Name: 'live',
      FunctionName: { Ref: functionOf(name) },
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
    });
    expect(resource(template, 'AWS::Lambda::Version', `main${name}`).Properties).toEqual({
      FunctionName: { Ref: functionOf(name) },
    });
  });

  test('keeps its old versions, so that the name can go back to one', () => {
    expect(resource(template, 'AWS::Lambda::Version', `main${name}`)).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('is never retried under that name', () => {
    // Said of the function alone it would not hold for the alias, and Lambda would try twice more, hours later.
    expect(resource(template, 'AWS::Lambda::EventInvokeConfig', `main${name}`).Properties).toMatchObject({
      FunctionName: { Ref: functionOf(name) },
      Qualifier: { 'Fn::Select': [7, { 'Fn::Split': [':', { Ref: aliasOf(name) }] }] },
      MaximumRetryAttempts: 0,
    });
  });
});

test.each(FUNCTIONS)('no call of %s is older than a minute when it begins', name => {
  const config = resource(template, 'AWS::Lambda::EventInvokeConfig', `main${name}`);
  expect(config.Properties.MaximumEventAgeInSeconds).toBe(TICK_AGE_MAX.toSeconds());
});

/** Everything in the template that names a function's own address, and so calls whatever was uploaded last. */
const callersOf = (id: string) =>
  Object.entries(template.toJSON().Resources as Record<string, { readonly Type: string }>).flatMap(
    ([caller, { Type, ...rest }]) =>
      JSON.stringify(rest).includes(JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] }))
        ? [`${Type} ${caller}`]
        : [],
  );

test.each(ALIASED)('nothing calls %s past its alias, and nothing may', name => {
  expect(callersOf(functionOf(name))).toEqual([]);
});

test('the seeder alone is called as it was uploaded: by the deployment that brings it', () => {
  const seeder = Object.keys(resourcesOf(template, 'AWS::Lambda::Function')).filter(id =>
    id.startsWith('LimitsSeeder'),
  );
  expect(callersOf(seeder[0] ?? '')).toEqual([expect.stringMatching(/^Custom::PerpdeskLimits /)]);
  const aliases = Object.keys(resourcesOf(template, 'AWS::Lambda::Alias'));
  expect(aliases.filter(id => id.startsWith('LimitsSeeder'))).toEqual([]);
});

describe('a new release', () => {
  const changed = synthesised({ desks: [{ name: 'main', mode: 'paper', balanceUsd: 20_000 }] });

  test.each(ALIASED)('of %s, be it only a new environment, is a new version under the same alias', name => {
    const versionId = (of: typeof template) => idOf('AWS::Lambda::Version', name, of);
    expect(versionId(changed)).not.toBe(versionId(template));
    expect(idOf('AWS::Lambda::Alias', name, changed)).toBe(aliasOf(name));
  });

  test('that changes nothing of a function publishes nothing', () => {
    const ids = (of: typeof template) => Object.keys(resourcesOf(of, 'AWS::Lambda::Version'));
    expect(ids(Template.fromStack(stackOf()))).toEqual(ids(template));
  });

  test('moves no schedule, no rule and no subscription: they call the alias before and after', () => {
    const calls = (of: typeof template) =>
      ['AWS::Scheduler::Schedule', 'AWS::Events::Rule', 'AWS::SNS::Subscription'].map(type =>
        resourcesOf(of, type),
      );
    expect(calls(changed)).toEqual(calls(template));
    expect(Object.keys(calls(template)[0] ?? {})).toHaveLength(CALLED.length);
  });
});

test('the dashboard counts the calls of a function whatever its version', () => {
  const body = JSON.stringify(resource(template, 'AWS::CloudWatch::Dashboard').Properties);
  expect(body).toContain('Invocations');
  expect(body).toContain('FunctionName');
  expect(body).not.toMatch(/\\"Resource\\"|ExecutedVersion/);
});
