import { defineConfig } from 'vitest/config';

/** Whole processes started, killed and started again; markets long enough to measure an edge on. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.ts'],
    // Two side by side even on two cores: many wait for servers of this machine rather than compute.
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 180_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
