import { defineConfig } from 'vitest/config';

/** The deployment, against an emulator of AWS that is installed from PyPI. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.aws.ts'],
    globalSetup: 'test/aws/set-up.ts',
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // One emulator, two cores: side by side they would only wait for each other.
    fileParallelism: false,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
