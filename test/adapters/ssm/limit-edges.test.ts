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

/** The nth edge of every limit that has so many. */
const nth = (edges: 'right' | 'wrong', n: number) =>
  LIMIT_NAMES.flatMap(name => {
    const text = edgesOf(name)[edges][n];
    return text === undefined ? [] : [[name, text] as const];
  });
/** Below, above, between, and one that is no value: the others differ for the reader alone. */
const SHOWN = 4;
const counts = (edges: 'right' | 'wrong') =>
  Array.from(
    { length: Math.min(SHOWN, Math.max(...LIMIT_NAMES.map(name => edgesOf(name)[edges].length))) },
    (_, n) => n,
  );

describe('the parameter store, and the desk that reads it', () => {
  test.each(counts('right'))('take every limit at an edge of its range (%d)', async n => {
    const edits = nth('right', n);
    await Promise.all(edits.map(([name, text]) => edit(name, text)));
    const answer = await read();
    if (answer.type === 'invalid') throw new Error(JSON.stringify(answer.problems));
    for (const [name, text] of edits)
      expect([name, definitionOf(name).format(answer.limits.values[name])]).toEqual([name, text]);
  });

  test.each(counts('wrong'))('I08 take no limit that is out of its range, or none at all (%d)', async n => {
    const edits = nth('wrong', n);
    await Promise.all(
      edits.map(async ([name, text]) => {
        const fits = new RegExp(definitionOf(name).pattern).test(text);
        if (!fits) await expect(edit(name, text)).rejects.toThrow(/pattern/i);
        await force(name, text);
      }),
    );
    const answer = await read();
    const told = answer.type === 'invalid' ? answer.problems.map(({ name }) => name) : [];
    expect(told.toSorted()).toEqual(edits.map(([name]) => name).toSorted());
    await Promise.all(
      edits.map(([name]) => edit(name, definitionOf(name).format(definitionOf(name).default))),
    );
  });
});
