import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ModelStore, PortError } from '../ports.ts';

export const ROSTER_FILE = 'roster.json';

/**
 * A folder with `roster.json` and the files that it names, as training writes them. A folder that is not there holds no
 * model. Throws a PortError where the disk refuses.
 */
export const modelFolder = (folder: string): ModelStore => ({
  files: {
    read: name => contentOf(folder, name),
    write: (name, bytes) => replace(join(folder, name), bytes),
  },
  roster: {
    read: () => rosterText(folder),
    write: async (text, read) => {
      if ((await rosterText(folder)) !== read) return 'conflict';
      await replace(join(folder, ROSTER_FILE), text);
      return 'saved';
    },
  },
});

const rosterText = async (folder: string): Promise<string | undefined> =>
  (await contentOf(folder, ROSTER_FILE))?.toString('utf8');

/** Whoever reads meanwhile meets the old content or the new one, never a part. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, content);
    await rename(`${path}.new`, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PortError('unavailable', `${path} cannot be written: ${code ?? 'failed'}`);
  }
}

/** Undefined for a file that is not there, or a folder on the way to it. */
async function contentOf(folder: string, name: string): Promise<Buffer | undefined> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new PortError(
      'unavailable',
      `the model folder ${folder} cannot be read: ${name}: ${code ?? 'failed'}`,
    );
  }
}
