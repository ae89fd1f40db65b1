import { describe, expect, test } from 'vitest';
import { statementsOf } from './statements.ts';
import { FUNCTIONS, resourcesOf, synthesised, TICKING } from './synthesised.ts';

const desk = (name: string) => ({ name, mode: 'demo' });
const template = synthesised({ desks: [desk('main'), desk('other')] });
const DESKS = ['main', 'other'] as const;
const ALL = DESKS.flatMap(name => FUNCTIONS.map(role => `${name}${role}`));

const PARAMETERS = 'arn:aws:ssm:eu-central-1:<AWS::AccountId>:parameter/perpdesk';
const statementFor = (role: string, action: string) =>
  statementsOf(template, role).filter(({ actions }) => actions.includes(action));

test('every function has a role of its own', () => {
  const roles = Object.values(resourcesOf(template, 'AWS::Lambda::Function')).map(({ Properties }) =>
    JSON.stringify(Properties.Role),
  );
  expect(new Set(roles).size).toBe(roles.length);
});

test('no role has a policy that AWS manages', () => {
  for (const { Properties } of Object.values(resourcesOf(template, 'AWS::IAM::Role')))
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
});

test('no statement allows every action of a service, or everything', () => {
  for (const { actions, resources } of statementsOf(template, '')) {
    expect(actions.filter(action => action.includes('*'))).toEqual([]);
    expect(resources).not.toContain('*');
  }
});

describe.each(DESKS)('the roles of desk %s', name => {
  const other = name === 'main' ? 'other' : 'main';

  const keys = (...partitions: readonly string[]) => ({
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions },
  });
  const trading = FUNCTIONS.filter(role => role !== 'Guardian');

  test.each(trading)('%s reads and writes the items of its own desk alone', role => {
    const [statement, ...more] = statementFor(`${name}${role}`, 'dynamodb:PutItem');
    expect(more).toEqual([]);
    expect(statement?.condition).toEqual(keys(`DESK#${name}`));
    expect(statement?.resources).toEqual([expect.stringMatching(/^<BooksTable\w+\.Arn>$/)]);
    const ends = role === 'PositionMonitor' || role === 'SignalEntry';
    expect(statement?.actions.toSorted()).toEqual([
      'dynamodb:BatchWriteItem',
      ...(ends ? ['dynamodb:DeleteItem'] : []),
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
  });

  test.each(trading)('%s reads the word of its own guardian, and cannot write it', role => {
    const statements = statementsOf(template, `${name}${role}`).filter(({ condition }) =>
      JSON.stringify(condition ?? '').includes('#guardian'),
    );
    expect(statements).toMatchObject([
      { actions: ['dynamodb:GetItem', 'dynamodb:Query'], condition: keys(`DESK#${name}#guardian`) },
    ]);
  });

  test('the guardian writes its own partition and nothing else, and may read the book', () => {
    const table = statementsOf(template, `${name}Guardian`).filter(({ actions }) =>
      actions.some(action => action.startsWith('dynamodb:')),
    );
    expect(table).toMatchObject([
      {
        actions: ['dynamodb:BatchWriteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        condition: keys(`DESK#${name}#guardian`),
      },
      { actions: ['dynamodb:Query'], condition: keys(`DESK#${name}`) },
    ]);
  });

  test.each([...TICKING, 'LimitsGuard'])(
    'I43 %s reads the limits of its own desk, and cannot write them',
    role => {
      const resources = statementFor(`${name}${role}`, 'ssm:GetParametersByPath').flatMap(s => s.resources);
      expect(resources).toContain(`${PARAMETERS}/${name}/limits`);
      expect(resources).toContain(`${PARAMETERS}/${name}/limits/*`);
      expect(statementFor(`${name}${role}`, 'ssm:PutParameter')).toEqual([]);
    },
  );

  test.each(FUNCTIONS)('%s sees nothing of the other desk', role => {
    const everything = JSON.stringify(statementsOf(template, `${name}${role}`));
    expect(everything).not.toContain(`/${other}/`);
    expect(everything).not.toContain(`DESK#${other}`);
    expect(everything).not.toContain(`<${other}`);
  });
});

test.each([
  ['PositionMonitor', true],
  ['SignalEntry', true],
  ['UniverseScan', false],
  ['DailyClose', true],
  ['Guardian', true],
])('the keys of the test network: %s reads them: %s', (role, reads) => {
  const secrets = statementsOf(template, `main${role}`)
    .flatMap(({ resources }) => resources)
    .filter(arn => arn.includes('/secrets'));
  expect(secrets).toEqual(
    reads ? ['demo-key', 'demo-secret'].map(name => `${PARAMETERS}/main/secrets/${name}`) : [],
  );
});

describe('I41 the roles of a paper desk', () => {
  const paper = synthesised({ desks: [{ name: 'main', mode: 'paper' }, desk('other')] });
  const statements = (role: string) => statementsOf(paper, `main${role}`);

  test.each(FUNCTIONS)('%s can read no key: of the Parameter Store it sees the limits, or nothing', role => {
    const parameters = statements(role)
      .flatMap(({ resources }) => resources)
      .filter(arn => arn.includes(':ssm:'));
    const limits = [`${PARAMETERS}/main/limits`, `${PARAMETERS}/main/limits/*`];
    expect(parameters).toEqual(role === 'DailyClose' ? [] : limits);
    const reads = statements(role).flatMap(({ actions }) => actions);
    expect(reads.filter(action => /^(kms|secretsmanager|sts):/.test(action))).toEqual([]);
    expect(JSON.stringify(statements(role))).not.toMatch(/secret/i);
  });

  test.each([
    ['PositionMonitor', true],
    ['SignalEntry', true],
    ['UniverseScan', false],
    ['DailyClose', true],
    ['Guardian', true],
  ])('%s touches the account, which lies in a partition of its own: %s', (role, touches) => {
    const own = statements(role).filter(({ condition }) => JSON.stringify(condition)?.includes('#paper'));
    expect(own.map(({ actions, condition }) => [actions.toSorted(), condition])).toEqual(
      touches
        ? [
            [
              ['dynamodb:GetItem', 'dynamodb:PutItem'],
              { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['DESK#main#paper'] } },
            ],
          ]
        : [],
    );
  });

  test('nothing else in the stack has a key either, but for the desk on the test network', () => {
    const withSecrets = Object.entries(resourcesOf(paper, 'AWS::IAM::Policy'))
      // Where alarms are posted is a secret, and no key.
      .filter(([, policy]) => JSON.stringify(policy).replaceAll('secrets/webhook', '').includes('secrets'))
      .map(([id]) => id.replace(/Bundle.*/, ''));
    expect(withSecrets.toSorted()).toEqual(
      ['DailyClose', 'Guardian', 'PositionMonitor', 'SignalEntry'].map(role => `other${role}`),
    );
  });
});

test.each(ALL)('%s writes into its own log and its own queue', role => {
  const log = statementFor(role, 'logs:PutLogEvents').flatMap(({ resources }) => resources);
  expect(log).toEqual([expect.stringMatching(new RegExp(`^<${role}BundleLog`))]);
  const queue = statementFor(role, 'sqs:SendMessage').flatMap(({ resources }) => resources);
  expect(queue).toEqual([expect.stringMatching(new RegExp(`^<${role}DeadLetters`))]);
});

test('the daily close knows no limit', () => {
  expect(JSON.stringify(statementsOf(template, 'mainDailyClose'))).not.toContain('/limits');
});

test('the seeder writes limits, and can read neither keys nor books', () => {
  const statements = statementsOf(template, 'LimitsSeeder');
  const puts = statements.filter(({ actions }) => actions.includes('ssm:PutParameter'));
  expect(puts.flatMap(({ resources }) => resources).toSorted()).toEqual(
    DESKS.flatMap(name => [`${PARAMETERS}/${name}/limits`, `${PARAMETERS}/${name}/limits/*`]).toSorted(),
  );
  expect(JSON.stringify(statements)).not.toMatch(/secrets|dynamodb|DeleteParameter/);
});

describe('the models', () => {
  const statements = (role: string) =>
    statementsOf(template, `main${role}`).filter(({ actions }) =>
      actions.some(action => action.startsWith('s3:')),
    );

  test.each(FUNCTIONS)('are read by what asks them, and written by what fits them: %s', role => {
    const may = new Set(statements(role).flatMap(({ actions }) => actions));
    const reads = ['s3:GetObject', 's3:ListBucket'];
    const expected: Readonly<Record<string, readonly string[]>> = {
      SignalEntry: reads,
      Retrain: [...reads, 's3:PutObject'],
    };
    expect(may).toEqual(new Set(expected[role] ?? []));
  });

  test('of one desk are another’s neither to read nor to write', () => {
    for (const { actions, resources } of ['SignalEntry', 'Retrain'].flatMap(statements))
      if (!actions.includes('s3:ListBucket'))
        for (const arn of resources) expect(arn).toMatch(/models\/main\/\*/);
  });
});
