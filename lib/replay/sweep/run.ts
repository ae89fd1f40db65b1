import { digestOf } from '../../models/digest.ts';
import { replayedLimits, replayedModels } from '../outcome.ts';
import type { ReplayInput } from '../replay.ts';
import type { Changes } from './grid.ts';
import type { SweepSpec } from './result.ts';

/** A file that the replays of a run read. */
export interface RunFile {
  /** Where it lies in the run's folder: `data/BTCUSDT-1m.csv.gz`. */
  readonly place: string;
  /** SHA-256 of what is in it. */
  readonly digest: string;
}

/** A sweep that is replayed elsewhere than where it was planned: all that makes it the one it is. */
export interface SweepRun<Asked = unknown> {
  readonly format: typeof RUN_FORMAT;
  /** Which code replays it: the same sweep by other code is another run. */
  readonly code: string;
  /** How it was typed; what it names of files is where they lie in the run's folder. */
  readonly asked: Asked;
  readonly files: readonly RunFile[];
  readonly spec: SweepSpec;
  /** What each replay changes of the limits; the first changes nothing. */
  readonly combinations: readonly Changes[];
}

export const RUN_FORMAT = 'perpdesk-sweep-run-1';

/** Names of a run's files. */
export const RUN_FILE = 'run.json';
export const COMBINATIONS_FILE = 'combinations.json';
export const RESULT_FILE = 'result.json';
export const pathFile = (n: number): string => `paths/${n}.json`;

const ID_LENGTH = 32;

/** A run is named by what is in it. */
export const runId = (text: string): string => digestOf(text).slice(0, ID_LENGTH);

/** What of all that its replays share is part of what is replayed. */
export const replayedOf = ({ market, interval, from, to, walletUsd, limits, voices }: ReplayInput) => ({
  from,
  to,
  symbols: market.instruments().map(({ symbol }) => symbol),
  interval,
  walletUsd,
  limits: replayedLimits(limits),
  models: replayedModels(voices),
});

/** What a sweep says it replays and an input is not, by its name in the sweep; undefined where they are the same. */
export function unlike(spec: SweepSpec, input: ReplayInput): string | undefined {
  const there = Object.entries(replayedOf(input));
  return there.find(([name, value]) => JSON.stringify(value) !== JSON.stringify(spec[name as 'from']))?.[0];
}
