import { fileURLToPath } from 'node:url';

/**
 * What a bundle of anything that reaches ccxt needs, in the words of esbuild. What is external need not be there:
 * without `undici` ccxt falls back to Node's own fetch, which is the same engine; the other two only speed up web
 * sockets, which the desk does not open. Imports no ccxt itself, so that the stack can read it for nothing.
 */

const empty = fileURLToPath(new URL('./empty.ts', import.meta.url));
const absent = fileURLToPath(new URL('./absent.ts', import.meta.url));

export const binanceBundling = {
  alias: {
    'protobufjs/minimal': empty,
    'protobufjs/minimal.js': empty,
    '@noble/curves/secp256k1.js': absent,
    '@noble/curves/nist.js': absent,
    '@noble/curves/ed25519.js': absent,
    '@scure/starknet': absent,
    fflate: absent,
    ws: absent,
  },
  /** The protocols of MEXC and dYdX, which ccxt brings in this form alone. */
  loader: { '.cjs': 'empty' },
  external: [
    'undici',
    'bufferutil',
    'utf-8-validate',
    // What ccxt loads when it first signs for dYdX.
    '*/dydx-v4-client/registry.js',
    '*/cosmos/tx/v1beta1/tx.js',
    '*/cosmos/tx/signing/v1beta1/signing.js',
  ],
} as const;

/** The only files that may be emptied so: esbuild tells files apart by their ending alone. Their paths, as its metafile has them. */
const EMPTIED = /(^|\/)node_modules\/ccxt\/js\/src\/(protobuf\/mexc|static_dependencies\/dydx-v4-client)\//;

/** What of a bundle's inputs was emptied, though something may want it: the files of other packages that end in `.cjs`. */
export const wronglyEmptied = (inputs: readonly string[]): readonly string[] =>
  inputs.filter(input => input.endsWith('.cjs') && !EMPTIED.test(input));

/** For bundles in ESM: the CommonJS packages among ccxt's dependencies ask for `require`, which ESM does not have. */
export const requireBanner =
  "import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);";
