import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { binanceBundling } from '../../lib/adapters/binance/bundling.ts';
import { bundling } from '../../lib/stack/bundling.ts';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';
import { billOfMaterials } from './bill.ts';
import type { Lockfile } from './lockfile.ts';

const bill = billOfMaterials('perpdesk');
const listed = new Set(bill.components.map(({ name, version }) => `${name}@${version}`));

/** Everything that is bundled: the functions, the task, and the script of the page. */
const ENTRIES = [
  ...readdirSync(join(PROJECT_ROOT, 'functions')).map(folder => `functions/${folder}/index.ts`),
  'functions/retrain/task.ts',
  'lib/page/main.tsx',
];

/** Name and version of each package of which a bundle holds anything, with the library that lies beside some. */
function packagesIn(entries: readonly string[]): readonly string[] {
  const { metafile } = buildSync({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [...entries],
    outdir: 'unused',
    write: false,
    metafile: true,
    // What several hold is written once.
    splitting: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: bundling.mainFields,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.node': 'empty' },
    external: bundling.external.filter(name => name !== 'onnxruntime-node'),
    alias: binanceBundling.alias,
    logLevel: 'error',
  });
  const folders = Object.keys(metafile.inputs).flatMap(
    input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  return [...new Set(folders)].map(folder => {
    const { name, version } = JSON.parse(
      readFileSync(join(PROJECT_ROOT, folder, 'package.json'), 'utf8'),
    ) as { name: string; version: string };
    return `${name}@${version}`;
  });
}

describe('the bill of materials', () => {
  test('lists every package of which a bundle holds anything', () => {
    const bundled = packagesIn(ENTRIES);
    expect(bundled.length).toBeGreaterThan(40);
    expect(bundled).toContain(`zod@${versionOf('zod')}`);
    expect(bundled.filter(name => !listed.has(name))).toEqual([]);
  });

  test('lists what the lockfile installs without development’s dependencies, and nothing else', () => {
    const { packages } = JSON.parse(
      readFileSync(join(PROJECT_ROOT, 'package-lock.json'), 'utf8'),
    ) as Lockfile & { readonly packages: Readonly<Record<string, { readonly dev?: boolean }>> };
    const installed = Object.entries(packages)
      .filter(([path, { dev = false }]) => path !== '' && !dev)
      .map(([path, { version = '' }]) => `${path.split('node_modules/').at(-1)}@${version}`);
    expect([...listed].toSorted()).toEqual([...new Set(installed)].toSorted());
  });

  test('says of each what it needs, and names nothing that it does not list', () => {
    const known = new Set(['perpdesk@0.1.0', ...bill.components.map(component => component['bom-ref'])]);
    const named = bill.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
    expect(named.filter(ref => !known.has(ref))).toEqual([]);
    expect(bill.metadata.component).toMatchObject({ name: 'perpdesk', type: 'application' });
  });
});

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(join(PROJECT_ROOT, 'node_modules', name, 'package.json'), 'utf8')) as {
      version: string;
    }
  ).version;
