import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';

export interface Emulator {
  readonly url: string;
  /** What the server has said so far. */
  said(): string;
  close(): Promise<void>;
}

export type Python =
  | { readonly type: 'found'; readonly path: string }
  /** `because` says in one line why there is none. */
  | { readonly type: 'missing'; readonly because: string };

const here = (name: string) => fileURLToPath(new URL(`./emulator/${name}`, import.meta.url));
const VENV = join(PROJECT_ROOT, 'node_modules/.cache/perpdesk-moto');
const INSTALL_MS = 300_000;
const START_MS = 60_000;

/** A Python that has the pinned emulator, in an environment of its own, which is made once from PyPI. */
export function python(folder = VENV): Python {
  const path = join(folder, 'bin', 'python');
  const wanted = readFileSync(here('requirements.txt'), 'utf8');
  const stamp = join(folder, 'requirements.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { type: 'found', path };
  try {
    rmSync(folder, { recursive: true, force: true });
    run('python3', ['-m', 'venv', folder]);
    const quiet = ['--quiet', '--disable-pip-version-check'];
    run(path, ['-m', 'pip', 'install', ...quiet, '--requirement', here('requirements.txt')]);
    writeFileSync(stamp, wanted);
    return { type: 'found', path };
  } catch (error) {
    return { type: 'missing', because: lastLine(error) };
  }
}

const run = (command: string, parts: readonly string[]) =>
  execFileSync(command, parts, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: INSTALL_MS,
  });

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const [line = String(error)] = said.trim().split('\n').slice(-1);
  return line.slice(0, 300);
}

/** Starts the emulator on a free port of this machine. Throws with what it said when it does not come up. */
export async function startEmulator(path: string): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(path, [here('server.py'), String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => texts.push(chunk));
  const said = () => texts.join('');
  await up(url, child, said);
  return { url, said, close: () => ended(child) };
}

async function up(url: string, child: ChildProcess, said: () => string): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`the emulator did not come up:\n${said()}`);
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise(done => {
    child.once('exit', () => done());
    if (child.exitCode !== null) done();
    child.kill('SIGKILL');
  });

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
