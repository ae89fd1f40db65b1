import {
  GetParameterCommand,
  type ParameterMetadata,
  PutParameterCommand,
  paginateDescribeParameters,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { seedPlan } from '../../lib/adapters/ssm/seed.ts';
import { deployment, type Stage } from './deployment.ts';
import { DESKS } from './set-up.ts';

const prepared = inject('prepared');
const SEEDS = seedPlan('main');

/** CloudFormation calls this function in a deployment; the emulator would need Docker for it. */
describe.skipIf(prepared.type === 'missing')('the limits after a deployment', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await deployment(prepared);
  });
  afterAll(() => stage?.close());
  const ssm = () => stage.services.ssm;
  const limit = (desk: string, name: string) => `/perpdesk/${desk}/limits/${name}`;

  test('the seeder stores them with its own rights, and reports to CloudFormation', async () => {
    const done = { Created: `${SEEDS.length}`, Redescribed: '0', Left: 'none', Unknown: 'none' };
    expect(await stage.seed()).toMatchObject(
      DESKS.map(({ name }) => ({ Status: 'SUCCESS', PhysicalResourceId: `limits-of-${name}`, Data: done })),
    );
    expect(stage.front.refused).toEqual([]);
  });

  test.each(DESKS)(
    'each limit of $name has its default, its words and its pattern',
    async ({ name: desk }) => {
      const found = new Map<string, ParameterMetadata>();
      const asked = {
        ParameterFilters: [{ Key: 'Path', Option: 'Recursive', Values: [`/perpdesk/${desk}/limits`] }],
      };
      for await (const page of paginateDescribeParameters({ client: ssm() }, asked))
        for (const one of page.Parameters ?? []) found.set(one.Name ?? '', one);
      expect(found.size).toBe(SEEDS.length);
      for (const { name, text, description, pattern } of SEEDS) {
        expect(found.get(limit(desk, name))).toMatchObject({
          Type: 'String',
          Tier: 'Standard',
          Description: description,
          AllowedPattern: pattern,
        });
        const { Parameter } = await ssm().send(new GetParameterCommand({ Name: limit(desk, name) }));
        expect(Parameter?.Value).toBe(text);
      }
    },
  );

  test('seeding again changes nothing, and a person’s edit stays', async () => {
    const Name = limit('main', 'risk/positions-max');
    await ssm().send(new PutParameterCommand({ Name, Value: '3', Overwrite: true }));
    expect(await stage.seed('Update')).toMatchObject(
      DESKS.map(() => ({ Status: 'SUCCESS', Data: { Created: '0' } })),
    );
    expect((await ssm().send(new GetParameterCommand({ Name }))).Parameter).toMatchObject({
      Value: '3',
      Version: 2,
    });
  });
});
