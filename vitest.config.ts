import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Those have a command of their own: npm run test:bundles.
    exclude: ['test/bundles/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The SDK is frozen on purpose (docs/dependencies.md); its reminder to upgrade Node would drown the results.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
