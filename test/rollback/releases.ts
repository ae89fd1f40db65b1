import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** The release before this one in the history, or why it cannot be had. */
export type Previous =
  | { readonly type: 'commit'; readonly commit: string; readonly says: string }
  | { readonly type: 'none'; readonly because: string };

/**
 * The release that this code would be taken back to: what PERPDESK_ROLLBACK_TO names, else the newest tag of an earlier
 * commit, else the commit that froze the items of the last release.
 */
export function previousRelease(): Previous {
  const named = process.env.PERPDESK_ROLLBACK_TO;
  try {
    if (named !== undefined)
      return { type: 'commit', commit: git('rev-parse', `${named}^{commit}`), says: named };
    if (git('rev-parse', '--is-shallow-repository') === 'true')
      return { type: 'none', because: 'this clone is shallow: it has no release before this one' };
    const head = git('rev-parse', 'HEAD');
    const tags = git('tag', '--merged', 'HEAD', '--sort=-version:refname', '--list', 'v*').split('\n');
    for (const tag of tags.filter(each => each !== '')) {
      const commit = git('rev-parse', `${tag}^{commit}`);
      if (commit !== head) return { type: 'commit', commit, says: tag };
    }
    const frozen = git('log', '-1', '--format=%H', '--', 'test/golden/items/*.json');
    if (frozen !== '')
      return { type: 'commit', commit: frozen, says: 'the commit that froze the last release' };
    return { type: 'none', because: 'no release is tagged and none was frozen' };
  } catch (error) {
    const because = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { type: 'none', because: `there is no history at hand: ${because}` };
  }
}

export interface Tree {
  readonly path: string;
  remove(): void;
}

/** A commit's files in a folder of their own, with the packages of this tree. */
export function treeOf(commit: string): Tree {
  const path = mkdtempSync(join(tmpdir(), 'perpdesk-release-'));
  execFileSync('sh', ['-c', `git archive ${commit} | tar -x -C "${path}"`], { cwd: ROOT });
  if (!existsSync(join(path, 'node_modules')))
    symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a script of this folder on the code of a tree, in a process of its own; what it printed as JSON. */
export async function runOn<Answer>(script: string, tree: string, given: object): Promise<Answer> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, script), tree, JSON.stringify(given)],
    { cwd: tree, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const code = await new Promise<number | null>(done => child.on('close', done));
  if (code !== 0) throw new Error(`${script} on ${tree} ended with ${code}`);
  return JSON.parse(text) as Answer;
}
