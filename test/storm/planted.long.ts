import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { bundled, type Patch } from '../../lib/storm/bundle.ts';
import { INVARIANTS } from '../../lib/storm/judge.ts';
import type { SeedResult } from '../../lib/storm/one-seed.ts';
import { PLANTS } from './plants.ts';
import { REGRESSIONS } from './stories.ts';

/** The same seeds break nothing with the protections in place: `npm run storm -- --seed 1 --seeds 200`. */
const SEEDS_MAX = 200;

const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-plants-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** One of the storm's modules, over a desk with a patch in it. */
async function patched<Module>(file: string, patch: Patch): Promise<Module> {
  const folder = mkdtempSync(join(scratch, 'desk-'));
  return (await import(pathToFileURL(await bundled(file, folder, [patch])).href)) as Module;
}

describe('a desk without one of its protections is found out', () => {
  test.each(PLANTS.map(plant => [plant.name, plant] as const))(
    '%s',
    { timeout: 900_000 },
    async (_name, plant) => {
      type OneSeed = typeof import('../../lib/storm/one-seed.ts');
      const { runSeed } = await patched<OneSeed>('lib/storm/one-seed.ts', plant);
      let found: SeedResult | undefined;
      for (let seed = 1; seed <= SEEDS_MAX && found?.broken === undefined; seed++)
        found = await runSeed(seed, 1);
      expect(plant.noticed).toContain(found?.broken?.invariant);
    },
  );

  test('and each invariant is the one that notices some of it', () => {
    const noticed = new Set(PLANTS.flatMap(plant => plant.noticed));
    expect(INVARIANTS.filter(name => !noticed.has(name))).toEqual([]);
  });
});

describe('a story breaks again without what was mended for it', () => {
  test.each(REGRESSIONS.map(({ name, without, story }) => [name, without, story] as const))(
    '%s',
    async (_name, without, story) => {
      type Storm = typeof import('../../lib/storm/storm.ts');
      const { tell } = await patched<Storm>('lib/storm/storm.ts', without);
      expect((await tell(story)).failure).toBeDefined();
    },
  );
});
