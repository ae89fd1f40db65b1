import { beforeEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../lib/adapters/memory/store.ts';
import type { AlarmChange } from '../lib/desk/alarms/change.ts';
import type { JournalRecord } from '../lib/desk/journal.ts';
import { epochMs, symbolId } from '../lib/desk/units.ts';
import type { NotifyDesk } from '../lib/minute/desk.ts';
import { notify } from '../lib/notify.ts';
import { type Message, PortError } from '../lib/ports.ts';
import { at, M0 } from './contract/book-samples.ts';

const UNPROTECTED: AlarmChange = {
  name: 'unprotected',
  state: 'ALARM',
  at: epochMs(at(10) + 20_000),
  says: 'A position has no stop. What to do: docs/runbook.md#unprotected',
  because: 'Threshold Crossed: 1 datapoint [1.0] was greater than the threshold (0.0).',
};
const BARE: JournalRecord = {
  minute: at(9),
  role: 'monitor',
  mode: 'paper',
  type: 'unprotected',
  positionId: 'SOLUSDT-20250527T1430',
  symbol: symbolId('SOLUSDT'),
  because: 'the venue answers -4120',
};
const silent = () => Promise.reject(new PortError('unavailable', 'no answer'));

let mails: Message[];
let posts: string[];
let logged: object[];
let desk: NotifyDesk;
beforeEach(async () => {
  [mails, posts, logged] = [[], [], []];
  const store = memoryStore();
  await store.write(at(9), 'monitor', [BARE]);
  desk = {
    name: 'main',
    mode: 'paper',
    clock: { sleep: () => new Promise(() => {}) },
    reader: store,
    mail: { send: async message => void mails.push(message) },
    webhook: async () => ({ post: async text => void posts.push(text) }),
    tell: line => void logged.push(line),
  };
});

describe('an alarm', () => {
  test('reaches people by mail and by webhook, with what the journal knows of it', async () => {
    await notify(desk, UNPROTECTED);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('perpdesk main (paper): unprotected ALARM');
    expect(mails[0]?.text).toContain('- SOLUSDT at ');
    expect(mails[0]?.text).toContain('the venue answers -4120');
    expect(mails[0]?.text).toContain('docs/runbook.md#unprotected');
    expect(posts).toEqual([`*${mails[0]?.subject}*\n${mails[0]?.text}`]);
  });

  test('that is over is told as such, and nothing is looked up for it', async () => {
    const deaf = { ...desk, reader: { ...desk.reader, load: silent } };
    await notify(deaf, { ...UNPROTECTED, state: 'OK' });
    expect(mails[0]?.subject).toBe('perpdesk main (paper): unprotected over');
    expect(mails[0]?.text).not.toContain('SOLUSDT');
    expect(mails[0]?.text).not.toContain('could not be read');
  });

  test('of a desk without a webhook is a mail', async () => {
    await notify({ ...desk, webhook: async () => undefined }, UNPROTECTED);
    expect([mails.length, posts.length]).toEqual([1, 0]);
  });
});

describe('told all the same', () => {
  test.each<[string, () => Promise<never>]>([
    ['a webhook that refuses', silent],
    [
      'a webhook whose address cannot be read',
      async () => Promise.reject(new PortError('unauthorised', 'no')),
    ],
  ])('%s keeps no mail from being sent, and the mail says so', async (_what, fails) => {
    const webhook = fails === silent ? async () => ({ post: silent }) : fails;
    await notify({ ...desk, webhook }, UNPROTECTED);
    expect(mails[0]?.text).toMatch(/the venue answers -4120.*Nobody was told through the webhook: no/s);
    expect(logged).toMatchObject([{ failed: 'webhook' }]);
  });

  test('a mail that is not taken keeps nobody from being told by webhook; then the raw alarm has to go', async () => {
    await expect(notify({ ...desk, mail: { send: silent } }, UNPROTECTED)).rejects.toThrow(PortError);
    expect(posts).toHaveLength(1);
  });

  test.each<[string, Partial<NotifyDesk['reader']>, RegExp]>([
    ['a book that cannot be read', { load: silent }, /the venue answers -4120.*the book could not be read/s],
    [
      'a journal that cannot be read',
      {
        journal: () => ({
          [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new PortError('throttled', 'later')) }),
        }),
      },
      /the journal could not be read: later/,
    ],
    [
      'a store with a bug',
      { closedBetween: async () => Promise.reject(new TypeError('a bug')) },
      /closed trades could not be read: a bug/,
    ],
  ])('%s keeps neither from being told', async (_what, reader, says) => {
    await notify({ ...desk, reader: { ...desk.reader, ...reader } }, UNPROTECTED);
    expect(mails[0]?.text).toMatch(says);
    expect(posts[0]).toMatch(says);
  });

  test('a store that hangs is not waited for', async () => {
    const hangs = { ...desk.reader, load: () => new Promise<never>(() => {}) };
    await notify({ ...desk, clock: { sleep: async () => {} }, reader: hangs }, UNPROTECTED);
    expect(mails[0]?.text).toContain('the book could not be read: no answer in time');
  });

  test('what makes no sense to the desk is told as it came', async () => {
    await notify(desk, { ...UNPROTECTED, name: 'a-new-one', at: epochMs(M0) });
    expect(mails[0]?.text).toContain('A position has no stop.');
    expect(mails[0]?.text).not.toContain('The desk knows');
  });
});
