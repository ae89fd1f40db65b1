import { expect, test } from 'vitest';
import { memoryModelStore } from '../../lib/adapters/memory/model-store.ts';
import { epochMs } from '../../lib/desk/units.ts';
import { modelReader } from '../../lib/minute/models.ts';
import { bytesOf } from '../../lib/models/digest.ts';
import type { StoredModel } from '../../lib/models/stored.ts';
import { PortError } from '../../lib/ports.ts';
import { NOW } from '../kit/builders.ts';
import { modelStoreOf } from '../kit/model-stores.ts';
import { plantedModel } from '../kit/planted-model.ts';

const planted = plantedModel({ market: 'synthetic', at: epochMs(NOW) });
const modelsOf = async (stored: StoredModel) =>
  (await modelReader(modelStoreOf([stored]))()).map(({ model }) => model);

test('a seat’s model is read as its store has it', async () => {
  expect(await modelsOf(planted)).toMatchObject([{ type: 'usable', kind: 'xgboost', role: 'champion' }]);
  expect(await modelReader(memoryModelStore())()).toEqual([]);
});

test.each<[string, StoredModel, string | RegExp]>([
  [
    'no file',
    { kind: 'xgboost', role: 'champion', because: '' },
    'its store has no xgboost/xgboost-0/manifest.json',
  ],
  [
    'a model that was changed (I51)',
    { ...planted, file: bytesOf('{}') },
    /the file's checksum is [0-9a-f]{12}, the manifest of xgboost xgboost-planted says/,
  ],
  ['no manifest but a text', { ...planted, manifest: 'hello' }, /is not JSON/],
  [
    'the manifest of another kind',
    { ...planted, manifest: planted.manifest.replace('"kind": "xgboost"', '"kind": "nhits"') },
    'its manifest is that of a model of the kind nhits',
  ],
])('a seat with %s holds an unusable one, and says so in one line', async (_name, stored, because) => {
  expect(await modelsOf(stored)).toMatchObject([
    { type: 'unusable', because: expect.stringMatching(because) },
  ]);
});

test('a model is read once, as long as the roster names the same files', async () => {
  const store = modelStoreOf([planted]);
  const asked: string[] = [];
  const read = async (name: string) => {
    asked.push(name);
    return await store.files.read(name);
  };
  const counted = { ...store, files: { ...store.files, read } };
  const reader = modelReader(counted);
  const [first] = await reader();
  const [second] = await reader();
  expect(asked).toHaveLength(2);
  expect(second?.model).toBe(first?.model);
});

test('I51 a roster that is none is a failure, not an empty desk', async () => {
  const broken = memoryModelStore({ roster: '{"format":1' });
  await expect(modelReader(broken)()).rejects.toThrow(PortError);
  await expect(modelReader(broken)()).rejects.toThrow(/the roster of the models is not JSON/);
});
