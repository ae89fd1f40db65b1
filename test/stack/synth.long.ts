import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';
import { majorOf, type Node24, nodeFromNpm } from '../bundles/node24.ts';

/** `npm run synth` as whoever deploys runs it: the same assembly each time, on each Node that the project allows, and soon. */

/** The oldest of each major version that `engines` allows, where the running one is of another. */
const VERSIONS = ['20.19.0', '22.12.0', '24.9.0'];
const SECONDS_MAX = 20;
/** The stack of cdk.json, and one whose task has an image. */
const FARGATE = '[{"name":"main","mode":"demo","learnOn":"fargate"}]';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Synth {
  readonly files: Readonly<Record<string, string>>;
  readonly seconds: { readonly wall: number; readonly processor: number };
}

/** The digests of what is deployed: the template, and each file of each asset, whose folder is named after its hash. */
function synth(node: string, desks?: string): Synth {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-synth-'));
  folders.push(folder);
  const cdk = join(PROJECT_ROOT, 'node_modules/aws-cdk/bin/cdk');
  const context = desks === undefined ? '' : `-c desks='${desks}'`;
  const begun = performance.now();
  const told = execFileSync(
    'sh',
    [
      '-c',
      `"${node}" "${cdk}" synth --quiet --output "${folder}" ${context} >&2; code=$?; times; exit $code`,
    ],
    {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: '', PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return {
    files: digests(folder),
    seconds: { wall: (performance.now() - begun) / 1_000, processor: processorSeconds(told) },
  };
}

/** `times` writes, in its second line, what the shell's children took of the processor: `0m9.49s 0m1.01s`. */
function processorSeconds(times: string): number {
  const [, children = ''] = times.trim().split('\n');
  const spent = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  return spent.reduce((sum, seconds) => sum + seconds, 0);
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
  const first = synth(process.execPath);
  const tasked = synth(process.execPath, FARGATE);

  test('has a template and the bundles of nine functions, or of eight and the image of a task', () => {
    const bundles = (of: Synth, name: string) =>
      Object.keys(of.files).filter(file => file.startsWith('asset.') && file.endsWith(`/${name}`)).length;
    expect(bundles(first, 'index.mjs')).toBe(9);
    expect(bundles(tasked, 'index.mjs')).toBe(8);
    expect(bundles(tasked, 'Dockerfile')).toBeGreaterThan(0);
    expect(Object.keys(first.files)).toContain('perpdesk.template.json');
  });

  describe.each(VERSIONS)('on Node %s, or the running one of its major version', version => {
    const node = nodeOf(version);
    const found = node.type === 'found' ? node.version : node.because;

    test.runIf(node.type === 'found')(`is the same to the byte, with and without a task (${found})`, () => {
      if (node.type === 'missing') return;
      const here = synth(node.path);
      const { wall, processor } = here.seconds;
      console.log(
        `synth on Node ${node.version}: ${wall.toFixed(1)} s, of a processor ${processor.toFixed(1)} s`,
      );
      expect(here.files).toEqual(first.files);
      expect(synth(node.path, FARGATE).files).toEqual(tasked.files);
      // Of a processor, since what else runs on the machine is no fault of the stack.
      expect(processor).toBeGreaterThan(1);
      expect(processor).toBeLessThan(SECONDS_MAX);
    });
  });
});
