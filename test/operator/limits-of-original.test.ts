import { describe, expect, test } from 'vitest';
import type { LimitEditor } from '../../lib/adapters/ssm/limit-editor.ts';
import { flatten } from '../../lib/operator/commands/flatten.ts';
import { halt, resume } from '../../lib/operator/commands/halt.ts';
import { setLimit } from '../../lib/operator/commands/limits.ts';
import type { Connection } from '../../lib/operator/connection.ts';
import { limitsOfOriginal } from '../../lib/operator/limits-of-original.ts';
import { aBook, NOW } from '../kit/builders.ts';
import { aPosition } from '../kit/positions.ts';

const AT = new Date(NOW);

/** A twin of `real`, and each edit that has come through to the limits of `real`. */
function aTwin() {
  const edits: string[] = [];
  const values = {
    'control/state': 'active',
    'control/halt-flatten': 'no',
    'control/resume': 'never',
    'control/flatten': 'none',
    'risk/positions-max': '3',
  };
  const listed = Object.entries(values).map(([name, text]) => ({ name, text }));
  const editor = {
    list: async () => listed,
    get: async (name: string) => listed.find(each => each.name === name),
    check: async () => [],
    set: async (name: string) => {
      edits.push(name);
      return { type: 'set', name, before: '', after: '', version: 2 };
    },
    setAll: async (texts: Readonly<Record<string, string>>) => {
      edits.push(...Object.keys(texts));
      return [];
    },
    history: async () => [],
  } as unknown as LimitEditor;
  const book = aBook({ twinOf: 'real', monitoredMinute: NOW });
  const connection = {
    desk: 'real-twin',
    reader: {
      load: async () => ({ book, positions: [aPosition({ phase: 'protected' })], intents: [] }),
      universeReasons: async () => undefined,
    },
    limits: limitsOfOriginal(editor, 'real-twin', 'real'),
  } as unknown as Connection;
  return { connection, edits };
}

describe('a word of control to a twin', () => {
  test.each<[string, (twin: Connection) => Promise<unknown>]>([
    ['halt', twin => halt(twin, { flatten: false, now: AT })],
    ['halt --flatten', twin => halt(twin, { flatten: true, now: AT })],
    ['resume', twin => resume(twin, AT)],
    ['flatten', twin => flatten(twin, undefined, true)],
    ['limits set control/state', twin => setLimit(twin, 'control/state', 'reducing')],
  ])(
    '%s is refused, since it would hold for the original, and says what stops the twin',
    async (_, command) => {
      const { connection, edits } = aTwin();
      const said = await command(connection).then(
        () => 'done',
        (error: Error) => error.message,
      );
      expect(said).toContain(
        'real-twin is a twin and has no control/ of its own: this would hold for real too',
      );
      expect(said).toContain('disable the schedules of the groups perpdesk-real-twin-…');
      expect(said).not.toContain('--desk');
      expect(edits).toEqual([]);
    },
  );
});

test('another limit is to be edited under the original’s name', async () => {
  const { connection, edits } = aTwin();
  await expect(setLimit(connection, 'risk/positions-max', '4')).rejects.toThrow(
    'limits: real-twin is a twin and goes by the limits of real: give --desk real',
  );
  expect(edits).toEqual([]);
});
