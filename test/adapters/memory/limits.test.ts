import { expect, test } from 'vitest';
import { memoryLimitStore } from '../../../lib/adapters/memory/limit-store.ts';
import { at } from '../../contract/book-samples.ts';
import { limitsContract } from '../../contract/limits.ts';

limitsContract('memory', async () => {
  const store = memoryLimitStore();
  return { store, set: async (name, text) => store.set(name, text) };
});

test('given texts are stored as version 1', async () => {
  const answer = await memoryLimitStore({ 'plan/leverage-max': '5' }).read(at(0));
  expect(answer).toMatchObject({
    limits: { values: { 'plan/leverage-max': 5 }, versions: { 'plan/leverage-max': 1 } },
  });
});
