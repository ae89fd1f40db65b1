import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelFolder } from '../../lib/adapters/model-folder.ts';
import { epochMs } from '../../lib/desk/units.ts';
import { championOf } from '../../lib/models/stored.ts';
import { modelStoreContract } from '../contract/model-store.ts';
import { plantedModel } from '../kit/planted-model.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perpdesk-models-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const planted = plantedModel({ market: 'synthetic', at: epochMs(Date.UTC(2026, 0, 5)) });
const write = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).forEach(([name, text]) => {
    writeFileSync(join(folder, name), text);
  });
const found = async () => (await modelFolder(folder).champions()).map(championOf);

test('a folder holds the model that was written into it, promoted', async () => {
  write({ 'manifest.json': planted.manifest, 'xgboost.json': planted.file });
  expect(await modelFolder(folder).champions()).toEqual([planted]);
  expect(await found()).toMatchObject([{ type: 'usable', kind: 'xgboost' }]);
});

modelStoreContract('a model folder', async ({ manifest, file }) => {
  write({ 'manifest.json': manifest, 'xgboost.json': file });
  return modelFolder(folder);
});

test('a manifest that cannot be written is a failure of the world, and the old one stays', async () => {
  write({ 'manifest.json': planted.manifest, 'xgboost.json': planted.file });
  mkdirSync(join(folder, 'manifest.json.new'));
  await expect(modelFolder(folder).renew('xgboost', planted.manifest, '{}')).rejects.toThrow(
    /manifest.json cannot be written: EISDIR/,
  );
  expect(await modelFolder(folder).champions()).toEqual([planted]);
});

test('a folder that is not there, or empty, or a file, holds none', async () => {
  expect(await modelFolder(join(folder, 'none')).champions()).toEqual([]);
  expect(await modelFolder(folder).champions()).toEqual([]);
  write({ file: '' });
  expect(await modelFolder(join(folder, 'file')).champions()).toEqual([]);
});

test.each<[string, Record<string, string>, string | RegExp]>([
  ['no model', { 'manifest.json': planted.manifest }, 'its folder has no xgboost.json'],
  ['no manifest', { 'xgboost.json': planted.file }, 'its folder has no manifest.json'],
  [
    'a model that was changed (I51)',
    { 'manifest.json': planted.manifest, 'xgboost.json': `${planted.file} ` },
    /the file's checksum is [0-9a-f]{12}, the manifest of xgboost xgboost-planted says/,
  ],
  ['no manifest but a text', { 'manifest.json': 'hello', 'xgboost.json': planted.file }, /is not JSON/],
  [
    'the manifest of another kind',
    {
      'manifest.json': planted.manifest.replace('"kind": "xgboost"', '"kind": "nhits"'),
      'xgboost.json': planted.file,
    },
    'its manifest is that of a model of the kind nhits',
  ],
])('a folder with %s holds an unusable one, and says so in one line', async (_name, files, because) => {
  write(files);
  const [champion] = await found();
  expect(champion).toMatchObject({ type: 'unusable', because: expect.stringMatching(because) });
});

test('a file that the disk does not give is a failure of the world', async () => {
  mkdirSync(join(folder, 'manifest.json'));
  await expect(modelFolder(folder).champions()).rejects.toThrow(/manifest.json: EISDIR/);
});
