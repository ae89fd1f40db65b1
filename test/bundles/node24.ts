import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';

/** The major version that Lambda runs the bundles on. */
const MAJOR = 24;
const VERSION = '24.9.0';

export type Node24 =
  | { readonly type: 'found'; readonly path: string; readonly version: string }
  /** `because` says in one line why there is none, for the name of a skipped test. */
  | { readonly type: 'missing'; readonly because: string };

/** A Node of Lambda's major version: this one when it is new enough, else one from npm. */
export function node24(cacheFolder = cacheOf('perpdesk-node24')): Node24 {
  const running = majorOf(process.version);
  if (running >= MAJOR) return { type: 'found', path: process.execPath, version: process.version };
  const found = nodeFromNpm(VERSION, cacheFolder);
  if (found.type === 'found' && majorOf(found.version) < MAJOR)
    return { type: 'missing', because: `${found.path} is Node ${found.version}` };
  return found;
}

/**
 * A Node of a version, installed once into a cache folder. It is npm's `node` without its install script: that only fetches
 * the package for the machine's own platform, which is asked for here by its name.
 */
export function nodeFromNpm(version: string, cacheFolder = cacheOf(`perpdesk-node-${version}`)): Node24 {
  const windows = process.platform === 'win32';
  const platform = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const path = join(cacheFolder, 'node_modules', platform, 'bin', windows ? 'node.exe' : 'node');
  try {
    if (!existsSync(path)) install(`${platform}@${version}`, cacheFolder);
    return {
      type: 'found',
      path,
      version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
    };
  } catch (error) {
    return { type: 'missing', because: `npm could not install ${platform}@${version}: ${lastLine(error)}` };
  }
}

const cacheOf = (name: string): string => join(PROJECT_ROOT, 'node_modules/.cache', name);

export const majorOf = (version: string): number => Number(/^v(\d+)\./.exec(version)?.[1] ?? 0);

function install(what: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['install', what, '--prefix', folder, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 120_000,
    shell: process.platform === 'win32',
  });
}

/** npm says first what went wrong; its own log file comes last. */
function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = said.split('\n').filter(line => /error/i.test(line) && !line.includes('complete log'));
  return lines.slice(0, 2).join(' ').replaceAll('npm error ', '').trim() || said.trim().slice(0, 200);
}
