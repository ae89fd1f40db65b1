import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
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
});
