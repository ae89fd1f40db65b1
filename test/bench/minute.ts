/** How fast the embedded desk runs here, beside what its input and output cost by themselves. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServerProcess } from '../../lib/local/server-process.ts';
import type { BenchRun } from './desk.ts';
import { type Replay, replay } from './floor.ts';
import { grouped, type Recorded } from './recorder.ts';

async function runDesk(folder: string, minutes: number, ...how: readonly string[]): Promise<BenchRun> {
  const script = fileURLToPath(new URL('./desk.ts', import.meta.url));
  const child = fork(script, [folder, String(minutes), ...how]);
  const [answer] = (await once(child, 'message')) as [BenchRun];
  await once(child, 'exit');
  return answer;
}

/** The recorded requests again, on servers that begin where the recording began. */
async function runFloor(folder: string, { setUp, minutes }: BenchRun): Promise<Replay> {
  const servers = await startServerProcess(
    { stateFolder: folder, fresh: false, given: { demo: 'yes' } },
    text => void process.stderr.write(text),
  );
  const { exchange, dynamodb, parameters } = servers.urls;
  const urls = [exchange, dynamodb, parameters];
  await replay(setUp, urls);
  const floor = await replay(minutes, urls);
  const { time } = (await (await fetch(`${exchange}/sim/status`)).json()) as { time: number };
  await servers.close();
  if (time % 60_000 !== 0) throw new Error('the replayed exchange stands at no minute');
  return floor;
}

function printCalls(minutes: number, requests: readonly Recorded[], { msOf }: Replay): void {
  const counts = [...grouped(requests, ({ kind }) => kind)].map(
    ([kind, list]) => [kind, list.length / minutes, (msOf.get(kind) ?? 0) / list.length] as const,
  );
  for (const [kind, perMinute, ms] of counts.sort(([, a], [, b]) => b - a)) {
    if (perMinute >= 0.05)
      console.log(`${perMinute.toFixed(2).padStart(7)} ${ms.toFixed(2).padStart(7)} ms  ${kind}`);
  }
}

/** Prints the section. */
export async function benchMinute(minutes: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'perpdesk-bench-'));
  const rate = (seconds: number) => `${(minutes / seconds).toFixed(1).padStart(6)} minutes a second`;
  try {
    const desk = await runDesk(join(scratch, 'desk'), minutes);
    const recorded = await runDesk(join(scratch, 'recorded'), minutes, 'record');
    const floor = await runFloor(join(scratch, 'floor'), recorded);
    const perMinute = recorded.minutes.length / minutes;
    console.log(`${minutes} minutes of the simple market, ten coins traded, demo signals, two processes`);
    console.log(
      `desk   ${rate(desk.seconds)}${desk.handlersThrew > 0 ? `, ${desk.handlersThrew} threw` : ''}`,
    );
    console.log(`floor  ${rate(floor.seconds)}: the same ${perMinute.toFixed(1)} calls a minute, sent raw`);
    console.log(
      `the desk itself takes ${(100 - (floor.seconds / desk.seconds) * 100).toFixed(0)} % of the time\n`,
    );
    console.log('calls a minute, and how long the servers take for one');
    printCalls(minutes, recorded.minutes, floor);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
