import type { Changes } from '../../../replay/sweep/grid.ts';
import { RUN_FORMAT, runId, type SweepRun } from '../../../replay/sweep/run.ts';
import type { ReplayFlags } from '../../replaying/flags.ts';
import type { SweepFlags } from '../flags.ts';
import type { SweepPlan } from '../plan.ts';
import { type OwnFile, runFiles } from './files.ts';
import type { AwsSweepFlags } from './flags.ts';

/** A run as it is written, and the files that it names. */
export interface PlannedRun {
  readonly id: string;
  readonly text: string;
  readonly combinations: readonly Changes[];
  readonly files: readonly OwnFile[];
}

/** `code`: what replays it. @throws Refusal, CandleFileError */
export function plannedRun(flags: SweepFlags, { spec, combinations }: SweepPlan, code: string): PlannedRun {
  const { files, flags: laid } = runFiles(flags);
  const asked: ReplayFlags = { ...replayedFlags(flags), ...laid };
  const run: SweepRun<ReplayFlags> = {
    format: RUN_FORMAT,
    code,
    asked,
    files: files.map(({ place, digest }) => ({ place, digest })),
    spec,
    combinations,
  };
  const text = JSON.stringify(run);
  return { id: runId(text), text, combinations, files };
}

/** What of the flags is of no effect on a replay: where it is run, what is tried, and how it is told. */
const BESIDE = [
  'json',
  'threads',
  'grid',
  'folds',
  'metric',
  'aws',
  'region',
  'awsProfile',
  'stack',
] as const satisfies (keyof (SweepFlags & AwsSweepFlags))[];

/** The same sweep is the same run, wherever it is asked about from. */
const replayedFlags = (flags: SweepFlags): ReplayFlags =>
  Object.fromEntries(
    Object.entries(flags).filter(([name]) => !BESIDE.some(each => each === name)),
  ) as unknown as ReplayFlags;
