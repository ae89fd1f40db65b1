/**
 * What a function does of a sweep, called once for each combination and once at the end:
 *
 *   path      replays one combination of a run, and keeps what came of it
 *   conclude  walks forward over all of them, and keeps the result
 *
 * A combination that is kept already is not replayed again: a run that failed goes on where it was.
 */
import { PortError, type SweepStore } from './ports.ts';
import { conclude } from './replay/sweep/conclude.ts';
import type { Changes } from './replay/sweep/grid.ts';
import type { SweepPath } from './replay/sweep/result.ts';
import { pathFile, RESULT_FILE, RUN_FILE, RUN_FORMAT, runId, type SweepRun } from './replay/sweep/run.ts';

export type SweepCall =
  | { readonly type: 'path'; readonly run: string; readonly n: number }
  | { readonly type: 'conclude'; readonly run: string };

/** What a call answers: so little that a thousand answers are no burden to whoever asked. */
export interface SweepAnswer {
  readonly run: string;
  readonly n?: number;
}

/** Replays combinations of one run. */
export interface RunReplayer {
  path(n: number, changes: Changes): Promise<SweepPath>;
}

export interface SweepDesk {
  readonly store: SweepStore;
  /** Lays the run's files together, and opens its market. Kept for the calls that follow. */
  replayerOf(id: string, run: SweepRun): Promise<RunReplayer>;
}

/**
 * Carries out a call. `code`: which code this is. Throws a PortError where the store cannot be reached or does not hold what the
 * run needs, and where the run is for other code.
 */
export async function sweep(desk: SweepDesk, call: SweepCall, code: string): Promise<SweepAnswer> {
  switch (call.type) {
    case 'path':
      return replayed(desk, call, code);
    case 'conclude':
      return concluded(desk, call, code);
    default:
      return call satisfies never;
  }
}

async function replayed(
  desk: SweepDesk,
  { run: id, n }: Extract<SweepCall, { readonly type: 'path' }>,
  code: string,
): Promise<SweepAnswer> {
  const { store } = desk;
  if ((await store.read(id, pathFile(n))) !== undefined) return { run: id, n };
  const run = await runOf(store, id, code);
  const changes = run.combinations[n];
  if (changes === undefined)
    throw new Error(`run ${id} has ${run.combinations.length} combinations, and no #${n}`);
  const replayer = await desk.replayerOf(id, run);
  await store.write(id, pathFile(n), JSON.stringify(await replayer.path(n, changes)));
  return { run: id, n };
}

async function concluded(
  { store }: SweepDesk,
  { run: id }: Extract<SweepCall, { readonly type: 'conclude' }>,
  code: string,
): Promise<SweepAnswer> {
  const { spec, combinations } = await runOf(store, id, code);
  const paths: SweepPath[] = [];
  for (const n of combinations.keys()) {
    const text = await store.read(id, pathFile(n));
    if (text === undefined) throw new PortError('unavailable', `run ${id}: nothing is kept of #${n}`);
    paths.push(JSON.parse(text) as SweepPath);
  }
  await store.write(id, RESULT_FILE, `${JSON.stringify(conclude(spec, paths))}\n`);
  return { run: id };
}

/** A run as its command wrote it, to the letter: its name is the digest of its text. `code`: what would replay it. */
async function runOf(store: SweepStore, id: string, code: string): Promise<SweepRun> {
  const text = await store.read(id, RUN_FILE);
  if (text === undefined) throw new PortError('unavailable', `there is no run ${id}`);
  if (runId(text) !== id) throw new PortError('malformed', `run ${id} is not what its command wrote`);
  const run = JSON.parse(text) as SweepRun;
  if (run.format !== RUN_FORMAT)
    throw new PortError(
      'malformed',
      `run ${id} was written by another version of the command: deploy the one that it is`,
    );
  // The stack tells its version when a deployment ends, and calls the new one before that.
  if (run.code !== code)
    throw new PortError(
      'malformed',
      `run ${id} is not for version ${code.split(':').at(-1)}: when the deployment has ended, type the command again`,
    );
  return run;
}
