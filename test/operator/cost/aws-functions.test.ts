import { describe, expect, test } from 'vitest';
import { functionsThere } from '../../../lib/operator/cost/aws-functions.ts';
import { TICKING } from '../../../lib/operator/cost/deployed.ts';
import { resourcesOf, synthesised } from '../../stack/synthesised.ts';
import { cloud } from './cloud.ts';

const ONCE = { sum: 1, count: 1 };

/** A CloudWatch that has seen the functions of these stacks, named as CloudFormation names them: 64 signs at most. */
const seen = (...stacks: readonly (readonly [name: string, ids: readonly string[]])[]) =>
  cloud(
    {},
    Object.fromEntries(
      stacks.flatMap(([stack, ids]) =>
        ids.map(id => [`${`${stack}-${id}`.slice(0, 51)}-AbCdEfGhIjKl`, ONCE]),
      ),
    ),
  ).client;

/** The logical ids of what the stack would deploy. */
const idsOf = (...names: readonly string[]): readonly string[] =>
  Object.keys(
    resourcesOf(
      synthesised({ desks: names.map(name => ({ name, mode: 'paper' })) }),
      'AWS::Lambda::Function',
    ),
  );

describe('the functions of a desk', () => {
  test('are those of its own, one for each of the minute, and the desks beside it are counted', async () => {
    const client = seen(['perpdesk', idsOf('main', 'paper-2')], ['perpdesk-2', idsOf('other')]);
    for (const [desk, begin] of [
      ['main', 'perpdesk-main'],
      ['paper-2', 'perpdesk-paper2'],
    ] as const) {
      const { named, desks } = await functionsThere(client, desk, 'perpdesk');
      for (const name of TICKING)
        expect(named[name]).toEqual([expect.stringMatching(new RegExp(`^${begin}${name}`))]);
      expect(desks).toBe(2);
    }
  });

  test('of a desk with the longest name are found, though CloudFormation cuts theirs', async () => {
    const longest = 'abcdefghijklmnopqrstuvwx';
    const { named } = await functionsThere(seen(['perpdesk', idsOf(longest)]), longest, 'perpdesk');
    for (const name of TICKING) expect(named[name]).toHaveLength(1);
  });

  test('are none where another stack has a desk of this name', async () => {
    const { named } = await functionsThere(seen(['perpdesk-2', idsOf('main')]), 'main', 'perpdesk');
    for (const name of TICKING) expect(named[name]).toEqual([]);
  });

  test('are found without a stack’s name, and the desk is taken to be alone', async () => {
    const { named, desks } = await functionsThere(
      seen(['perpdesk-2', idsOf('main', 'second')]),
      'main',
      undefined,
    );
    for (const name of TICKING) expect(named[name]).toHaveLength(1);
    expect(desks).toBe(1);
  });
});
