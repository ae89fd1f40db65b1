import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '../..');

/** Bundles of this process, by file; they go when it ends. */
const BUNDLES = new Map<string, Promise<string>>();
let scratch: string | undefined;

/**
 * Bundles one of the project's files, named from its root; answers the bundle's path, good as long as this process. Node alone
 * runs no TypeScript everywhere, and a replay takes a third longer through a loader that names every function as it is made.
 */
export function bundledThread(file: string): Promise<string> {
  const made =
    BUNDLES.get(file) ?? bundle(file, join(ownFolder(), `${basename(file, '.ts')}-${BUNDLES.size}.mjs`));
  BUNDLES.set(file, made);
  return made;
}

function ownFolder(): string {
  if (scratch !== undefined) return scratch;
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-thread-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  scratch = folder;
  return folder;
}

async function bundle(file: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [join(ROOT, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'silent',
    plugins: [packagesWhereTheyAre, sourcesKnowTheirPlace],
  });
  return outfile;
}

/** Packages are not bundled, and are found from another folder: each import names its file. */
const packagesWhereTheyAre: Plugin = {
  name: 'packages-where-they-are',
  setup: bundler => {
    bundler.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || path.startsWith('node:') || pluginData === FOUND) return undefined;
      const found = await bundler.resolve(path, { kind, resolveDir, pluginData: FOUND });
      return found.external ? found : { path: pathToFileURL(found.path).href, external: true };
    });
  },
};
const FOUND = Symbol('found');

/** What a source file finds beside itself, the models that come along, it finds from the bundle too. */
const sourcesKnowTheirPlace: Plugin = {
  name: 'sources-know-their-place',
  setup: bundler => {
    bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('import.meta.')) return undefined;
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)));
      return { contents, loader: 'ts' };
    });
  },
};
