import { limitsDenial } from '../../desk/doctor/errors.ts';
import { type Limits, withLimits } from '../../desk/limits/limits.ts';
import { Refusal } from '../../local/refusal.ts';
import { wholeDays } from '../../replay/figures/days.ts';
import type { ReplayInput } from '../../replay/replay.ts';
import { type Changes, changesText, combinationsOf } from '../../replay/sweep/grid.ts';
import type { LeftOut, SweepSpec } from '../../replay/sweep/result.ts';
import { replayedOf } from '../../replay/sweep/run.ts';
import { METRICS, type Metric } from '../../replay/sweep/score.ts';
import { BLOCK_DAYS_MIN, daysNeeded } from '../../replay/sweep/walk-forward.ts';
import { scanKey } from '../../replay/universe.ts';
import { inputOf } from '../replaying/input.ts';
import type { SweepFlags } from './flags.ts';
import { gridOf } from './grid.ts';

/** What is swept, and what each of its replays changes; the first changes nothing. */
export interface SweepPlan {
  readonly spec: SweepSpec;
  readonly combinations: readonly Changes[];
}

/** Everything that can be refused is, before the first replay. @throws Refusal, CandleFileError, ForcedSignalsError */
export async function planOf(flags: SweepFlags): Promise<SweepPlan> {
  const grid = gridOf(flags.grid);
  const metric = metricOf(flags.metric);
  const { input, warnings } = await inputOf(flags);
  refuseShort(input, flags.folds);
  const asTheyAre = valuesText(input.limits);
  const [possible, leftOut]: [Possible[], LeftOut[]] = [[], []];
  for (const changes of combinationsOf(grid)) {
    const tried = triedOf(input, changes);
    if (typeof tried === 'string') leftOut.push({ changes, because: tried });
    else if (valuesText(tried) !== asTheyAre) possible.push({ changes, scan: scanKey(tried) });
  }
  const [first] = leftOut;
  if (possible.length === 0)
    throw new Refusal(
      first === undefined
        ? '--grid: all of it is what the limits are already; try other values'
        : `--grid: no desk could run under any of it; ${changesText(first.changes)}: ${first.because}`,
    );
  return {
    spec: { ...replayedOf(input), metric, folds: flags.folds, leftOut, warnings },
    combinations: [{}, ...together(possible, scanKey(input.limits))],
  };
}

interface Possible {
  readonly changes: Changes;
  /** What its universe depends on. */
  readonly scan: string;
}

/** Those that share a universe one after the other, so that it is made once for them; first those that share one with `first`. */
function together(possible: readonly Possible[], first: string): readonly Changes[] {
  const keys = [...new Set([first, ...possible.map(({ scan }) => scan)])];
  return keys.flatMap(key => possible.filter(({ scan }) => scan === key).map(({ changes }) => changes));
}

function metricOf(typed: string): Metric {
  const metric = METRICS.find(name => name === typed);
  if (metric !== undefined) return metric;
  throw new Refusal(`--metric ${typed}: there is no such measure; choose ${METRICS.join(', ')}`);
}

function refuseShort(span: ReplayInput, folds: number): void {
  const days = wholeDays(span);
  if (days >= daysNeeded(folds)) return;
  throw new Refusal(
    `--folds ${folds}: needs ${daysNeeded(folds)} whole days, ${BLOCK_DAYS_MIN} for each and for those before the first, and the span has ${days}: take fewer folds or a longer span`,
  );
}

/** The limits of a combination, or why no desk could run under them. */
function triedOf({ limits, walletUsd }: ReplayInput, changes: Changes): Limits | string {
  const read = withLimits(limits, changes);
  if (read.type === 'limits') return limitsDenial(read.limits, walletUsd)?.because ?? read.limits;
  const [first] = read.problems;
  return `${first?.name}: ${first?.problem}`;
}

/** The limits of a combination that is not left out. */
export function limitsUnder(limits: Limits, changes: Changes): Limits {
  const read = withLimits(limits, changes);
  if (read.type === 'limits') return read.limits;
  throw new Error(`limits that cannot be were planned: ${changesText(changes)}`);
}

const valuesText = (limits: Limits): string => JSON.stringify(limits.values);
