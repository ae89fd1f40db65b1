import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cdkFlagsOf, readPlan, stackArgument, stackOfDesk } from '../../../lib/operator/preflight/plan.ts';
import { settingsOf } from '../../../lib/stack/settings.ts';
import { emptyFolder, removeFolder } from '../fixture.ts';

const folder = emptyFolder();
afterAll(() => removeFolder(folder));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const DESKS = '[{"name":"main","mode":"paper","balanceUsd":15000}]';
const good = file('good.json', `{"context":{"desks":${DESKS},"region":"eu-west-1"}}`);

describe('the context', () => {
  test('is read as the stack reads it', () =>
    expect(readPlan(good, [], settingsOf)).toMatchObject({
      type: 'plan',
      plan: { region: 'eu-west-1', desks: [{ name: 'main', mode: 'paper', balanceUsd: 15_000 }] },
    }));

  test('gives way to what is said on the command line', () =>
    expect(
      readPlan(good, ['desks=[{"name":"trial","mode":"demo"}]', 'alarmEmail=a@example.com'], settingsOf),
    ).toMatchObject({
      type: 'plan',
      plan: { alarmEmail: 'a@example.com', region: 'eu-west-1', desks: [{ name: 'trial', mode: 'demo' }] },
    }));

  test('that the stack refuses is told in the stack’s words, with the region as it stands there', () =>
    expect(readPlan(good, ['region=us-east-1'], settingsOf)).toEqual({
      type: 'refused',
      region: 'us-east-1',
      because: expect.stringContaining('status 451'),
    }));

  test('that is not there is said to be absent', () =>
    expect(readPlan(join(folder, 'none.json'), [], settingsOf).type).toBe('absent'));

  test.each([
    ['a file that is no JSON', file('broken.json', '{'), [] as string[], /is not JSON/],
    ['an override without a value', good, ['desks'], /write it as KEY=VALUE/],
  ])('of %s is a refusal', (_what, path, overrides, said) =>
    expect(() => readPlan(path, overrides, settingsOf)).toThrow(said),
  );
});

describe('cdk is told', () => {
  test.each<[string | undefined, readonly string[], string]>([
    [undefined, [], ''],
    ['prod', [], ' --profile prod'],
    ['prod', ['region=eu-west-1'], ' --profile prod -c region=eu-west-1'],
    [
      undefined,
      ['desks=[{"name":"a"}]', "alarmEmail=o'hara@x.y"],
      ` -c 'desks=[{"name":"a"}]' -c 'alarmEmail=o'\\''hara@x.y'`,
    ],
  ])('of the profile %s and the overrides %j', (profile, context, flags) =>
    expect(cdkFlagsOf(profile, context)).toBe(flags),
  );
});

describe('the stack of a desk', () => {
  const two = '[{"name":"main","mode":"paper"},{"name":"trial","mode":"demo","stack":"perpdesk-2"}]';
  const several = readPlan(good, [`desks=${two}`], settingsOf);
  const one = readPlan(good, [], settingsOf);

  test.each([
    ['main', 'perpdesk', ' perpdesk'],
    ['trial', 'perpdesk-2', ' perpdesk-2'],
    ['of-another-context', 'perpdesk', ' perpdesk'],
  ])('%s is %s, and cdk is told so where there are several', (desk, stack, argument) => {
    expect(stackOfDesk(several, desk)).toBe(stack);
    expect(stackArgument(several, desk)).toBe(argument);
    expect(stackArgument(one, desk)).toBe('');
  });
});
