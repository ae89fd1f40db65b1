import { defineConfig } from 'vitest/config';

/** Folders whose tests change nothing outside themselves: their files share one module graph, which halves the time. */
const SHARED = [
  'adapters',
  'desk',
  'docs',
  'functions',
  'guard',
  'minute',
  'models',
  'operator',
  'replay',
  'retrain',
  'sim',
  'stack',
  'storm',
  'wiring',
];

const common = {
  testTimeout: 30_000,
  hookTimeout: 30_000,
  // The SDK is frozen on purpose (docs/dependencies.md); its reminder to upgrade Node would drown the results.
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
};

/** Tests that take long, or need a registry, have commands of their own: npm run test:long, npm run test:bundles. */
export default defineConfig({
  test: {
    ...common,
    // Many tests wait for servers of this machine rather than compute.
    maxWorkers: 3,
    projects: [
      {
        test: {
          ...common,
          name: 'shared',
          isolate: false,
          include: SHARED.map(folder => `test/${folder}/**/*.test.ts`),
        },
      },
      {
        test: {
          ...common,
          name: 'apart',
          include: ['test/**/*.test.ts'],
          exclude: [...SHARED.map(folder => `test/${folder}/**`), 'test/bundles/**'],
        },
      },
    ],
  },
});
