import { GetParameterHistoryCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ssmLimitEditor } from '../../../lib/adapters/ssm/limit-editor.ts';
import { LIMIT_NAMES } from '../../../lib/desk/limits/schema.ts';
import { localParameterStore } from '../aws.ts';

let service: Awaited<ReturnType<typeof localParameterStore>>;
let desks = 0;
beforeAll(async () => {
  service = await localParameterStore();
});
afterAll(() => service.close());

function make() {
  const desk = `desk-${desks++}`;
  const { client } = service;
  const byHand = async (name: string, text: string) => {
    const Name = `/perpdesk/${desk}/limits/${name}`;
    await client.send(new PutParameterCommand({ Name, Value: text, Type: 'String', Overwrite: true }));
  };
  return { editor: ssmLimitEditor({ client, desk }), byHand, desk };
}

test('the list has every limit with its default, unit and description', async () => {
  const { editor } = make();
  const list = await editor.list();
  expect(list.map(({ name }) => name)).toEqual(LIMIT_NAMES);
  expect(list.find(({ name }) => name === 'risk/positions-max')).toEqual({
    name: 'risk/positions-max',
    text: '15',
    version: 0,
    default: '15',
    unit: 'positions, 0 to 40',
    description: expect.stringContaining('Most positions open at once'),
    problem: undefined,
  });
});

test('an edit says what was, what is, and its version', async () => {
  const { editor } = make();
  const name = 'risk/positions-max';
  expect(await editor.set(name, '4')).toEqual({ type: 'set', name, before: '15', after: '4', version: 1 });
  expect(await editor.set(name, '6')).toEqual({ type: 'set', name, before: '4', after: '6', version: 2 });
  expect(await editor.get(name)).toMatchObject({ text: '6', version: 2 });
});

test('storing the default on purpose is an edit; storing the same again is none', async () => {
  const { editor } = make();
  expect(await editor.set('risk/positions-max', '15')).toMatchObject({ type: 'set', version: 1 });
  expect(await editor.set('risk/positions-max', '15')).toEqual({
    type: 'unchanged',
    name: 'risk/positions-max',
    text: '15',
    version: 1,
  });
});

test.each([
  ['risk/positions', '4', 'no such limit'],
  ['sizing/risk-fraction', '1.5', 'outside 0.0001 to 0.2'],
  ['plan/stop-fraction-min', '0.05', 'above plan/stop-fraction-max'],
])('%s = %s is refused before it is stored', async (name, text, problem) => {
  const { editor } = make();
  expect(await editor.set(name, text)).toEqual({
    type: 'refused',
    problems: [{ name, problem: expect.stringContaining(problem) }],
  });
  expect(await editor.history(name)).toEqual([]);
});

test('what is wrong in the store is shown, and can be mended one by one', async () => {
  const { editor, byHand } = make();
  await byHand('risk/positions-max', 'many');
  await byHand('plan/leverage-max', '500');
  await byHand('risk/nonsense', '1');
  const wrong = (await editor.list()).filter(({ problem }) => problem !== undefined);
  expect(wrong.map(({ name }) => name)).toEqual(['plan/leverage-max', 'risk/positions-max', 'risk/nonsense']);
  expect(await editor.set('risk/positions-max', '4')).toMatchObject({
    type: 'set',
    before: 'many',
    version: 2,
  });
  expect(await editor.set('plan/leverage-max', '4')).toMatchObject({ type: 'set', version: 2 });
});

test('every edit carries description and pattern, which the store would forget', async () => {
  const { editor, desk } = make();
  for (const text of ['4', '5']) await editor.set('risk/positions-max', text);
  const Name = `/perpdesk/${desk}/limits/risk/positions-max`;
  const { Parameters } = await service.client.send(new GetParameterHistoryCommand({ Name }));
  const kept = Parameters?.map(({ Description = '', AllowedPattern }) => [
    Description.slice(0, 26),
    AllowedPattern,
  ]);
  const expected = ['Most positions open at onc', '^(0|[1-9][0-9]{0,9})$'];
  expect(kept).toEqual([expected, expected]);
});

test('the history is newest first, with who and when', async () => {
  const { editor } = make();
  const before = Date.now();
  for (const text of ['4', '5', '6']) await editor.set('risk/positions-max', text);
  const history = await editor.history('risk/positions-max');
  expect(history.map(({ version, text }) => [version, text])).toEqual([
    [3, '6'],
    [2, '5'],
    [1, '4'],
  ]);
  expect(history[0]?.by).toContain('local');
  expect(Math.abs((history[0]?.at ?? 0) - before)).toBeLessThan(60_000);
});

test('a store that is silent is an error, not an empty history', async () => {
  const { editor } = make();
  await service.fault({ times: 3, error: 'ThrottlingException' });
  await expect(editor.history('risk/positions-max')).rejects.toMatchObject({ kind: 'throttled' });
});
