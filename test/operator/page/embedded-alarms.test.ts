import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emfMetrics } from '../../../lib/adapters/emf-metrics.ts';
import { epochMs, minutesAfter } from '../../../lib/desk/units.ts';
import { EmbeddedAlarms } from '../../../lib/operator/page/embedded-alarms.ts';
import type { Role } from '../../../lib/ports.ts';
import { NOW } from '../../kit/builders.ts';

const folder = mkdtempSync(join(tmpdir(), 'perpdesk-alarms-'));
const log = join(folder, 'desk.log');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => writeFileSync(log, ''));

const MINUTELY: readonly Role[] = ['guardian', 'monitor', 'entry', 'scan'];

/** What the functions write in a minute, by the emitter that they write it with. */
function minute(n: number, values: Readonly<Record<string, number>> = {}, roles = MINUTELY): void {
  const at = minutesAfter(NOW, n);
  const write = (line: string) => appendFileSync(log, `a line of a library\n${line}\n`);
  const metrics = emfMetrics({ desk: 'main', mode: 'embedded', clock: { now: () => epochMs(at) }, write });
  for (const role of roles)
    metrics.emit(role, {
      Heartbeat: 1,
      ...(role === 'monitor' ? { UnprotectedPositions: 0, ...values } : {}),
    });
}

const on = (alarms: EmbeddedAlarms): readonly string[] =>
  alarms
    .view()
    .alarms.filter(({ state }) => state === 'alarm')
    .map(({ name }) => name);

test('a desk that has not run yet has none, and says why', () => {
  expect(new EmbeddedAlarms(log).view()).toEqual({ alarms: [], because: 'no minute is on record yet' });
  expect(new EmbeddedAlarms(join(folder, 'nowhere.log')).view().alarms).toEqual([]);
});

test('a position without a stop sets off its alarm and the one over those that mean danger, until it has one', () => {
  const alarms = new EmbeddedAlarms(log);
  for (const n of [0, 1, 2, 3]) minute(n);
  expect(on(alarms)).toEqual([]);
  minute(4, { UnprotectedPositions: 1 });
  minute(5);
  const { alarms: rows } = alarms.view();
  expect(rows.slice(0, 2).map(({ name, since }) => [name, since])).toEqual([
    ['not-safe', minutesAfter(NOW, 5)],
    ['unprotected', minutesAfter(NOW, 5)],
  ]);
  minute(6);
  expect(on(alarms)).toEqual([]);
});

test('three minutes of a silent function set off the heartbeat, and not the first minutes of a desk', () => {
  const alarms = new EmbeddedAlarms(log);
  minute(0, {}, ['monitor']);
  minute(1, {}, ['monitor']);
  expect(on(alarms)).toEqual([]);
  for (const n of [2, 3, 4]) minute(n, {}, ['guardian', 'monitor', 'scan']);
  minute(5);
  expect(on(alarms)).toEqual(['heartbeat']);
  for (const n of [6, 7, 8]) minute(n);
  expect(on(alarms)).toEqual([]);
});

test('a log that began anew is read from its beginning, and half a line waits for its other half', () => {
  const alarms = new EmbeddedAlarms(log);
  for (const n of [0, 1, 2]) minute(n);
  expect(on(alarms)).toEqual([]);
  writeFileSync(log, '');
  minute(3, { UnprotectedPositions: 2 });
  appendFileSync(log, '{"_aws":{"Timestamp":');
  expect(on(alarms)).toEqual([]);
  appendFileSync(log, 'nonsense\n');
  minute(4);
  expect(on(alarms)).toEqual(['not-safe', 'unprotected']);
});
