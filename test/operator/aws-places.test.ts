import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskTable, putItem } from '../../lib/adapters/dynamo/table.ts';
import { ensureTable } from '../../lib/local/aws/table.ts';
import { tableOf } from '../../lib/operator/aws-places.ts';
import { localDynamo } from '../adapters/aws.ts';

/** The tables of two stacks, of one that was taken down and left its table, and of somebody else. */
const [DEFAULT, SECOND] = ['perpdesk-BooksTable6C4CCF04-1A', 'perpdesk-asia-2-BooksTable6C4CCF04-2B'];
const LEFT = 'perpdesk-BooksTable6C4CCF04-0Z';
const STRANGE = ['perpdeskX-BooksTable', 'other-perpdesk-BooksTable', 'perpdesk-notes'];

/** An account with these tables, in which desks have left a word. */
async function account(tables: readonly string[], words: readonly (readonly [string, string])[] = []) {
  const dynamo = await localDynamo();
  for (const table of [...tables, ...STRANGE]) await ensureTable(dynamo.client, table);
  for (const [table, desk] of words)
    await putItem(deskTable({ table, desk, client: dynamo.client }), { sk: 'book' });
  return dynamo;
}

describe('the table of a desk', () => {
  let several: Awaited<ReturnType<typeof account>>;
  let one: Awaited<ReturnType<typeof account>>;
  let none: Awaited<ReturnType<typeof account>>;
  beforeAll(async () => {
    const words = [
      [DEFAULT, 'main'],
      [SECOND, 'tokyo'],
      [LEFT, 'old'],
      [DEFAULT, 'old'],
    ] as const;
    [several, one, none] = await Promise.all([
      account([DEFAULT, SECOND, LEFT], words),
      account([SECOND]),
      account([]),
    ]);
  });
  afterAll(async () => {
    await Promise.all([several.close(), one.close(), none.close()]);
  });

  test.each([
    ['main', DEFAULT],
    ['tokyo', SECOND],
  ])('of several is the one that knows %s', async (desk, table) => {
    expect(await tableOf(several.client, desk, undefined)).toBe(table);
  });

  test('is the only one that a stack has, whether it knows the desk or not', async () => {
    expect(await tableOf(one.client, 'new', undefined)).toBe(SECOND);
  });

  test('is the one that is named, and nobody is asked', async () => {
    expect(await tableOf(none.client, 'main', 'mine')).toBe('mine');
  });

  test.each([
    [
      'a desk that none knows',
      'new',
      /^--aws: none of 3 tables has a word of desk new yet; give --table with/,
    ],
    [
      'a desk that two know',
      'old',
      /^--aws: 2 tables could be the desk's; give --table with one of \S+, \S+$/,
    ],
  ])('of several is not guessed: %s', async (_what, desk, said) => {
    await expect(tableOf(several.client, desk, undefined)).rejects.toThrow(said);
  });

  test('is none where no stack has made one', async () => {
    await expect(tableOf(none.client, 'main', undefined)).rejects.toThrow(
      /no table .* begins with perpdesk-Books/,
    );
  });
});
