/** Composition root of the function that replays sweeps: a bucket and a disk. No table, no parameter, no venue. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { layRun } from '../adapters/run-folder.ts';
import { s3SweepStore } from '../adapters/s3/sweep-store.ts';
import { shown } from '../desk/words.ts';
import { SweepRunner } from '../operator/sweeping/runner.ts';
import { PortError, type SweepStore } from '../ports.ts';
import { type SweepRun, unlike } from '../replay/sweep/run.ts';
import { EnvironmentError } from './environment.ts';

/** What the runner is opened with. */
type Asked = Parameters<typeof SweepRunner.open>[0];

interface WiredSweep {
  readonly store: SweepStore;
  readonly replayerOf: (id: string, run: SweepRun) => Promise<SweepRunner>;
}

/** One folder for good: a container that begins anew, after one that ran out of time or memory, finds it and fills the disk no further. */
const SCRATCH = join(tmpdir(), 'perpdesk-sweep');

export function wireSweep(
  env: Readonly<Record<string, string | undefined>> = process.env,
  scratch = SCRATCH,
): WiredSweep {
  const bucket = env.PERPDESK_SWEEP_BUCKET;
  if (bucket === undefined || bucket === '')
    throw new EnvironmentError("the function's environment is wrong: PERPDESK_SWEEP_BUCKET names no bucket");
  const store = s3SweepStore({ bucket });
  return { store, replayerOf: keptReplayer(store, scratch) };
}

/** The replayer of one run at a time: its market is read once, and the next run's takes its place. */
function keptReplayer(store: SweepStore, scratch: string): WiredSweep['replayerOf'] {
  let kept: { readonly id: string; readonly replayer: Promise<SweepRunner> } | undefined;
  return (id, run) => {
    if (kept?.id !== id) {
      // Let go of first: two markets at once are more than the memory may hold.
      kept = undefined;
      const replayer = opened(store, run, scratch);
      const own = { id, replayer };
      kept = own;
      // One that could not be opened is tried again by the next call.
      replayer.catch(() => {
        if (kept === own) kept = undefined;
      });
    }
    return kept.replayer;
  };
}

/** @throws PortError where it would replay something else than the command planned */
async function opened(store: SweepStore, run: SweepRun, scratch: string): Promise<SweepRunner> {
  const folder = await layRun(store, run.files, scratch);
  const replayer = await SweepRunner.open(within(folder, run.asked as Asked));
  const other = unlike(run.spec, replayer.shared);
  if (other === undefined) return replayer;
  throw new PortError(
    'malformed',
    `the function reads the sweep's ${other} otherwise than the command did: deploy the version that the command is`,
  );
}

const PLACES = ['data', 'history', 'funding', 'models', 'limits', 'forceSignals'] as const;

/** What was asked for, its files where they have been laid. */
const within = (folder: string, asked: Asked): Asked => ({
  ...asked,
  ...Object.fromEntries(
    PLACES.flatMap(name => {
      const place = asked[name];
      return place === undefined ? [] : [[name, join(folder, place)]];
    }),
  ),
});

/** What the state machine sends. */
const call = z.discriminatedUnion('type', [
  z.object({ type: z.literal('path'), run: z.string(), n: z.int().check(z.nonnegative()) }),
  z.object({ type: z.literal('conclude'), run: z.string() }),
]);
type Call = z.infer<typeof call>;

/** The function of sweeps: what it is wired to is kept by its container. Which code it is says the ARN that it was called by. */
export function sweepHandler<D, A>(
  wire: () => D,
  carryOut: (desk: D, call: Call, code: string) => Promise<A>,
) {
  let desk: D | undefined;
  return async (event: unknown, context: { readonly invokedFunctionArn: string }): Promise<A> => {
    const read = z.safeParse(call, event);
    if (!read.success)
      throw new Error(
        `the state machine sends {"type": "path" or "conclude", "run": an id, "n": of a path}; this event is ${shown(event)}`,
      );
    desk ??= wire();
    return carryOut(desk, read.data, context.invokedFunctionArn);
  };
}
