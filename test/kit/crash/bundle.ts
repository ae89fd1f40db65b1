import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { binanceBundling, requireBanner } from '../../../lib/adapters/binance/bundling.ts';
import { onnxExternal } from '../../../lib/adapters/onnx/bundling.ts';

/** Makes one file of the child, so that each of hundreds starts in a fraction of a second. Answers its path. */
export async function bundleChild(folder: string): Promise<string> {
  const outfile = join(folder, 'child.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./child.ts', import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: requireBanner },
    alias: { ...binanceBundling.alias },
    external: [...binanceBundling.external, ...onnxExternal],
    logLevel: 'error',
  });
  return outfile;
}
