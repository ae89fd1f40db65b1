import { describe, expect, test } from 'vitest';
import type { AlarmMute } from '../../../lib/adapters/alarm-mute.ts';
import { halt, resume } from '../../../lib/operator/commands/halt.ts';
import type { Connection } from '../../../lib/operator/connection.ts';
import { PortError } from '../../../lib/ports.ts';

const NOW = new Date('2026-01-05T14:30:20Z');
const PLAIN = { width: 200, paint: { dim: (t: string) => t, bold: (t: string) => t } } as never;

/** A desk whose limits take every edit, and its alarms. */
function desk(alarms?: AlarmMute) {
  const values = new Map([
    ['control/state', 'active'],
    ['control/halt-flatten', 'no'],
    ['control/resume', 'never'],
  ]);
  const connection = {
    desk: 'main',
    reader: { load: async () => ({ book: undefined }) },
    limits: {
      list: async () => [...values].map(([name, text]) => ({ name, text })),
      check: async () => [],
      setAll: async (texts: Readonly<Record<string, string>>) => {
        for (const [name, text] of Object.entries(texts)) values.set(name, text);
        return [];
      },
    },
    ...(alarms === undefined ? {} : { alarms }),
  } as unknown as Connection;
  return { connection, values };
}

function mutable(fails = false) {
  const calls: string[] = [];
  const call = (what: string) => {
    calls.push(what);
    if (fails) throw new PortError('unauthorised', 'CloudWatch failed: AccessDeniedException');
  };
  const alarms: AlarmMute = {
    mute: async (hours, now) => {
      call(`mute ${hours}`);
      return new Date(now.getTime() + hours * 3_600_000);
    },
    unmute: async () => call('unmute'),
  };
  return { alarms, calls };
}

describe('halt --maintenance', () => {
  test('halts the desk, mutes its alarms on silence, and says until when', async () => {
    const { alarms, calls } = mutable();
    const { connection, values } = desk(alarms);
    const answer = await halt(connection, { flatten: false, maintenanceHours: 6, now: NOW });
    expect(values.get('control/state')).toBe('halted');
    expect(calls).toEqual(['mute 6']);
    expect(answer.exitCode).toBeUndefined();
    expect(answer.lines(PLAIN).join('\n')).toContain('are muted until 2026-01-05 20:30 UTC');
  });

  test('halts even where nothing can be muted, and says so', async () => {
    const { connection, values } = desk(mutable(true).alarms);
    const answer = await halt(connection, { flatten: false, maintenanceHours: 6, now: NOW });
    expect(values.get('control/state')).toBe('halted');
    expect(answer.exitCode).toBe(1);
    expect(answer.lines(PLAIN).join('\n')).toContain('NOT muted: CloudWatch failed: AccessDenied');
  });

  test('is refused by an embedded desk, before anything is changed', async () => {
    const { connection, values } = desk();
    const asking = halt(connection, { flatten: false, maintenanceHours: 6, now: NOW });
    await expect(asking).rejects.toThrow(/an embedded one has no alarms to mute/);
    expect(values.get('control/state')).toBe('active');
  });

  test('a plain halt mutes nothing', async () => {
    const { alarms, calls } = mutable();
    await halt(desk(alarms).connection, { flatten: false, now: NOW });
    expect(calls).toEqual([]);
  });
});

describe('resume', () => {
  test('ends the mute with the halt', async () => {
    const { alarms, calls } = mutable();
    const { connection, values } = desk(alarms);
    const answer = await resume(connection, NOW);
    expect([values.get('control/state'), calls]).toEqual(['active', ['unmute']]);
    expect(answer.exitCode).toBeUndefined();
  });

  test('lets the desk trade where the mute cannot be ended, and says that it may still be there', async () => {
    const { connection, values } = desk(mutable(true).alarms);
    const answer = await resume(connection, NOW);
    expect([values.get('control/state'), answer.exitCode]).toEqual(['active', 1]);
    expect(answer.lines(PLAIN).join('\n')).toContain('for a day at most');
  });
});
