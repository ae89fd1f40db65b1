import { defineConfig } from 'vitest/config';

/** The fast unit tests of the core alone, for mutation testing: each mutant runs those that cover it. */
export default defineConfig({
  test: {
    include: ['test/desk/**/*.test.ts'],
    exclude: ['test/**/*.fuzz.test.ts'],
    setupFiles: ['test/kit/repeatable.ts'],
    isolate: false,
    testTimeout: 60_000,
  },
});
