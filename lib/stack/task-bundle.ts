import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { binanceBundling } from '../adapters/binance/bundling.ts';
import { onnxCopyCommands } from '../adapters/onnx/bundling.ts';
import { bundling } from './bundling.ts';
import { PROJECT_ROOT, taskImageFolder } from './paths.ts';

/**
 * Lays what a task's image is made of into a folder: the code as a function's is bundled, in `task.mjs`, the nets' runtime
 * for the same processor, and the Dockerfile. CDK bundles functions alone, so esbuild is called here, with CDK's words
 * put into its own.
 */
export function bundleTask(folder: string, into: string): void {
  buildSync({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [`functions/${folder}/task.ts`],
    outfile: `${into}/task.mjs`,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: bundling.mainFields,
    banner: { js: bundling.banner },
    minify: bundling.minify,
    keepNames: bundling.keepNames,
    sourcemap: bundling.sourceMap,
    external: bundling.externalModules,
    alias: binanceBundling.alias,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const copies = onnxCopyCommands(`${PROJECT_ROOT}/node_modules`, into, 'arm64');
  execFileSync('sh', ['-c', copies.join(' && ')], { stdio: 'inherit' });
  copyFileSync(`${taskImageFolder(folder)}/Dockerfile`, `${into}/Dockerfile`);
}
