import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandTable, runCommand } from '../../lib/operator/program.ts';
import { settingsOf } from '../../lib/stack/settings.ts';
import { aStateFolder, emptyFolder, removeFolder } from './fixture.ts';

const table = commandTable();
const files = emptyFolder();
let state: string;
beforeAll(async () => {
  state = await aStateFolder();
  writeFileSync(join(files, 'old.env'), 'QT_MAX_DAILY_LOSS=250\n');
});
afterAll(() => {
  removeFolder(state);
  removeFolder(files);
});

const backup = join(files, 'backup.json');
/** How each command is called here; in this order, since some need what others have written. */
const CALLS: Readonly<Record<string, string>> = {
  status: '',
  positions: '',
  explain: 'hold',
  'why-not': 'hold',
  universe: '',
  'price-tags': '',
  logs: '--all',
  profit: '',
  cost: '',
  report: '',
  preflight: '',
  doctor: '',
  projection: '',
  models: '',
  'models what-if': '',
  'limits list': '',
  'limits get': 'risk/positions-max',
  'limits set': 'risk/positions-max 6',
  'limits history': 'risk/positions-max',
  'limits diff': '',
  'limits backup': backup,
  'limits restore': backup,
  'limits import': join(files, 'old.env'),
  'limits verify': '',
  flatten: 'hold',
  halt: '',
  resume: '',
  'secrets list': '',
  'live confirm': '314159265',
};
/** Called elsewhere, with files or an input of their own, or until Ctrl-C; here only that they take `--json`. */
const ELSEWHERE = [
  'train',
  'walk-forward',
  'replay',
  'sweep',
  'models import',
  'secrets set',
  'limits promote',
  'limits what-if',
  'dashboard',
];

async function run(words: readonly string[]) {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runCommand([...words, '--json', '--state', state], {
    out,
    err,
    env: {},
    planOf: async () => settingsOf,
  });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

describe('every command', () => {
  test('is called here, or named as called elsewhere', () =>
    expect(table.map(({ name }) => name).toSorted()).toEqual(
      [...Object.keys(CALLS), ...ELSEWHERE].toSorted(),
    ));

  test.each(table.map(({ name, options }) => [name, options] as const))('%s takes --json', (_name, options) =>
    expect(options).toContain('--json'),
  );

  test.each(Object.entries(CALLS))('%s answers one JSON value', async (name, rest) => {
    const { out, err } = await run([...name.split(' '), ...rest.split(' ').filter(word => word !== '')]);
    expect(err).toBe('');
    expect(JSON.parse(out)).toBeTypeOf('object');
  });

  test.each(table.map(({ name }) => [name]))('%s is in the README’s table', name => {
    const [first = '', second = ''] = name.split(' ');
    const row = new RegExp(`^\\| .*\`(npm run desk -- |)${first}\\b.*${second}.*\\|`, 'm');
    expect(readFileSync('README.md', 'utf8')).toMatch(row);
  });

  test.each(
    table
      .filter(({ options }) => options.includes('--aws'))
      .map(({ name, options }) => [name, options] as const),
  )('%s takes a region and a profile beside --aws', (name, options) => {
    expect(options).toContain('--region');
    expect(options).toContain(['doctor', 'projection'].includes(name) ? '--aws-profile' : '--profile');
  });
});
