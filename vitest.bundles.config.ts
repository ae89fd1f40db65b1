import { defineConfig } from 'vitest/config';

/** The bundles of the synthesised assembly, in a process like Lambda's; needs the registry once, for Node 24. */
export default defineConfig({
  test: {
    include: ['test/bundles/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
