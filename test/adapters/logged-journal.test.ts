import { expect, test } from 'vitest';
import { loggedJournal } from '../../lib/adapters/logged-journal.ts';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import { type Journal, PortError } from '../../lib/ports.ts';
import { at, M0 } from '../contract/book-samples.ts';

const record = (because: string, minute = M0): JournalRecord => ({
  minute,
  role: 'monitor',
  mode: 'live',
  type: 'state',
  what: 'x',
  because,
});

function logged(write: Journal['write'] = async () => {}) {
  const lines: string[] = [];
  return { lines, journal: loggedJournal({ write }, 'real', line => void lines.push(line)) };
}

test('each record is a line of JSON that says its desk, its mode and its minute as people write it', async () => {
  const { lines, journal } = logged();
  await journal.write(M0, 'monitor', [record('a\nb')]);
  expect(lines.map(line => JSON.parse(line))).toEqual([
    {
      desk: 'real',
      mode: 'live',
      role: 'monitor',
      type: 'state',
      what: 'x',
      because: 'a\nb',
      minute: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
    },
  ]);
  expect(lines[0]).not.toContain('\n');
});

test('what a tick writes a second time, from its beginning, is said once; the next minute begins anew', async () => {
  const { lines, journal } = logged();
  const said = () => lines.map(line => JSON.parse(line).because);
  await journal.write(M0, 'monitor', [record('a')]);
  await journal.write(M0, 'monitor', [record('a'), record('b')]);
  await journal.write(M0, 'monitor', [record('a'), record('b')]);
  await journal.write(at(1), 'monitor', [record('a', at(1))]);
  expect(said()).toEqual(['a', 'b', 'a']);
});

test('the line is there when the table takes nothing, which is told on', async () => {
  const { lines, journal } = logged(() => Promise.reject(new PortError('throttled', 'later')));
  await expect(journal.write(M0, 'monitor', [record('a')])).rejects.toThrow(PortError);
  expect(lines).toHaveLength(1);
});
