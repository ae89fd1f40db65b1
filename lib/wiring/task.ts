import type { TickAnswer } from './handler.ts';

/** A task ends itself before the next is called: four hours later (`lib/stack/desk.ts`). */
export const TASK_MAY_TAKE_MS = 230 * 60_000;

interface TaskOptions {
  readonly handler: (event: unknown) => Promise<TickAnswer>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly mayTakeMs?: number;
  /** Ends the process. */
  readonly exit?: (code: number) => void;
}

/**
 * Runs a scheduled handler once, as a process: the minute comes in the environment, the exit code says whether it went
 * well. Nobody ends a task that hangs, and it is paid for as long as it runs; so it ends itself.
 */
export async function runTask(options: TaskOptions): Promise<void> {
  const { handler, env = process.env, mayTakeMs = TASK_MAY_TAKE_MS, exit = endProcess } = options;
  const late = setTimeout(() => {
    say({ failed: `not done after ${Math.round(mayTakeMs / 60_000)} minutes, so it was ended` });
    exit(1);
  }, mayTakeMs);
  try {
    say(await handler({ scheduledTime: env.PERPDESK_SCHEDULED_TIME }));
    exit(0);
  } catch (error) {
    say({ failed: String(error), trace: error instanceof Error ? error.stack : undefined });
    exit(1);
  } finally {
    clearTimeout(late);
  }
}

const endProcess = (code: number): never => process.exit(code);

/** One line of JSON, as a function's log has it. */
const say = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
