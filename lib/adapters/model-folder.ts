import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelStore, PortError } from '../ports.ts';

const KIND = 'xgboost';
const MANIFEST = 'manifest.json';
const MODEL = 'xgboost.json';

/**
 * A folder with `manifest.json` and `xgboost.json`, as training writes them. Whoever names the folder promotes the
 * model in it. A folder that is not there holds no model; one that lacks a file holds a broken one.
 * Throws a PortError where the disk refuses.
 */
export const modelFolder = (folder: string): ModelStore => ({
  champions: async () => {
    const [manifest, file] = await Promise.all([textOf(folder, MANIFEST), textOf(folder, MODEL)]);
    if (manifest === undefined && file === undefined) return [];
    if (manifest === undefined) return [{ kind: KIND, because: `its folder has no ${MANIFEST}` }];
    if (file === undefined) return [{ kind: KIND, because: `its folder has no ${MODEL}` }];
    return [{ kind: KIND, promoted: true, manifest, file }];
  },
  renew: async (kind, read, manifest) => {
    if (kind !== KIND || (await textOf(folder, MANIFEST)) !== read) return 'conflict';
    await replace(join(folder, MANIFEST), manifest);
    return 'saved';
  },
});

/** Whoever reads meanwhile meets the old text or the new one, never a part. */
async function replace(path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PortError('unavailable', `${path} cannot be written: ${code ?? 'failed'}`);
  }
}

/** Undefined for a file that is not there, or a folder on the way to it. */
async function textOf(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new PortError(
      'unavailable',
      `the model folder ${folder} cannot be read: ${name}: ${code ?? 'failed'}`,
    );
  }
}
