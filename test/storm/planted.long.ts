import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { bundled } from '../../lib/storm/bundle.ts';
import { INVARIANTS } from '../../lib/storm/judge.ts';
import { PLANTS } from './plants.ts';

/** The same seeds with the protections in place break nothing: `storm.long.ts`. */
const SEEDS_MAX = 200;

const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-plants-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type OneSeed = typeof import('../../lib/storm/one-seed.ts');

describe('a desk without one of its protections is found out', () => {
  test.each(PLANTS.map((plant, i) => [plant.name, plant, i] as const))(
    '%s',
    { timeout: 600_000 },
    async (_name, plant, i) => {
      const folder = mkdtempSync(join(scratch, `${i}-`));
      const path = await bundled('lib/storm/one-seed.ts', folder, [plant]);
      const { runSeed } = (await import(pathToFileURL(path).href)) as OneSeed;
      let found: Awaited<ReturnType<OneSeed['runSeed']>> | undefined;
      for (let seed = 1; seed <= SEEDS_MAX && found?.broken === undefined; seed++)
        found = await runSeed(seed, 1);
      console.log(
        `${plant.name}: seed ${found?.seed}, ${found?.broken?.invariant}: ${found?.broken?.because}`,
      );
      expect(found?.broken).toBeDefined();
      expect(plant.noticed).toContain(found?.broken?.invariant);
    },
  );
});

test('each invariant has a plant that it can notice', () => {
  const noticed = new Set(PLANTS.flatMap(plant => plant.noticed));
  expect(INVARIANTS.filter(name => !noticed.has(name))).toEqual([]);
});
