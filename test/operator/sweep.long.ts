import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { runCommand } from '../../lib/operator/program.ts';
import type { ReplayResult } from '../../lib/replay/result.ts';
import type { SweepResult } from '../../lib/replay/sweep/result.ts';
import { sweptMarket } from '../kit/swept-market.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const root = emptyFolder();
afterAll(() => removeFolder(root));
const file = (name: string) => join(root, name);
const read = <T>(name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as T;

const { candles, list } = sweptMarket();
const SPAN = `sweep --data ${candles} --from 2026-01-05 --force-signals ${list} --folds 1`;
const GRID = '--grid risk/positions-max=1,15 --grid universe/size-max=5';

test('the threads of a sweep hear the models that come along, and trade as a replay does', async () => {
  const what = '--synthetic 7 --days 10';
  const sweep = await run(
    `sweep ${what} --folds 1 --grid risk/positions-max=3 --threads 2 --json ${file('sweep.json')}`,
  );
  expect(sweep.code, sweep.err).toBe(0);
  await run(`replay ${what} --json ${file('base.json')}`);
  await run(`replay ${what} --set risk/positions-max=3 --json ${file('three.json')}`);
  const { paths } = read<SweepResult>('sweep.json');
  expect(paths.map(({ hash }) => hash)).toEqual([
    read<ReplayResult>('base.json').hash,
    read<ReplayResult>('three.json').hash,
  ]);
  expect(Math.min(...paths.map(({ trades }) => trades))).toBeGreaterThan(20);
});

test('a sweep is the same over one thread and over two', async () => {
  await run(`${SPAN} ${GRID} --threads 2 --json ${file('two.json')}`);
  await run(`${SPAN} ${GRID} --threads 1 --json ${file('one.json')}`);
  expect(readFileSync(file('one.json'), 'utf8')).toBe(readFileSync(file('two.json'), 'utf8'));
});

test('a combination under which no desk could run is left out, with the reason', async () => {
  const { code, out, err } = await run(
    `${SPAN} --grid plan/stop-fraction-min=0.05 --grid plan/stop-fraction-max=0.03,0.06 --json ${file('left.json')}`,
  );
  expect(code, err).toBe(0);
  const { paths, leftOut } = read<SweepResult>('left.json');
  expect(leftOut.map(({ changes }) => changes)).toEqual([
    { 'plan/stop-fraction-min': '0.05', 'plan/stop-fraction-max': '0.03' },
  ]);
  expect(paths).toHaveLength(2);
  expect(out).toContain('left out, under which no desk could run');
});

// A device that is always full is not on every system.
test.skipIf(!existsSync('/dev/full'))('a sweep that cannot be written is told all the same', async () => {
  const { code, out, err } = await run(`${SPAN} --grid risk/positions-max=1 --json /dev/full`);
  expect(code).toBe(2);
  expect(out).toMatch(/^Sweep of 1 combination beside/);
  expect(out).not.toContain('written:');
  expect(err).toContain('/dev/full: cannot be written (ENOSPC)');
});

test('a sweep that is ended by hand writes nothing', async () => {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), { text: '' }];
  const code = await runCommand(`${SPAN} ${GRID} --threads 2 --json ${file('ended.json')}`.split(' '), {
    out,
    err: {
      write: (text: string) => {
        err.text += text;
        if (text.includes('of the combinations')) process.emit('SIGINT');
        return true;
      },
    } as unknown as NodeJS.WritableStream,
    env: {},
  });
  expect(code).toBe(2);
  expect(err.text).toMatch(/ended by hand; a choice among a part of them says nothing/);
  expect(existsSync(file('ended.json'))).toBe(false);
});
