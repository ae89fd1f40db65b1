import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The bundles of the synthesised assembly, in a process like Lambda's; needs the registry once, for Node 24. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/bundles/**/*.test.ts'] } }),
);
