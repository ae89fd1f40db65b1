import { spawnSync } from 'node:child_process';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';

export interface NpmAnswer {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs npm in the project: the one that runs this, or the one on the path. */
export function npm(...args: readonly string[]): NpmAnswer {
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const { status, stdout, stderr } = spawnSync(command, [...first, ...args], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
    shell: process.platform === 'win32' && command === 'npm',
  });
  return { code: status ?? 1, output: stdout, errors: stderr };
}
