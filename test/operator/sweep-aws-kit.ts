import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { startSweepCloud } from '../kit/sweep-cloud.ts';
import { sweptMarket } from '../kit/swept-market.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const { candles, list } = sweptMarket();

export { candles };
export const WHAT = `--data ${candles} --from 2026-01-05 --force-signals ${list} --folds 1`;
export const GRID = '--grid risk/positions-max=1,15 --grid universe/size-max=5';
export const IN_AWS = `sweep ${WHAT} ${GRID} --aws`;

/**
 * For a file's tests: each has a cloud of its own, which the environment leads to, and all a folder in which
 * `local.json` says what the same sweep comes to on this machine.
 */
export function sweptInAws() {
  const root = emptyFolder();
  const file = (name: string) => join(root, name);
  let cloud: Awaited<ReturnType<typeof startSweepCloud>>;
  beforeAll(async () => {
    await run(`sweep ${WHAT} ${GRID} --threads 2 --json ${file('local.json')}`);
  });
  beforeEach(async () => {
    cloud = await startSweepCloud();
    for (const [name, value] of Object.entries(cloud.env)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await cloud.close();
  });
  afterAll(() => removeFolder(root));
  return {
    get cloud() {
      return cloud;
    },
    file,
    text: (name: string) => readFileSync(file(name), 'utf8'),
  };
}
