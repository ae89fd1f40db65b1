import { execFileSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';

const CDK = join(PROJECT_ROOT, 'node_modules/aws-cdk/bin/cdk');

/** Seconds by the clock, and of a processor. */
export interface SynthSeconds {
  readonly wall: number;
  readonly processor: number;
}

/**
 * `npm run synth` as whoever deploys runs it, by the Node at `node`: writes the assembly into `folder`. `desks` are
 * those of the context instead of cdk.json's. Throws where it fails.
 */
export function synth(node: string, folder: string, desks?: string): SynthSeconds {
  const context = desks === undefined ? '' : `-c desks='${desks}'`;
  const began = performance.now();
  const told = execFileSync(
    'sh',
    [
      '-c',
      `"${node}" "${CDK}" synth --quiet --output "${folder}" ${context} >&2; code=$?; times; exit $code`,
    ],
    {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: '', PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return { wall: (performance.now() - began) / 1_000, processor: processorSeconds(told) };
}

/** `times` writes, in its second line, what the shell's children took of the processor: `0m9.49s 0m1.01s`. */
function processorSeconds(times: string): number {
  const [, children = ''] = times.trim().split('\n');
  const spent = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  return spent.reduce((sum, seconds) => sum + seconds, 0);
}
