import { expect, test } from 'vitest';
import type { JournalRecord } from '../../lib/desk/journal.ts';
import type { Role } from '../../lib/ports.ts';
import { RECORDS } from '../adapters/dynamo/sample-records.ts';
import { all, type Make } from './book-kit.ts';
import { aRecord, at, M0 } from './book-samples.ts';

/** Records in order, and once. */
export function journals(make: Make): void {
  const whats = (records: readonly JournalRecord[]) =>
    records.map(record => (record.type === 'state' ? record.what : record.type));

  test('records of a span come oldest first, in the order of the roles, both ends included', async () => {
    const { reader, journal } = await make();
    await journal.write(at(1), 'entry', [aRecord(1, 'entry', '1e')]);
    await journal.write(at(1), 'monitor', [aRecord(1, 'monitor', '1m0'), aRecord(1, 'monitor', '1m1')]);
    await journal.write(at(1), 'scan', [aRecord(1, 'scan', '1s')]);
    await journal.write(at(3), 'monitor', [aRecord(3, 'monitor', '3m')]);
    await journal.write(at(0), 'entry', [aRecord(0, 'entry', '0e')]);
    const span = async (from: number, to: number) =>
      whats(await all(reader.journal({ from: at(from), to: at(to) })));
    expect(await span(0, 3)).toEqual(['0e', '1m0', '1m1', '1s', '1e', '3m']);
    expect(await span(1, 1)).toEqual(['1m0', '1m1', '1s', '1e']);
    expect(await span(2, 2)).toEqual([]);
    expect(await span(3, 0)).toEqual([]);
  });

  test.each(Object.entries(RECORDS))(
    'a record of kind %s comes back as it was written',
    async (_kind, record) => {
      const { reader, journal } = await make();
      await journal.write(record.minute, record.role as Role, [record]);
      expect(await all(reader.journal({ from: record.minute, to: record.minute }))).toEqual([record]);
    },
  );

  test('written twice changes nothing', async () => {
    const { reader, journal } = await make();
    const records = [aRecord(0, 'monitor', 'a'), aRecord(0, 'monitor', 'b')];
    await journal.write(M0, 'monitor', records);
    await journal.write(M0, 'monitor', records);
    expect(await all(reader.journal({ from: M0, to: M0 }))).toEqual(records);
  });

  test('a long tick keeps every record and their order; an empty one is nothing', async () => {
    const { reader, journal } = await make();
    const records = Array.from({ length: 130 }, (_, i) => aRecord(0, 'entry', `${i}`));
    await journal.write(M0, 'entry', records);
    await journal.write(M0, 'scan', []);
    expect(await all(reader.journal({ from: M0, to: M0 }))).toEqual(records);
  });
}
