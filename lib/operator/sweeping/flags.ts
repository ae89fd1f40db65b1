import type { ReplayFlags } from '../replaying/flags.ts';

/** A sweep as it is typed: what is replayed, and what is tried on it. */
export interface SweepFlags
  extends Omit<ReplayFlags, 'report' | 'json' | 'compare' | 'check' | 'everyMinute'> {
  readonly grid: readonly string[];
  readonly folds: number;
  readonly metric: string;
  readonly threads: number;
  readonly json?: string | boolean;
}
