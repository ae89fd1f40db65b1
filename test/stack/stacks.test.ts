import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { StackRefusal } from '../../lib/stack/refusal.ts';
import { RESOURCES_MAX, resourcesIn } from '../../lib/stack/stacks.ts';
import { resourcesOf, stacksOf, synthesised } from './synthesised.ts';

const demo = (name: string, stack?: string) => ({
  name,
  mode: 'demo',
  ...(stack === undefined ? {} : { stack }),
});
const live = (name: string) => ({ name, mode: 'live', live: { confirmedAccount: '12345678' } });
const TWO = { desks: [demo('main'), demo('other', 'perpdesk-2'), demo('third')] };
const emails = { alarmEmail: 'a@example.com', pageEmail: 'p@example.com', reportEmail: 'r@example.com' };

const two = stacksOf(TWO);

/** The desks of each stack, by the limits that it seeds. */
const desksIn = (stacks: ReturnType<typeof stacksOf>): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    stacks.map(stack => [
      stack.stackName,
      Object.values(resourcesOf(Template.fromStack(stack), 'Custom::PerpdeskLimits')).map(
        ({ Properties }) => Properties.desk,
      ),
    ]),
  );

describe('a desk is in the stack that it names', () => {
  test('or in the one named perpdesk', () => {
    expect(desksIn(two)).toEqual({ perpdesk: ['main', 'third'], 'perpdesk-2': ['other'] });
  });

  test('in whatever order the context has them', () => {
    const turned = desksIn(stacksOf({ desks: TWO.desks.toReversed() }));
    expect(turned).toEqual({ perpdesk: ['third', 'main'], 'perpdesk-2': ['other'] });
  });

  test('and its template is the same whatever stands beside that stack', () => {
    const [alone] = stacksOf({ desks: [demo('main'), demo('third')] });
    const [beside] = two;
    expect(alone && Template.fromStack(alone).toJSON()).toEqual(
      beside && Template.fromStack(beside).toJSON(),
    );
  });

  test('which has a table, a bucket and topics of its own', () => {
    for (const stack of two) {
      const template = Template.fromStack(stack);
      template.resourceCountIs('AWS::DynamoDB::Table', 1);
      template.resourceCountIs('AWS::S3::Bucket', 1);
      template.resourceCountIs('AWS::SNS::Topic', 4);
      expect(stack.terminationProtection).toBe(true);
    }
  });
});

/** Properties by which a resource is given its name, so that a second of that name would be refused. */
const NAMES =
  /^(Name|\w*(Function|Role|Policy|Queue|Topic|Table|Bucket|Group|Alarm|Dashboard|Cluster|Repository|Rule|Parameter)Name)$/;
/** Resources that such a property names within another alone (a function, a role, a group), or that do not bear the name. */
const NAMED_WITHIN: ReadonlySet<string> = new Set([
  'AWS::IAM::Policy',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Scheduler::Schedule',
]);

function namesOf(template: Template): readonly string[] {
  const { Resources } = template.toJSON() as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  };
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    NAMED_WITHIN.has(Type)
      ? []
      : Object.entries(Properties).flatMap(([property, value]) =>
          NAMES.test(property) && typeof value === 'string' ? [`${Type} ${value}`] : [],
        ),
  );
}

describe('stacks of one account and region', () => {
  const stacks = stacksOf({
    desks: [
      ...['a', 'b'].map(name => ({ ...live(name), learnOn: 'fargate' })),
      ...['c', 'd'].map(name => ({ ...live(name), learnOn: 'fargate', stack: 'perpdesk-2' })),
      { ...demo('e', 'perpdesk-2'), learnOn: 'fargate' },
    ],
    ...emails,
  });
  const templates = stacks.map(stack => Template.fromStack(stack));

  test('have no two resources of one name', () => {
    const perStack = templates.map(namesOf);
    // Alarms, dashboards and saved queries at least: a list of none would prove nothing.
    for (const names of perStack) {
      expect(names.filter(name => name.includes('::Alarm ')).length).toBeGreaterThan(15);
      expect(names.filter(name => name.includes('::Dashboard '))).not.toEqual([]);
      expect(names.filter(name => name.includes('::QueryDefinition '))).not.toEqual([]);
    }
    const names = perStack.flat();
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test('export nothing, and hang on nothing of each other', () => {
    for (const [i, template] of templates.entries()) {
      expect(Object.values(template.findOutputs('*')).filter(output => 'Export' in output)).toEqual([]);
      expect(JSON.stringify(template.toJSON())).not.toContain('Fn::ImportValue');
      expect(stacks[i]?.dependencies).toEqual([]);
    }
  });

  test('each have a fixed address where they have a live desk', () => {
    for (const template of templates) template.resourceCountIs('AWS::EC2::NatGateway', 1);
  });
});

/** What is said of what is not built. */
function refusalOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (error instanceof StackRefusal) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a stack that would hold too much', () => {
  const many = (count: number, more = {}) =>
    Array.from({ length: count }, (_, i) => ({ name: `d${i + 1}`, mode: 'paper', ...more }));

  test.each([
    ['paper', 4, {}],
    ['demo', 4, { mode: 'demo' }],
    ['live', 4, { mode: 'live', live: { confirmedAccount: '12345678' } }],
    ['paper on Fargate', 4, { learnOn: 'fargate' }],
    ['live on Fargate', 4, { mode: 'live', live: { confirmedAccount: '12345678' }, learnOn: 'fargate' }],
  ])('is refused: of %s desks %i fit', (_kind, fit, more) => {
    const said = refusalOf(() => stacksOf({ desks: many(fit + 1, more), ...emails }));
    expect(said).toContain(`the first ${fit} fit; give d${fit + 1} a "stack" of another name`);
    expect(said).not.toMatch(/\n/);
  });

  test('is none with four desks', () => {
    const [stack] = stacksOf({
      desks: many(4, { mode: 'live', live: { confirmedAccount: '12345678' } }),
      ...emails,
    });
    expect(stack && resourcesIn(stack)).toBeLessThanOrEqual(RESOURCES_MAX);
  });

  test('says how many resources, and all desks that must go', () => {
    expect(() => stacksOf({ desks: many(6) })).toThrow(
      'stack perpdesk: its 6 desks are 632 resources, and CloudFormation takes 500: the first 4 fit; give d5, d6 a "stack" of another name, such as "perpdesk-2"',
    );
  });

  test('is counted as its template is', () => {
    const [stack] = stacksOf({ desks: many(2) });
    const { Resources } = synthesised({ desks: many(2) }).toJSON() as { readonly Resources: object };
    expect(stack && resourcesIn(stack)).toBe(Object.keys(Resources).length);
  });
});
