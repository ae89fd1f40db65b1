import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { epochMs } from '../../lib/desk/units.ts';
import { FEATURES } from '../../lib/models/features.ts';
import { readManifest } from '../../lib/models/manifest.ts';
import { readRoster, seatAt } from '../../lib/models/roster.ts';
import { NOW } from '../kit/builders.ts';
import { championFiles } from '../kit/champion-files.ts';
import { writeModels } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';
import { emptyFolder, removeFolder } from './fixture.ts';
import { run } from './train-kit.ts';

const SHIPPED = resolve(import.meta.dirname, '../../models/synthetic');
const root = emptyFolder();
afterAll(() => removeFolder(root));

const SAID = {
  kind: 'xgboost',
  schemaHash: FEATURES.hash,
  market: 'synthetic',
  trainedFrom: Date.UTC(2025, 0, 1),
  trainedTo: Date.UTC(2025, 10, 1),
};
let files = 0;
const written = (content: string | Uint8Array): string => {
  const path = join(root, `file-${files++}`);
  writeFileSync(path, content);
  return path;
};
const shipped = championFiles(SHIPPED);
const model = written(shipped.file);
const importing = (said: object, { file = model, dir = join(root, 'into') } = {}) =>
  run(`models import ${file} --manifest ${written(JSON.stringify(said))} --dir ${dir}`);
const rosterOf = (dir: string) => readRoster(readFileSync(join(dir, 'roster.json'), 'utf8'));

describe('models import', () => {
  test('enters a model that upstream could have made as a challenger, beside the champion', async () => {
    const dir = join(root, 'beside');
    writeModels(dir, [plantedModel({ market: 'synthetic', at: epochMs(NOW) })]);
    const { code, out } = await importing(SAID, { dir });
    expect(code).toBe(0);
    expect(out).toMatch(/^xgboost-\S+ is a challenger now: it predicts in shadow, and has no vote\.$/m);
    const { champion, challenger, changes } = seatAt(rosterOf(dir), 'xgboost');
    expect(champion?.version).toBe('xgboost-planted');
    expect(challenger?.version).toMatch(/^xgboost-\d{4}-\d\d-\d\d-e16c575c$/);
    expect(changes).toMatchObject([{ what: 'entered' }]);
    const shown = (await run(`models --dir ${dir}`)).out;
    expect(shown).toContain(`xgboost: challenger ${challenger?.version}`);
    expect(shown.replaceAll(/\s+/g, ' ')).toContain(
      'not licensed: it predicts in shadow and has not been promoted',
    );
  });

  test('enters it by the time of the desk, where that is told', async () => {
    const dir = join(root, 'told');
    const line = `models import ${model} --manifest ${written(JSON.stringify(SAID))} --dir ${dir} --at 2026-01-07`;
    expect((await run(line)).code).toBe(0);
    const { challenger, changes } = seatAt(rosterOf(dir), 'xgboost');
    expect(challenger).toMatchObject({
      version: `xgboost-2026-01-07-${readManifest(shipped.manifest).checksum.slice(0, 8)}`,
      since: epochMs(Date.UTC(2026, 0, 7)),
    });
    expect(changes).toMatchObject([{ at: Date.UTC(2026, 0, 7), what: 'entered' }]);
  });

  test.each<[string, object, object, string]>([
    [
      'other features (I47)',
      { ...SAID, schemaHash: 'b'.repeat(64) },
      {},
      'it reads the features bbbbbbbbbbbb',
    ],
    ['a kind that it is not', { ...SAID, kind: 'lightgbm' }, {}, ''],
    ['a market that there is not', { ...SAID, market: 'moon' }, {}, 'market: '],
    ['a word too many', { ...SAID, licence: true }, {}, 'licence'],
    ['no kind', { ...SAID, kind: undefined }, {}, 'kind: '],
    [
      'time that runs backwards',
      { ...SAID, trainedFrom: SAID.trainedTo + 1 },
      {},
      'trainedFrom is after trainedTo',
    ],
    ['half a file', SAID, { file: written(championFiles(SHIPPED).file.subarray(0, 9_000)) }, ''],
    [
      'a model that says one thing (I49)',
      SAID,
      { file: written(plantedModel({ market: 'synthetic', at: epochMs(NOW), margin: 0 }).file) },
      'it says the same of everything',
    ],
    ['no file', SAID, { file: join(root, 'nowhere') }, 'there is no such file'],
    ['a net that is none', { ...SAID, kind: 'nhits' }, {}, ''],
  ])('refuses %s in one line, and writes nothing', async (_name, said, given, because) => {
    const { code, out, err } = await importing(said, given);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(because);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(root, 'into'))).toBe(false);
  });
});

test('models what-if shows for each threshold what the trades would have brought', async () => {
  const { code, out } = await run(`models what-if --dir ${SHIPPED}`);
  expect(code).toBe(0);
  expect(out).toMatch(/^confidence +trades +days +won +net R +90 % interval$/m);
  expect(out).toMatch(/^ +0\.500 +\d+ +\d+ +\d+\.\d % +-?\d\.\d{3} +-?\d\.\d{3} to -?\d\.\d{3}$/m);
  const { models } = JSON.parse((await run(`models what-if --dir ${SHIPPED} --json`)).out);
  const [{ thresholds }] = models;
  const counts = thresholds.map(({ n }: { n: number }) => n);
  expect(counts).toEqual(counts.toSorted((a: number, b: number) => b - a));
});
