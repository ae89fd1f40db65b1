import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { embeddedEnvironment } from '../../../lib/local/desk-environment.ts';
import type { Done, Order } from './child.ts';
import type { Urls } from './gate.ts';
import { DESK } from './servers.ts';

/** A process of the embedded desk. */
export interface DeskProcess {
  /** Runs what is asked; `killed` where the process died over it. Throws what a function threw. */
  run(order: Order): Promise<'done' | 'killed'>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts it on a bundle, in the environment of an embedded desk and no other. */
export async function startProcess(bundle: string, urls: Urls, signals: string): Promise<DeskProcess> {
  const env = embeddedEnvironment({}, { desk: DESK, servers: urls, forcedSignals: signals });
  const set = Object.entries(env).filter(([, value]) => value !== undefined);
  const child = fork(bundle, [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    env: Object.fromEntries(set),
  });
  const gone = once(child, 'exit').then(() => 'killed' as const);
  await Promise.race([once(child, 'message'), gone]);
  return {
    run: async order => {
      const answered = answerOf(child);
      child.send(order);
      const answer = await Promise.race([answered, gone]);
      if (answer === 'killed' || answer.length === 0) return answer === 'killed' ? answer : 'done';
      throw new Error(answer.map(({ handler, because }) => `${handler}: ${because}`).join('; '));
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const answerOf = async (child: ChildProcess): Promise<Done> => {
  const [done] = (await once(child, 'message')) as [Done];
  return done;
};
