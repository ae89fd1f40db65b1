import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Preflight, run, seenIn, statesOf, withAws } from '../operator/preflight/kit.ts';
import { CREDENTIALS, REGION } from './cdk.ts';
import { deployment, type Stage } from './deployment.ts';
import { CHECKS, IN_PART, IN_THE_TEMPLATE } from './resources.ts';
import { resolver, type Template, templateIn } from './template.ts';

const prepared = inject('prepared');
const NOTHING: Template = { Resources: {} };

/** What `cdk deploy` has made of the assembly, asked of the account one by one. */
describe.skipIf(prepared.type === 'missing')('the deployed stack', () => {
  const template = prepared.type === 'missing' ? NOTHING : templateIn(prepared.assembly);
  const resources = Object.entries(template.Resources);
  const types = [...new Set(resources.map(([, { Type }]) => Type))].toSorted();
  const idsOf = (type: string) => resources.flatMap(([id, { Type }]) => (Type === type ? [id] : []));
  const lines: string[] = [];
  let stage: Stage;
  beforeAll(async () => {
    stage = await deployment(prepared);
  });
  afterAll(async () => {
    await stage?.close();
    console.log(`\n${lines.join('\n')}\n`);
  });
  const note = (where: string, type: string, what: string) =>
    lines.push(`${where.padEnd(22)}  ${type.padEnd(34)}  ${what}`);

  test('stands, and its deletion was asked to be refused', async () => {
    const { Stacks } = await stage.services.cloudformation.send(
      new DescribeStacksCommand({ StackName: 'perpdesk' }),
    );
    expect(Stacks).toMatchObject([{ StackStatus: expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/) }]);
    const asked = stage.front.asked.findLast(({ action }) => action === 'UpdateTerminationProtection');
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toMatchObject({
      StackName: 'perpdesk',
      EnableTerminationProtection: 'true',
    });
  });

  test('is of no type that nobody looks at', () => {
    expect(types.filter(type => !(type in CHECKS) && !(type in IN_THE_TEMPLATE))).toEqual([]);
    expect(Object.keys(IN_THE_TEMPLATE).filter(type => !types.includes(type))).toEqual([]);
  });

  test.each(types.filter(type => type in CHECKS))('%s: each is there as the template says', async type => {
    const resolve = resolver(template, stage.names);
    for (const id of idsOf(type)) {
      const properties = resolve(template.Resources[id]?.Properties ?? {}) as Record<string, unknown>;
      const name = stage.names.get(id) ?? expect.fail(`${id} was not made`);
      await CHECKS[type]?.(stage.services, { name, properties });
      note('asked through the SDK', type, id);
    }
  });

  test('is asked of the template where the emulator cannot hold it', () => {
    for (const [type, because] of Object.entries(IN_THE_TEMPLATE))
      for (const id of idsOf(type)) note('in the template alone', type, `${id}: ${because}`);
    expect(lines).toHaveLength(resources.length);
    for (const [type, what] of Object.entries(IN_PART)) note('in the template alone', type, what);
  });

  /** As an operator asks it, of the account that the command line has deployed into. */
  const preflight = async (...words: readonly string[]) => {
    withAws({
      AWS_ENDPOINT_URL: stage.front.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    });
    const { out } = await run(['preflight', '--json', ...words]);
    return JSON.parse(out) as Preflight;
  };

  test('was made ready for by what the preflight asks for before a deployment', async () => {
    const found = await preflight();
    expect(statesOf(found)).toMatchObject({
      context: 'ok',
      credentials: 'ok',
      region: 'ok',
      bootstrap: 'ok',
    });
    expect(seenIn(found, 'credentials')).toContain('account 123456789012');
  });

  test.each(['main', 'other'])(
    'is found by the preflight, with its desk %s that has not run yet',
    async name => {
      await stage.seed();
      const found = await preflight('--aws', '--desk', name);
      // The emulator does not keep that termination protection is on: the first test here looks whether it was asked for.
      expect(statesOf(found).stack).toMatch(/^(ok|warning)$/);
      expect(seenIn(found, 'stack')).toMatch(
        /^(CREATE|UPDATE)_COMPLETE, desks main \(paper\), other \(demo\)/,
      );
      expect(seenIn(found, 'minutes')).toBe('no minute has been finished yet');
      expect(seenIn(found, 'limits')).toMatch(/^\d+ stored/);
      expect(seenIn(found, 'xgboost')).toBe('nothing learnt yet, no vote');
      // Nor has it outputs, since those of the seeder are not to be had without Docker.
      expect(seenIn(found, 'alarm e-mail')).toBe('the outputs of the stack name no topic');
      expect(statesOf(found)['key stored']).toBe(name === 'main' ? undefined : 'missing');
    },
  );

  test('is not let go by the preflight while its desks may open something', async () => {
    const found = await preflight('--destroy', '--aws');
    expect(found.mayGoOn).toBe(false);
    expect(statesOf(found)).toMatchObject({
      stack: 'ok',
      'main halted': 'refused',
      'main book': 'ok',
      'main venue': 'ok',
      'other halted': 'refused',
      'other book': 'ok',
      // It never ran, and never had a key.
      'other venue': 'ok',
    });
  });
});
