import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { majorOf, type Node24, nodeFromNpm } from '../bundles/node24.ts';
import { synth } from '../kit/synth.ts';

/** `npm run synth` as whoever deploys runs it: the same assembly each time, on each Node that the project allows. */

/** The oldest of each major version that `engines` allows, where the running one is of another. */
const VERSIONS = ['20.19.0', '22.12.0', '24.9.0'];
/** The stack of cdk.json, and one whose task has an image. */
const FARGATE = '[{"name":"main","mode":"demo","learnOn":"fargate"}]';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The digests of what is deployed: the template, and each file of each asset, whose folder is named after its hash. */
function assemblyOf(node: string, desks?: string): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-synth-'));
  folders.push(folder);
  synth(node, folder, desks);
  return digests(folder);
}

const DEPLOYED = /^(asset\.|perpdesk\.(template|assets)\.json$)/;

const digests = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter(file => DEPLOYED.test(file))
      .toSorted()
      .map(file => [
        file,
        createHash('sha256')
          .update(readFileSync(join(folder, file)))
          .digest('hex'),
      ]),
  );

const nodeOf = (version: string): Node24 =>
  majorOf(process.version) === majorOf(`v${version}`)
    ? { type: 'found', path: process.execPath, version: process.version }
    : nodeFromNpm(version);

describe('the assembly', () => {
  const first = assemblyOf(process.execPath);
  const tasked = assemblyOf(process.execPath, FARGATE);

  test('has a template and the bundles of nine functions, or of eight and the image of a task', () => {
    const bundles = (files: Readonly<Record<string, string>>, name: string) =>
      Object.keys(files).filter(file => file.startsWith('asset.') && file.endsWith(`/${name}`)).length;
    expect(bundles(first, 'index.mjs')).toBe(9);
    expect(bundles(tasked, 'index.mjs')).toBe(8);
    expect(bundles(tasked, 'Dockerfile')).toBeGreaterThan(0);
    expect(Object.keys(first)).toContain('perpdesk.template.json');
  });

  describe.each(VERSIONS)('on Node %s, or the running one of its major version', version => {
    const node = nodeOf(version);
    const found = node.type === 'found' ? node.version : node.because;

    test.runIf(node.type === 'found')(`is the same to the byte, with and without a task (${found})`, () => {
      if (node.type === 'missing') return;
      expect(assemblyOf(node.path)).toEqual(first);
      expect(assemblyOf(node.path, FARGATE)).toEqual(tasked);
    });
  });
});
