import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aStateFolder, emptyFolder, removeFolder } from '../operator/fixture.ts';
import { run } from '../operator/train-kit.ts';

const DOOR = resolve(import.meta.dirname, '../../bin/perpdesk.ts');

/** Started from a folder without a desk, as the package's command may be. */
const elsewhere = emptyFolder();
let state: string;
beforeAll(async () => {
  state = await aStateFolder();
});
afterAll(() => {
  removeFolder(state);
  removeFolder(elsewhere);
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line as a person starts it (where `run` does for what the process itself has no part in), with an environment that points at somebody's real account. */
const desk = (...args: readonly string[]): Promise<Ended> =>
  new Promise(done => {
    const env = { ...process.env, AWS_PROFILE: 'production', AWS_REGION: 'us-east-1', PERPDESK_MODE: 'live' };
    const line = ['--import', import.meta.resolve('tsx'), DOOR, ...args];
    execFile(process.execPath, line, { cwd: elsewhere, env }, (error, out, err) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

test('a reading command answers pure JSON and nothing on the error output', async () => {
  const { code, out, err } = await desk('status', '--json', '--state', state);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({ desk: 'main', positions: [{ symbol: 'HOLDUSDT' }] });
});

test('an edit is there for the next command', async () => {
  const set = await desk('limits', 'set', 'risk/positions-max', '5', '--state', state);
  expect(set.out).toContain('risk/positions-max: 6 → 5 (v2)');
  const { out } = await run(`limits get risk/positions-max --json --state ${state}`);
  expect(JSON.parse(out)).toMatchObject({ text: '5', version: 2 });
});

test('the doctor ends with 1 on an error, without any desk', async () => {
  const { code, out } = await run('doctor --profile high-leverage --set risk/daily-loss-usd-max=62');
  expect(code).toBe(1);
  expect(out).toContain('ERROR');
});

test('bad input is one line and exit code 2', async () => {
  const { code, out, err } = await desk('limits', 'set', 'risk/positions-mx', '5', '--state', state);
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe('risk/positions-mx: there is no such limit, did you mean risk/positions-max?\n');
});
