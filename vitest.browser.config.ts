import { defineConfig } from 'vitest/config';

/** The page in a real Chromium, on a desk that runs. Needs one: `chromium` on the path, or CHROMIUM=/path/to/it. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    // One browser at a time: frames are counted.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
