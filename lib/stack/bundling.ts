import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { binanceBundling, wronglyEmptied } from '../adapters/binance/bundling.ts';
import { onnxCopyCommands, onnxExternal } from '../adapters/onnx/bundling.ts';
import { PROJECT_ROOT } from './paths.ts';

/**
 * How a handler becomes one file. ES modules, because the sources and ccxt are; the AWS SDK is bundled in the version
 * of the lockfile, so that a runtime update by AWS changes nothing. Minified, as that halves the cold start's
 * parsing, with the names kept for stack traces. No metafile and no source map: the asset's hash would follow the
 * machine's paths.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  // CommonJS parts of the SDK's dependencies ask for Node's own modules through `require`.
  banner: {
    js: "import{createRequire as nodeRequireMaker}from'node:module';const require=nodeRequireMaker(import.meta.url);",
  },
  minify: true,
  keepNames: true,
  sourcemap: false,
  alias: binanceBundling.alias,
  loader: binanceBundling.loader,
  // The nets' runtime is laid beside the bundles that run nets; to the others it is never loaded.
  external: [...binanceBundling.external, ...onnxExternal],
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

const functionCredentials = fileURLToPath(new URL('../adapters/function-credentials.ts', import.meta.url));

/** A function's bundle: its credentials are in its environment. A task's are not, and it asks the SDK's whole chain. */
export const functionBundling = {
  ...bundling,
  alias: { ...bundling.alias, '@aws-sdk/credential-provider-node': functionCredentials },
} satisfies BuildOptions;

/**
 * Bundles a file of the project, named from its root, into another. By esbuild itself: CDK's own bundling starts npm for
 * each function, which takes longer than the bundling. Throws where a package would be shipped with nothing in it.
 */
export function bundleInto(entry: string, outfile: string, options: BuildOptions = bundling): void {
  const from = { ...options, absWorkingDir: PROJECT_ROOT, entryPoints: [entry] };
  // The metafile stays in memory: nothing of it is written beside the bundle.
  const { metafile } = buildSync({ ...from, outfile, metafile: true });
  const lost = wronglyEmptied(Object.keys(metafile.inputs));
  if (lost.length > 0)
    throw new Error(
      `bundling ${entry}: ${lost.join(', ')} would be shipped empty, as ccxt's .cjs files are (lib/adapters/binance/bundling.ts): give it an alias there, or import it in another form`,
    );
}

/** Lays the nets' runtime for the functions' processor beside a bundle. */
export function layNetsBeside(folder: string): void {
  const copies = onnxCopyCommands(`${PROJECT_ROOT}/node_modules`, folder, 'arm64');
  execFileSync('sh', ['-c', copies.join(' && ')], { stdio: 'inherit' });
}
