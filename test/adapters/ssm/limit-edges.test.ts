import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ssmLimitStore } from '../../../lib/adapters/ssm/limit-store.ts';
import { limitParameter } from '../../../lib/adapters/ssm/names.ts';
import { seedOf } from '../../../lib/adapters/ssm/seed.ts';
import { putInput, seedLimits } from '../../../lib/adapters/ssm/seed-store.ts';
import { definitionOf, LIMIT_NAMES, type LimitName } from '../../../lib/desk/limits/schema.ts';
import { at } from '../../contract/book-samples.ts';
import { edgesOf } from '../../kit/any-limits.ts';
import { localParameterStore } from '../aws.ts';

const DESK = 'main';
let service: Awaited<ReturnType<typeof localParameterStore>>;
beforeAll(async () => {
  service = await localParameterStore();
  await seedLimits({ client: service.client, desk: DESK });
});
afterAll(() => service.close());

let minutes = 0;
/** What the desk reads now. */
const read = () => ssmLimitStore({ client: service.client, desk: DESK }).read(at(minutes++));
/** An edit as the console makes it: the parameter keeps its pattern. */
const edit = (name: LimitName, text: string) =>
  service.client.send(new PutParameterCommand({ ...putInput(seedOf(DESK, name, text)), Overwrite: true }));
/** A hand that leaves the pattern out. */
const force = (name: LimitName, text: string) =>
  service.client.send(
    new PutParameterCommand({
      Name: limitParameter(DESK, name),
      Value: text,
      Type: 'String',
      Overwrite: true,
    }),
  );
const mend = (name: LimitName) => edit(name, definitionOf(name).format(definitionOf(name).default));

describe.each(LIMIT_NAMES)('%s in the parameter store', name => {
  const { right, wrong } = edgesOf(name);

  test.each(right)('takes %s, and the desk reads it', async text => {
    await edit(name, text);
    const answer = await read();
    await mend(name);
    // Two limits that belong together may now stand the wrong way round; then that is what is said, and nothing else.
    if (answer.type === 'invalid') {
      expect(answer.problems.every(({ problem }) => problem.includes(' is above '))).toBe(true);
      return;
    }
    expect(definitionOf(name).format(answer.limits.values[name])).toBe(text);
  });

  test.each(wrong)('I08 %s is refused by the store, or by the desk: it is never a limit', async text => {
    const fits = new RegExp(definitionOf(name).pattern).test(text);
    if (!fits) await expect(edit(name, text)).rejects.toThrow(/pattern/i);
    await force(name, text);
    const answer = await read();
    await mend(name);
    expect(answer).toEqual({ type: 'invalid', problems: [{ name, problem: expect.any(String) }] });
  });
});
