import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DeskEnvironment } from '../../lib/local/desk-environment.ts';

/**
 * Works some minutes of a desk on the code of another tree: guardian, monitor, entry and scan, and five past the hour the
 * daily close. `runOn('work.ts', tree, given)` starts it.
 */
export interface Work {
  readonly servers: DeskEnvironment['servers'];
  readonly desk: string;
  readonly forcedSignals: string;
  readonly from: number;
  readonly minutes: number;
}
export interface Worked {
  readonly failures: readonly string[];
}

const [tree = '', given = '{}'] = process.argv.slice(2);
const { servers, desk, forcedSignals, from, minutes } = JSON.parse(given) as Work;
const at = (path: string): string => pathToFileURL(join(tree, path)).href;

const environment = (await import(
  at('lib/local/desk-environment.ts')
)) as typeof import('../../lib/local/desk-environment.ts');
const env = environment.embeddedEnvironment(process.env, { desk, servers, forcedSignals });
environment.applyEnvironment(env);

const aws = (await import(at('lib/wiring/aws.ts'))) as typeof import('../../lib/wiring/aws.ts');
const guardian = (await import(
  at('lib/wiring/guardian.ts')
)) as typeof import('../../lib/wiring/guardian.ts');
const { guard } = (await import(at('lib/guard.ts'))) as typeof import('../../lib/guard.ts');
const { close } = (await import(at('lib/close.ts'))) as typeof import('../../lib/close.ts');
const { enter, monitor, scan } = (await import(at('lib/minute.ts'))) as typeof import('../../lib/minute.ts');
const { epochMs } = (await import(at('lib/desk/units.ts'))) as typeof import('../../lib/desk/units.ts');

let now = from;
const clock = { now: () => epochMs(now), sleep: async () => {} };
const silent = { metrics: { emit: () => {} } };
const desks = {
  guardian: { ...(await guardian.wireGuardian(env, clock)), ...silent },
  desk: { ...(await aws.wireDesk(env, clock)), ...silent },
  scan: { ...(await aws.wireScanDesk(env, clock)), ...silent },
  close: { ...(await aws.wireCloseDesk(env, clock)), ...silent },
};
const failures: string[] = [];
for (let i = 0; i < minutes; i += 1) {
  const minute = epochMs(now) as Parameters<typeof monitor>[1];
  const works = [
    () => guard(desks.guardian, minute),
    () => monitor(desks.desk, minute),
    () => enter(desks.desk, minute),
    () => scan(desks.scan, minute),
    ...((now / 60_000) % 60 === 5 ? [() => close(desks.close, minute)] : []),
  ];
  for (const work of works) {
    try {
      const end = await work();
      if (end !== 'done') failures.push(`${new Date(now).toISOString()}: ${end}`);
    } catch (error) {
      failures.push(`${new Date(now).toISOString()}: ${String(error)}`);
    }
  }
  const body = JSON.stringify({ minutes: 1 });
  const answer = await fetch(`${servers.exchange}/sim/advance`, { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
  now += 60_000;
}
process.stdout.write(JSON.stringify({ failures } satisfies Worked));
process.exit(0);
