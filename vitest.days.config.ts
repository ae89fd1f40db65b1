import { defineConfig } from 'vitest/config';

/** Recorded days played whole, in both account kinds: minutes of work each. */
export default defineConfig({
  test: {
    include: ['test/**/*.days.ts'],
    maxWorkers: 2,
    hookTimeout: 180_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
