import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that take long, or need a registry, have commands of their own: npm run test:long, npm run test:bundles. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bundles/**'],
    // Files share one module graph, which halves the time: a test that changes the environment or the clock puts it back.
    isolate: false,
    // Many tests wait for servers of this machine rather than compute.
    maxWorkers: Math.min(8, Math.max(3, availableParallelism())),
    // Ends what hangs. How fast something is, `npm run bench` says.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The SDK is frozen on purpose (docs/dependencies.md); its reminder to upgrade Node would drown the results.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
