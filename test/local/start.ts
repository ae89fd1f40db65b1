import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunningServers } from '../../lib/local/state-folder.ts';
import type { Summary } from '../../lib/local/summary.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** A folder of the test's own, for a desk's state and its summary. */
export function scratch(): string {
  const path = mkdtempSync(join(tmpdir(), 'perpdesk-start-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** Starts `npm start`'s program as a child process, with the state under `folder`. */
export function start(folder: string, ...args: readonly string[]): Started {
  const script = join(ROOT, 'lib/local/main.ts');
  // Who looks at the page asks for it.
  const page = args.includes('--page-port') ? [] : ['--no-page'];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', script, '--state', join(folder, 'state'), ...page, ...args],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Awaited<Started['ended']>>(done => {
    child.once('close', code => done({ code, stdout, stderr }));
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, ended, output: () => stdout };
}

/** Runs to the end and answers the summary it wrote; throws what it said where it failed. */
export async function run(folder: string, ...args: readonly string[]): Promise<Summary> {
  const json = join(folder, 'summary.json');
  const { code, stderr } = await start(folder, '--json', json, ...args).ended;
  if (code !== 0) throw new Error(`it ended with ${code}: ${stderr}`);
  return JSON.parse(readFileSync(json, 'utf8')) as Summary;
}

/** Looks again every 50 ms until `look` finds something; gives up after a minute. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise(done => setTimeout(done, 50));
  }
  throw new Error(`never saw ${what}`);
}

/** Where the servers of the desk under `folder` listen; undefined while none runs. */
export const serversOf = (folder: string): RunningServers | undefined => {
  const path = join(folder, 'state/servers.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunningServers) : undefined;
};
