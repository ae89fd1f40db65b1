import { Refusal } from '../../local/refusal.ts';
import { conclude } from '../../replay/sweep/conclude.ts';
import type { SweepResult } from '../../replay/sweep/result.ts';
import type { SweepFlags } from '../sweeping/flags.ts';
import { planOf } from '../sweeping/plan.ts';
import { pathsOver, type ThreadsOptions } from '../sweeping/threads.ts';

/**
 * Replays every combination of a grid and walks forward over what came of them.
 *
 * @throws Refusal, CandleFileError, ForcedSignalsError
 */
export async function sweepOf(
  flags: SweepFlags,
  watcher: Pick<ThreadsOptions, 'onProgress' | 'hasEnough'>,
): Promise<SweepResult> {
  const plan = await planOf(flags);
  const paths = await pathsOver(flags, plan, { ...watcher, threads: flags.threads });
  if (paths !== undefined) return conclude(plan.spec, paths);
  throw new Refusal(
    'sweep: ended by hand; a choice among a part of them says nothing, so nothing is written',
  );
}
