import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ReplayResult } from '../../lib/replay/result.ts';
import type { SweepResult } from '../../lib/replay/sweep/result.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const root = emptyFolder();
afterAll(() => removeFolder(root));
const read = <T>(name: string) => JSON.parse(readFileSync(join(root, name), 'utf8')) as T;

test('the threads of a sweep hear the models that come along, and trade as a replay does', async () => {
  const what = '--synthetic 7 --days 10';
  const sweep = await run(
    `sweep ${what} --folds 1 --grid risk/positions-max=3 --threads 2 --json ${join(root, 'sweep.json')}`,
  );
  expect(sweep.code, sweep.err).toBe(0);
  await run(`replay ${what} --json ${join(root, 'base.json')}`);
  await run(`replay ${what} --set risk/positions-max=3 --json ${join(root, 'three.json')}`);
  const { paths } = read<SweepResult>('sweep.json');
  expect(paths.map(({ hash }) => hash)).toEqual([
    read<ReplayResult>('base.json').hash,
    read<ReplayResult>('three.json').hash,
  ]);
  expect(Math.min(...paths.map(({ trades }) => trades))).toBeGreaterThan(20);
});
