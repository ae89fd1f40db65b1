import { execFileSync, execSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onnxCopyCommands, onnxExternal } from '../../../lib/adapters/onnx/bundling.ts';
import { onnxModel } from '../../../lib/models/nets/onnx/model.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const MEGABYTE = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'perpdesk-onnx-'));
const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    statSync(join(folder, name)).isFile(),
  );

const twice = onnxModel({
  name: 'twice',
  nodes: [{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'], attributes: {} }],
  constants: [],
  inputs: [{ name: 'x', shape: ['batch'] }],
  outputs: [{ name: 'y', shape: ['batch'] }],
});

const program = `
import { onnxTensors } from ${JSON.stringify(join(PROJECT, 'lib/adapters/onnx/tensors.ts'))};
const graph = Uint8Array.from(${JSON.stringify([...twice])});
const { y } = await onnxTensors({ threads: 1 }).run(graph, { x: { shape: [2], values: Float32Array.of(1, 2) } });
console.log([...y.values].join(' '));
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'program.ts'), program);
  await build({
    entryPoints: [join(folder, 'program.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: [...onnxExternal],
  });
  rmSync(join(folder, 'program.ts'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a bundle for Lambda carries the binaries of its processor alone', () => {
  const commands = onnxCopyCommands(join(PROJECT, 'node_modules'), folder, 'arm64');
  execSync(commands.join(' && '));
  const binaries = files().filter(name => /\.(so\.1|node|dll|dylib)$/.test(name));
  expect(binaries.every(name => name.includes('/linux/arm64/'))).toBe(true);
  expect(binaries).toHaveLength(2);
  const bytes = files().reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes / MEGABYTE).toBeLessThan(30);
  rmSync(join(folder, 'node_modules'), { recursive: true });
});

// Linux alone has both: what runs in Lambda, and a shell to lay it out with.
test.runIf(process.platform === 'linux')('a bundle with this machine’s binaries runs by itself', () => {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  execSync(onnxCopyCommands(join(PROJECT, 'node_modules'), folder, arch).join(' && '));
  const said = execFileSync(process.execPath, [join(folder, 'index.mjs')], { cwd: folder, encoding: 'utf8' });
  expect(said.trim()).toBe('2 4');
});
