import { readFile } from 'node:fs/promises';
import { setTimeout as slept } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { s3SweepStore } from '../../../adapters/s3/sweep-store.ts';
import { DAY_MS } from '../../../desk/units.ts';
import { oneLine } from '../../../desk/words.ts';
import { Refusal } from '../../../local/refusal.ts';
import { PortError, type SweepStore } from '../../../ports.ts';
import { changesText } from '../../../replay/sweep/grid.ts';
import type { SweepResult } from '../../../replay/sweep/result.ts';
import { COMBINATIONS_FILE, RESULT_FILE, RUN_FILE } from '../../../replay/sweep/run.ts';
import { accessFault, accessSettings } from '../../aws-access.ts';
import type { SweepFlags } from '../flags.ts';
import { planOf } from '../plan.ts';
import { type Executions, sfnExecutions } from './executions.ts';
import { digestOf } from './files.ts';
import type { SweepPlace } from './flags.ts';
import { type PlannedRun, plannedRun } from './run.ts';
import { sweepStack } from './stack.ts';

/** Who looks on. */
export interface Onlooker {
  readonly onProgress: (phase: 'uploads' | 'combinations', done: number, of: number) => void;
  /** A word beside the progress, on a line of its own. */
  readonly say: (line: string) => void;
  /** Whether somebody has had enough: it goes on without them. */
  readonly hasEnough: () => boolean;
}

interface Reached {
  readonly store: SweepStore;
  readonly executions: Executions;
  /** What can be done about a failure. */
  readonly faultOf: (error: unknown) => unknown;
}

/** A large file over a slow line takes minutes. */
const UPLOAD_MS = 600_000;
/** A run is asked after soon at first, then ever less often; somebody who has had enough is heard at once. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS, GLANCE_MS] = [400, 5_000, 200];
/** The bucket forgets after thirty days; what is older than this is uploaded again, so that no run loses it under way. */
const FRESH_MS = 20 * DAY_MS;

/**
 * Sweeps in AWS: everything that can be refused is, here and first; what the functions need is uploaded where it is not there
 * yet; and what has been started is waited for. The same sweep finds the same run: one that is at work or has ended well is asked
 * about, one that failed is started anew.
 *
 * @throws Refusal, CandleFileError, ForcedSignalsError, PortError
 */
export async function sweepInAws(
  flags: SweepFlags,
  place: SweepPlace,
  onlooker: Onlooker,
): Promise<SweepResult> {
  const plan = await planOf(flags);
  const faultOf = (error: unknown) => accessFault(error, { ...place, table: undefined }, '--aws-profile');
  const settings = accessSettings(place, UPLOAD_MS);
  const [s3, sfn] = [new S3Client(settings), new SFNClient(accessSettings(place))];
  try {
    const { bucket, machine, code } = await sweepStack(place);
    const run = plannedRun(flags, plan, code);
    const store = s3SweepStore({ bucket, client: s3 });
    return await resultOf({ store, executions: sfnExecutions(sfn, machine), faultOf }, run, onlooker);
  } catch (error) {
    throw faultOf(error);
  } finally {
    s3.destroy();
    sfn.destroy();
  }
}

async function resultOf(reached: Reached, run: PlannedRun, onlooker: Onlooker): Promise<SweepResult> {
  const { store, executions } = reached;
  const kept = await keptResult(store, run);
  if (kept !== undefined) return kept;
  const name = await nameInForce(executions, run, onlooker);
  if (!name.running) {
    await refuseBesideAnother(executions);
    await upload(store, run, onlooker);
    // Uploading may take minutes.
    await refuseBesideAnother(executions);
    await executions.start(name.name, { run: run.id });
  }
  await waited(reached, run, name.name, onlooker);
  const result = await keptResult(store, run);
  if (result !== undefined) return result;
  throw new Refusal(`--aws: the run ${run.id} ended, and its result is not in the bucket; start it again`);
}

/** The last execution of the run where that is at work, else the name of the next one: a name is good for once. */
async function nameInForce(
  executions: Executions,
  run: PlannedRun,
  { say }: Onlooker,
): Promise<{ readonly name: string; readonly running: boolean }> {
  let failure: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const name = `${run.id}-${attempt}`;
    const standing = await executions.standing(name);
    switch (standing?.type) {
      case undefined:
        if (failure !== undefined) say(`${failure}; it is started anew, and what was replayed is kept`);
        return { name, running: false };
      case 'running':
        say('it is at work already: this waits for it');
        return { name, running: true };
      case 'failed':
        failure = failureText(run, await executions.failedPaths(name), standing.because);
        break;
      // Its result has gone from the bucket.
      case 'succeeded':
        failure = undefined;
        break;
      default:
        standing satisfies never;
    }
  }
}

/** How many are replayed at a time is held within one sweep: two would take functions that the desks call. */
async function refuseBesideAnother(executions: Executions): Promise<void> {
  const other = await executions.atWork();
  if (other === undefined) return;
  throw new Refusal(
    `--aws: the sweep ${other} is at work, and a second one would take the functions that desks need: type this again when it has ended, or stop it`,
  );
}

const keptResult = async (store: SweepStore, { id }: PlannedRun): Promise<SweepResult | undefined> => {
  const text = await store.read(id, RESULT_FILE);
  return text === undefined ? undefined : (JSON.parse(text) as SweepResult);
};

/** What lies in the bucket under a digest must be what has it: a file may have been written since it was digested. */
async function readAgain(path: string, digest: string): Promise<Buffer> {
  const bytes = await readFile(path);
  if (digestOf(bytes) === digest) return bytes;
  throw new Refusal(`--aws: ${path} changed while it was read; type it again`);
}

/** The run itself comes last: what it names is there. */
async function upload(
  store: SweepStore,
  run: PlannedRun,
  { onProgress, hasEnough }: Onlooker,
): Promise<void> {
  const now = Date.now();
  for (const [done, { digest, path }] of run.files.entries()) {
    onProgress('uploads', done, run.files.length);
    if (hasEnough()) throw new Refusal('sweep: ended by hand before anything was started');
    const at = await store.sharedAt(digest);
    if (at === undefined || at < now - FRESH_MS) await store.share(digest, await readAgain(path, digest));
  }
  await store.write(
    run.id,
    COMBINATIONS_FILE,
    JSON.stringify([...run.combinations.keys()].map(n => ({ n }))),
  );
  await store.write(run.id, RUN_FILE, run.text);
}

async function waited(
  reached: Reached,
  run: PlannedRun,
  name: string,
  { onProgress, hasEnough }: Onlooker,
): Promise<void> {
  const all = run.combinations.length;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const { standing, counts } = await seen(reached, name);
    if (standing?.type === 'succeeded') return onProgress('combinations', all, all);
    if (standing?.type === 'failed')
      throw new Refusal(
        `--aws: ${failureText(run, await reached.executions.failedPaths(name), standing.because)}; the same command starts it anew, and keeps what was replayed`,
      );
    if (counts !== undefined && counts.of > 0) onProgress('combinations', counts.done, counts.of);
    for (let ms = 0; ms < pauseMs; ms += GLANCE_MS) {
      if (hasEnough())
        throw new Refusal(
          `sweep: it goes on in AWS as ${name}; the same command, typed again, waits for it and tells its result`,
        );
      await slept(GLANCE_MS);
    }
  }
}

/** How it stands and how far it is. Who cannot be asked does not end it. */
async function seen({ executions, faultOf }: Reached, name: string) {
  try {
    const standing = await executions.standing(name);
    return { standing, counts: standing?.type === 'running' ? await executions.counts(name) : undefined };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const said = faultOf(error);
    // Without its cause, which would be told once more, and alone.
    throw new Refusal(
      `${said instanceof Error ? said.message : error.message}; the sweep goes on in AWS as ${name}, and the same command comes back to it`,
    );
  }
}

const FAILURES_TOLD = 3;

/** Which combinations failed, and why; what failed around them, where none did. */
function failureText(
  { combinations }: PlannedRun,
  failed: Awaited<ReturnType<Executions['failedPaths']>>,
  because: string,
): string {
  if (failed.length === 0) return `the sweep failed: ${oneLine(because)}`;
  const told = failed
    .slice(0, FAILURES_TOLD)
    .map(path => `#${path.n} (${changesText(combinations[path.n] ?? {})}): ${oneLine(path.because)}`);
  const more = failed.length - told.length;
  const those = `${failed.length} of ${combinations.length} combinations failed: ${told.join('; ')}`;
  return more > 0 ? `${those}; and ${more} more` : those;
}
