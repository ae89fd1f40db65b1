import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { modelFolder } from '../../lib/adapters/model-folder.ts';
import { bytesOf } from '../../lib/models/digest.ts';
import { modelStoreContract } from '../contract/model-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perpdesk-models-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

modelStoreContract('a model folder', async () => modelFolder(folder));

test('a roster that cannot be written is a failure of the world, and the old one stays', async () => {
  const { roster } = modelFolder(folder);
  await roster.write('old', undefined);
  mkdirSync(join(folder, 'roster.json.new'));
  await expect(roster.write('new', 'old')).rejects.toThrow(/roster.json cannot be written: EISDIR/);
  expect(await roster.read()).toBe('old');
});

test('a folder that is not there, or is a file, holds none', async () => {
  expect(await modelFolder(join(folder, 'none')).roster.read()).toBeUndefined();
  writeFileSync(join(folder, 'file'), '');
  expect(await modelFolder(join(folder, 'file')).roster.read()).toBeUndefined();
  expect(await modelFolder(join(folder, 'file')).files.read('a/b')).toBeUndefined();
});

test('a file that the disk does not give, or take, is a failure of the world', async () => {
  mkdirSync(join(folder, 'roster.json'));
  await expect(modelFolder(folder).roster.read()).rejects.toThrow(/roster.json: EISDIR/);
  mkdirSync(join(folder, 'a'));
  await expect(modelFolder(folder).files.write('a', bytesOf('x'))).rejects.toThrow(/cannot be written/);
});
