import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take minutes, longest first: begun last, one of them would have the machine to itself at the end. */
const LONGEST = [
  'models/edge',
  'local/crash-points',
  'local/seeds',
  'operator/shipped-model',
  'retrain/seats',
  'replay/parity',
  'storm/planted',
  'stack/synth',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex(name => moduleId.endsWith(`test/${name}.long.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return files.toSorted((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

/** Whole processes started, killed and started again; markets long enough to measure an edge on. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.ts'],
    sequence: { sequencer: LongestFirst },
    // Two side by side even on two cores: many wait for servers of this machine rather than compute.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    // End what hangs. How fast something is, `npm run bench` says.
    testTimeout: 900_000,
    hookTimeout: 600_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
