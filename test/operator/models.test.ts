import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DAY_MS, epochMs } from '../../lib/desk/units.ts';
import { textOf } from '../../lib/models/digest.ts';
import { FEATURES } from '../../lib/models/features.ts';
import { checkFile, readManifest } from '../../lib/models/manifest.ts';
import { licenceOfModel } from '../../lib/models/revalidate.ts';
import { readXgboostJson } from '../../lib/models/trees/read-xgboost.ts';
import { championFiles } from '../kit/champion-files.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const SHIPPED = resolve(import.meta.dirname, '../../models/synthetic');
const root = emptyFolder();
afterAll(() => removeFolder(root));

const shipped = championFiles(SHIPPED);
const manifest = readManifest(shipped.manifest);

describe('the model that ships', () => {
  const licence = (market: string, now = manifest.revalidatedAt) =>
    licenceOfModel(manifest, { schemaHash: FEATURES.hash, market, promoted: true }, now);

  test('stands for its file, reads what the desk serves, and is small', () => {
    expect(() => checkFile(manifest, shipped.file)).not.toThrow();
    expect(readXgboostJson(textOf(shipped.file)).featureNames).toEqual(FEATURES.names);
    expect(manifest.schemaHash).toBe(FEATURES.hash);
    const bytes = [shipped.held.manifest, shipped.held.file].map(name => statSync(join(SHIPPED, name)).size);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(300_000);
  });

  test('is licensed by its own record on the market that it was trained on, for two days', () => {
    expect(licence('synthetic').licensed).toBe(true);
    expect(licence('synthetic', epochMs(manifest.revalidatedAt + 2 * DAY_MS)).licensed).toBe(true);
    expect(licence('synthetic', epochMs(manifest.revalidatedAt + 2 * DAY_MS + 1))).toMatchObject({
      reason: 'not-revalidated',
    });
  });

  test.each(['binance-usdm', 'martingale', 'simple', ''])('is refused on %j', market => {
    expect(licence(market)).toMatchObject({ licensed: false, weight: 0, reason: 'other-market' });
  });
});

describe('models', () => {
  const damaged = (name: string, damage: (folder: string) => void): string => {
    const folder = join(root, name);
    cpSync(SHIPPED, folder, { recursive: true });
    damage(folder);
    return folder;
  };

  test('lists all four kinds, with what the trained one has shown', async () => {
    const { code, out, err } = await run(`models --dir ${SHIPPED}`);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`xgboost: ${manifest.version}`);
    expect(out).toMatch(/^win rate +6\d.* n = \d+ on \d+ days/m);
    expect(out).toMatch(/^log loss .* better\)$/m);
    expect(out).toMatch(/^when we know +\S/m);
    expect(out).toMatch(/licensed$/m);
    for (const kind of ['lightgbm', 'nhits', 'patchtst']) expect(out).toContain(`${kind}: not trained`);
  });

  test('begins with all seats at a glance', async () => {
    const { out } = await run(`models --dir ${SHIPPED}`);
    const [, , titles, champion, vacant] = out.split('\n');
    expect(titles).toMatch(/^model +seat +n +won \(90 % interval\) +gain +weight$/);
    expect(champion).toMatch(
      /^xgboost-\S+ champion \d\d,\d{3} \d\d\.\d % \(\d\d\.\d to \d\d\.\d\) \+0\.01\d\d +100 %$/,
    );
    expect(vacant).toMatch(/^lightgbm +vacant$/);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test('says of another desk, or another day, why there is no vote', async () => {
    const other = await run(`models --dir ${SHIPPED} --market binance-usdm`);
    expect(other.out.replaceAll(/\s+/g, ' ')).toContain(
      'not licensed: it was trained on synthetic, the desk trades binance-usdm',
    );
    const later = JSON.parse((await run(`models --dir ${SHIPPED} --at 2026-01-09 --json`)).out);
    expect(later.models[0]).toMatchObject({
      kind: 'xgboost',
      state: 'trained',
      ageDays: 4,
      licence: { licensed: false, reason: 'not-revalidated' },
    });
  });

  test('finds none in an empty folder', async () => {
    const folder = join(root, 'empty');
    mkdirSync(folder);
    const { code, out } = await run(`models --dir ${folder} --json`);
    expect(code).toBe(0);
    expect(JSON.parse(out).models.map(({ state }: { state: string }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'untrained'),
    );
  });

  test.each([
    [
      'no manifest',
      (f: string) => rmSync(join(f, shipped.held.manifest)),
      `its store has no ${shipped.held.manifest}`,
    ],
    ['no model', (f: string) => rmSync(join(f, shipped.held.file)), `its store has no ${shipped.held.file}`],
    ['another model', (f: string) => writeFileSync(join(f, shipped.held.file), '{}'), 'checksum is'],
    ['half a manifest', (f: string) => writeFileSync(join(f, shipped.held.manifest), '{"for'), 'not JSON'],
    [
      'a manifest of nothing',
      (f: string) => writeFileSync(join(f, shipped.held.manifest), '{}'),
      'is not one',
    ],
  ])('%s cannot be used, and says so', async (name, damage, said) => {
    const { code, out } = await run(`models --dir ${damaged(name.replaceAll(' ', '-'), damage)}`);
    expect(code).toBe(1);
    expect(out).toMatch(/^xgboost: cannot be used, so it has no vote: /m);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(said);
  });

  test.each([
    [`models --dir ${join(root, 'nowhere')}`, 'there is no such folder'],
    [`models --dir ${SHIPPED}/roster.json`, 'there is no such folder'],
    [`models --dir ${SHIPPED} --at soon`, '--at soon: not a date'],
    ['models import model.json --manifest model.manifest.json', '--dir DIR'],
    [`models --dir ${SHIPPED} --aws`, '--dir asks a folder and --aws a desk'],
    [`models what-if --dir ${SHIPPED} --state here`, '--dir asks a folder and --state a desk'],
    [`models --dir ${SHIPPED} --days 3`, '--dir asks a folder and --days a desk'],
    ['models --at 2026-01-05', '--at goes with --dir DIR'],
    [`models --state ${root} --market synthetic`, '--market goes with --dir DIR'],
    [`models --state ${join(root, 'nowhere')}`, 'run npm start, or give --state DIR'],
    ['models --bucket models --state here', '--bucket belongs to a desk in the cloud'],
    ['models --days 0', 'a whole number from 1 to 60'],
  ])('%s is one line, exit code 2', async (line, said) => {
    const { code, out, err } = await run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
