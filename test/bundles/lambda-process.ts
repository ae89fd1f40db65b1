import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface LambdaProcessOptions {
  /** The binary of the Node to run on. */
  readonly node: string;
  /** An asset's folder in cdk.out, with an index.mjs that exports `handler`. */
  readonly assetFolder: string;
  /** All of the function's environment; nothing is inherited, as in Lambda. */
  readonly env: Readonly<Record<string, string>>;
  readonly functionName?: string;
  readonly memoryMb?: number;
  /** After this a call is answered with a time-out and the process is killed, as Lambda does it. */
  readonly timeoutMs?: number;
}

export type LambdaAnswer =
  | { readonly type: 'returned'; readonly value: unknown }
  | {
      readonly type: 'threw';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
    }
  | { readonly type: 'timed-out'; readonly afterMs: number }
  /** The process ended in the middle of the call, or could not start. */
  | { readonly type: 'exited'; readonly because: string };

export interface LambdaProcess {
  /** Milliseconds that loading the bundle took. */
  readonly initMs: number;
  /** Version of the Node it runs on. */
  readonly node: string;
  /** One event at a time, as one container does. `now`: what the function's clock shows, where it is not the machine's. */
  invoke(event: unknown, now?: number): Promise<LambdaAnswer>;
  /** Everything written to standard output and standard error so far, by lines. */
  logs(): readonly string[];
  close(): Promise<void>;
}

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));

/**
 * A bundle in a process like Lambda's: a copy of the asset alone, out of reach of any node_modules, on the given
 * Node, with the given environment and memory. Throws when the bundle does not load, with what it said.
 */
export async function lambdaProcess(options: LambdaProcessOptions): Promise<LambdaProcess> {
  const { assetFolder, functionName = 'function', timeoutMs = 50_000 } = options;
  const task = mkdtempSync(join(tmpdir(), `${functionName}-`));
  cpSync(assetFolder, task, { recursive: true });
  const child = start(options, task, functionName);
  const log = collect(child);
  const ended = endOf(child).finally(() => rmSync(task, { recursive: true, force: true }));
  const ready = await Promise.race([firstMessage(child), ended]);
  if (typeof ready === 'string') throw new Error(`${assetFolder} did not load: ${ready}\n${log.text()}`);
  const { initMs, node } = ready as { readonly initMs: number; readonly node: string };
  let calls = 0;
  return {
    initMs,
    node,
    logs: log.lines,
    invoke: async (event, now) => {
      calls += 1;
      return await call(child, ended, { id: `call-${calls}`, event, timeoutMs, now });
    },
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function start({ node, env, memoryMb = 512 }: LambdaProcessOptions, task: string, functionName: string) {
  // Lambda leaves a little of the memory to the runtime itself.
  const heap = `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`;
  return spawn(node, [heap, BOOTSTRAP], {
    cwd: task,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: '/usr/bin:/bin',
      TZ: ':UTC',
      LAMBDA_TASK_ROOT: task,
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      ...env,
    },
  });
}

interface Call {
  readonly id: string;
  readonly event: unknown;
  readonly timeoutMs: number;
  readonly now: number | undefined;
}

async function call(child: ChildProcess, ended: Promise<string>, message: Call): Promise<LambdaAnswer> {
  const { id, timeoutMs: afterMs } = message;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<LambdaAnswer>(done => {
    timer = setTimeout(() => done({ type: 'timed-out', afterMs }), afterMs);
  });
  const exited = ended.then(because => ({ type: 'exited', because }) as const);
  if (!child.connected) return await exited;
  const answered = answerTo(child, id);
  child.send(message);
  const answer = await Promise.race([answered, late, exited]);
  clearTimeout(timer);
  if (answer.type === 'timed-out') child.kill('SIGKILL');
  return answer;
}

const answerTo = (child: ChildProcess, id: string): Promise<LambdaAnswer> =>
  new Promise(done => {
    const listen = (message: { readonly id?: string } & LambdaAnswer) => {
      if (message.id !== id) return;
      child.off('message', listen);
      const { id: _id, ...answer } = message;
      done(answer as LambdaAnswer);
    };
    child.on('message', listen);
  });

const firstMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise(done => {
    child.once('message', done);
  });

/** Why the process ended; resolves once, whatever happens. */
const endOf = (child: ChildProcess): Promise<string> =>
  new Promise(done => {
    child.once('error', error => done(error.message));
    child.once('exit', (code, signal) => done(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });

function collect(child: ChildProcess) {
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => texts.push(chunk));
  }
  const text = () => texts.join('');
  return { text, lines: () => text().split('\n').filter(Boolean) };
}
