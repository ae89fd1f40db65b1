import { defineConfig } from 'vitest/config';

/**
 * The properties of `npm test` that throw broken input at decoders, on many more inputs and from a seed of their own.
 * FUZZ_SEED plays a seed again, FUZZ_RUNS says how many inputs each property gets.
 */
const FUZZ_SEED = process.env.FUZZ_SEED ?? String(Date.now() % 2 ** 31);
const FUZZ_RUNS = process.env.FUZZ_RUNS ?? '10000';
console.log(`FUZZ_SEED=${FUZZ_SEED} FUZZ_RUNS=${FUZZ_RUNS}`);

export default defineConfig({
  test: {
    include: ['test/**/*.fuzz.test.ts'],
    isolate: false,
    testTimeout: 600_000,
    env: { FUZZ_SEED, FUZZ_RUNS, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
