import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { PortError, type SweepStore } from '../ports.ts';

interface LaidFile {
  readonly place: string;
  readonly digest: string;
}

/**
 * Lays the files of a run of a sweep into a folder below `scratch`, and answers it. What another run has fetched there is not
 * fetched again; what this one does not read makes room. @throws PortError for a file that is not there, or is another
 */
export async function layRun(
  store: Pick<SweepStore, 'shared'>,
  files: readonly LaidFile[],
  scratch: string,
): Promise<string> {
  const [fetched, folder] = [join(scratch, 'files'), join(scratch, 'run')];
  await mkdir(fetched, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const needed = new Set(files.map(({ digest }) => digest));
  for (const name of await readdir(fetched)) if (!needed.has(name)) await rm(join(fetched, name));
  for (const { place, digest } of files) {
    const [own, target] = [join(fetched, digest), join(folder, place)];
    if (relative(folder, target).startsWith('..'))
      throw new PortError('malformed', `${place}: lies outside of the run's folder`);
    if (!existsSync(own)) await fetchInto(own, store, { place, digest });
    await mkdir(dirname(target), { recursive: true });
    await link(own, target);
  }
  return folder;
}

/** A call that is cut off leaves no part of a file under its name. */
async function fetchInto(
  path: string,
  store: Pick<SweepStore, 'shared'>,
  { place, digest }: LaidFile,
): Promise<void> {
  const bytes = await store.shared(digest);
  if (bytes === undefined) throw new PortError('unavailable', `${place}: is not in the bucket any more`);
  if (createHash('sha256').update(bytes).digest('hex') !== digest)
    throw new PortError('malformed', `${place}: is not the file that was uploaded`);
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
}
