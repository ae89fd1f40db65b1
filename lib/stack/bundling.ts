import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { binanceCdkBundling } from '../adapters/binance/bundling.ts';
import { onnxCdkBundling } from '../adapters/onnx/bundling.ts';

/**
 * How a handler becomes one file. ES modules, because the sources and ccxt are; the AWS SDK is bundled in the version
 * of the lockfile, so that a runtime update by AWS changes nothing. Minified, as that halves the cold start's
 * parsing, with the names kept for stack traces. No metafile and no source map: the asset's hash would follow the
 * machine's paths.
 */
export const bundling = {
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  // CommonJS parts of the SDK's dependencies ask for Node's own modules through `require`.
  banner:
    "import{createRequire as nodeRequireMaker}from'node:module';const require=nodeRequireMaker(import.meta.url);",
  minify: true,
  keepNames: true,
  sourceMap: false,
  ...binanceCdkBundling,
  // The nets' runtime is laid beside the bundles that run nets; to the others it is never loaded.
  externalModules: [...binanceCdkBundling.externalModules, ...onnxCdkBundling.externalModules],
  esbuildArgs: { ...binanceCdkBundling.esbuildArgs, '--legal-comments': 'none', '--log-level': 'warning' },
} satisfies BundlingOptions;

/** The bundling of a function; `nets`: of one that runs them. */
export const bundlingOf = ({ nets }: { readonly nets: boolean }): BundlingOptions =>
  nets ? { ...bundling, commandHooks: onnxCdkBundling.commandHooks } : bundling;
