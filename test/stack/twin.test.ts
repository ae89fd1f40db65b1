import { describe, expect, test } from 'vitest';
import { StackRefusal } from '../../lib/stack/refusal.ts';
import { settingsOf } from '../../lib/stack/settings.ts';
import { statementsOf } from './statements.ts';
import { resource, resourcesOf, synthesised } from './synthesised.ts';

const LIVE = { name: 'main', mode: 'live', live: { confirmedAccount: '12345678' } };
const TWIN = { name: 'main-twin', mode: 'paper', balanceUsd: 5_000, twinOf: 'main' };
const read = (desks: readonly object[]) => settingsOf(key => ({ desks })[key as 'desks']);

const alone = synthesised({ desks: [LIVE] });
const both = synthesised({ desks: [LIVE, TWIN] });
/** Of the twin, and of nothing else: logical ids begin with a desk's name. */
const twins = (type: string) => Object.keys(resourcesOf(both, type)).filter(id => id.startsWith('maintwin'));

describe('a twin in the settings', () => {
  test.each([LIVE, { name: 'main', mode: 'paper' }])(
    'shadows a desk of mode $mode, and learns nothing',
    of => {
      expect(read([of, TWIN]).desks[1]).toEqual({
        name: 'main-twin',
        mode: 'paper',
        balanceUsd: 5_000,
        account: 'usdt-isolated',
        learn: [],
        learnOn: 'lambda',
        twinOf: 'main',
      });
    },
  );

  test('may stand before the desk that it shadows', () => {
    expect(read([TWIN, LIVE]).desks.map(({ name }) => name)).toEqual(['main-twin', 'main']);
  });

  const demo = { name: 'main', mode: 'demo' };
  test.each<[string, readonly object[], RegExp]>([
    ['a desk that is not there', [TWIN], /desk main-twin: "twinOf": there is no desk main/],
    ['itself', [{ ...TWIN, name: 'main' }], /desk main: "twinOf": a desk cannot shadow itself/],
    [
      'a twin',
      [LIVE, TWIN, { ...TWIN, name: 'third', twinOf: 'main-twin' }],
      /desk third: "twinOf": main-twin is a twin itself; shadow main/,
    ],
    ['a desk of another market', [demo, TWIN], /main trades at the prices of the test network/],
    [
      'a desk of another stack',
      [{ ...LIVE, stack: 'perpdesk-2' }, TWIN],
      /main is in stack perpdesk-2, and this desk in perpdesk:/,
    ],
    [
      'anything with real money',
      [
        { name: 'main', mode: 'paper' },
        { ...LIVE, name: 'main-twin', twinOf: 'main' },
      ],
      /a twin trades on paper; this desk is live/,
    ],
    ['a desk by other limits', [LIVE, { ...TWIN, limits: {} }], /"limits" is for a desk of its own/],
    ['a desk by another profile', [LIVE, { ...TWIN, profile: 'math-ai' }], /"profile" is for a desk/],
    ['a desk by other models', [LIVE, { ...TWIN, learn: [] }], /"learn" is for a desk of its own/],
    ['a desk and learns', [LIVE, { ...TWIN, learnOn: 'lambda' }], /"learnOn" is for a desk of its own/],
  ])('may not shadow %s', (_what, desks, refusal) => {
    expect(() => read(desks)).toThrow(StackRefusal);
    expect(() => read(desks)).toThrow(refusal);
    expect(() => read(desks)).not.toThrow(/\n/);
  });
});

describe('I41 the roles of a twin of a live desk', () => {
  const PARAMETERS = 'arn:aws:ssm:eu-central-1:<AWS::AccountId>:parameter/perpdesk';
  const READS = /^(dynamodb:(GetItem|Query)|s3:(GetObject|ListBucket)|ssm:GetParametersByPath)$/;
  const roles = ['PositionMonitor', 'SignalEntry', 'Guardian', 'DailyClose', 'NotifierBundle'];
  const statements = (role: string) => statementsOf(both, `maintwin${role}`);
  /** Whatever names something of the desk that is shadowed. */
  const ofOriginal = (role: string) =>
    statements(role).filter(each =>
      /\/main\/|DESK#main["#]|models\/main/.test(JSON.stringify([each.resources, each.condition])),
    );

  test.each(roles)('%s may only read what is the other desk’s', role => {
    for (const { actions } of ofOriginal(role))
      expect(actions.filter(action => !READS.test(action))).toEqual([]);
  });

  test.each(roles)('%s can read no key, of whatever mode, and no confirmation', role => {
    const everything = JSON.stringify(statements(role)).replaceAll('main-twin/secrets/webhook', '');
    expect(everything).not.toMatch(/secret|confirmed-account|kms:|sts:/i);
  });

  test.each([
    ['PositionMonitor', true],
    ['SignalEntry', true],
    ['Guardian', true],
    ['DailyClose', false],
  ])('%s goes by the limits of the other desk, if by any: %s', (role, reads) => {
    const limits = statements(role)
      .flatMap(({ resources }) => resources)
      .filter(arn => arn.includes('/limits'));
    expect(limits).toEqual(reads ? [`${PARAMETERS}/main/limits`, `${PARAMETERS}/main/limits/*`] : []);
  });

  test.each([
    ['PositionMonitor', []],
    ['SignalEntry', ['DESK#main']],
    ['Guardian', []],
    ['DailyClose', ['DESK#main', 'DESK#main#guardian']],
    ['NotifierBundle', ['DESK#main']],
  ])('%s reads of the other desk’s partitions: %j', (role, partitions) => {
    const keys = statements(role).flatMap(({ condition }) => {
      const found = condition as Record<string, Record<string, readonly string[]>> | undefined;
      return found?.['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys'] ?? [];
    });
    expect(keys.filter(key => !key.startsWith('DESK#main-twin')).toSorted()).toEqual(partitions);
  });

  test('only entry reads models, and they are the other desk’s', () => {
    const models = (role: string) =>
      statements(role).flatMap(({ actions, resources }) =>
        actions.includes('s3:GetObject') ? resources : [],
      );
    expect(models('SignalEntry')).toEqual([expect.stringMatching(/models\/main\/\*$/)]);
    expect(roles.filter(role => models(role).length > 0)).toEqual(['SignalEntry']);
  });
});

describe('a twin in the stack', () => {
  test('changes nothing of the desk that it shadows', () => {
    const others = (template: typeof both) => {
      const { Resources } = template.toJSON() as { Resources: Record<string, object> };
      // The saved queries ask the logs of all desks.
      return Object.fromEntries(Object.entries(Resources).filter(([id]) => !/^maintwin|^Queries/.test(id)));
    };
    expect(others(both)).toEqual(others(alone));
  });

  test('has no scan, no learning and no limits of its own', () => {
    expect(twins('AWS::Lambda::Function').map(id => id.replace(/^maintwin|Bundle.*/g, ''))).toEqual([
      'PositionMonitor',
      'SignalEntry',
      'Guardian',
      'DailyClose',
      'Notifier',
    ]);
    expect(twins('Custom::PerpdeskLimits')).toEqual([]);
    expect(JSON.stringify(statementsOf(both, 'LimitsSeeder'))).not.toContain('main-twin');
  });

  test('tells each of its functions whose twin it is', () => {
    for (const id of twins('AWS::Lambda::Function')) {
      const { Environment } = resourcesOf(both, 'AWS::Lambda::Function')[id]?.Properties ?? {};
      expect(Environment).toMatchObject({ Variables: { PERPDESK_TWIN_OF: 'main' } });
    }
    expect(JSON.stringify(alone.toJSON())).not.toContain('PERPDESK_TWIN_OF');
  });

  test('is closed after the desk that it shadows', () => {
    const closes = (desk: string) =>
      resource(both, 'AWS::Scheduler::Schedule', `${desk}OnceADay`).Properties.ScheduleExpression;
    expect([closes('main'), closes('maintwin')]).toEqual(['cron(5 * * * ? *)', 'cron(8 * * * ? *)']);
  });

  test('wants a heartbeat of each of its three functions of the minute, and no more', () => {
    const alarms = Object.entries(resourcesOf(both, 'AWS::CloudWatch::Alarm'));
    const named = (name: string) =>
      alarms.find(([, { Properties }]) => Properties.AlarmName === `perpdesk-main-twin-${name}`)?.[1]
        .Properties;
    expect(named('heartbeat')).toMatchObject({ Threshold: 3 });
    expect(named('heartbeat')?.AlarmDescription).toContain('not all 3 functions');
    expect(named('market')).toBeUndefined();
  });

  test('has the divergence on its page, and no other desk has', () => {
    const pages = resourcesOf(both, 'AWS::CloudWatch::Dashboard');
    const showing = Object.values(pages).filter(page => JSON.stringify(page).includes('DivergenceBps'));
    expect(showing.map(({ Properties }) => Properties.DashboardName)).toEqual(['perpdesk-main-twin']);
  });
});
