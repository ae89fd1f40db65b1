import { expect, test } from 'vitest';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { type Minute, usd } from '../../lib/desk/units.ts';
import { ReplayJournal } from '../../lib/replay/journal.ts';

const BASE = { role: 'entry', mode: 'replay' } as const;
const minute = (n: number): Minute => (n * 60_000) as Minute;
const none = (n: number, noTrade: string): JournalRecord => ({
  ...BASE,
  minute: minute(n),
  type: 'minute',
  entries: 0,
  noTrade,
});
const account = (n: number, equity: number) =>
  ({
    minute: minute(n),
    role: 'monitor',
    mode: 'replay',
    type: 'account',
    equityUsd: usd(equity),
    highWaterUsd: usd(10_000),
    marks: [],
  }) as const;

const journal = () => {
  const heard: JournalRecord[] = [];
  return { journal: new ReplayJournal(record => heard.push(record)), heard };
};

async function run(told: ReplayJournal, n: number, equity: number, noTrade: string): Promise<void> {
  await told.write(minute(n), 'entry', [none(n, noTrade)]);
  await told.write(minute(n), 'monitor', [account(n, equity)]);
  told.close();
}

test('minutes that were run and minutes that were passed over are hashed alike', async () => {
  const [all, some] = [journal().journal, journal().journal];
  for (const n of [1, 2, 3]) await run(all, n, 10_000, 'no-signal');
  await run(all, 4, 9_990, 'desk-halted');
  await run(some, 1, 10_000, 'no-signal');
  some.still(minute(2), 'no-signal');
  some.stands(account(4, 9_990));
  some.still(minute(4), 'desk-halted');
  expect(some.digest()).toBe(all.digest());
});

test.each([
  ['the equity', 9_991, 'no-signal'],
  ['the reason why nothing was opened', 10_000, 'desk-halted'],
])('%s makes another hash', async (_what, equity, code) => {
  const [one, other] = [journal().journal, journal().journal];
  await run(one, 1, 10_000, 'no-signal');
  await run(other, 1, equity, code);
  expect(other.digest()).not.toBe(one.digest());
});

test('what a tick writes twice is one record, in the order of the roles', async () => {
  const { journal: told, heard } = journal();
  await told.write(minute(1), 'entry', [none(1, 'no-signal')]);
  await told.write(minute(1), 'monitor', []);
  await told.write(minute(1), 'monitor', [account(1, 10_000)]);
  told.close();
  told.close();
  expect(heard.map(({ type }) => type)).toEqual(['account', 'minute']);
});
