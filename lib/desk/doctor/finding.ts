import type { LimitName } from '../limits/schema.ts';

/** `error` closes entries; `warning` is a plan that will not do what it says; `note` is arithmetic worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

export type FindingCode =
  | 'unknown-limit'
  | 'limit-invalid'
  | 'ladder-invalid'
  | 'stop-bounds'
  | 'reserve-impossible'
  | 'reserve-short'
  | 'liquidation-before-stop'
  | 'leverage-lowered'
  | 'liquidation-distance'
  | 'no-trade-possible'
  | 'cap-always-binds'
  | 'cap-never-binds'
  | 'cap-not-reached'
  | 'positions-out-of-reach'
  | 'coins-out-of-reach'
  | 'band-unreachable'
  | 'band-without-effect'
  | 'policy-without-effect'
  | 'stop-out-over-daily-loss'
  | 'stop-out-within-daily-loss'
  | 'drawdown-before-daily-loss'
  | 'break-even'
  | 'measured-value'
  | 'threshold-reached'
  | 'farther-target'
  | 'ladder-owner'
  | 'legs-under-minimum'
  | 'legs-merged'
  | 'wins-alone'
  | 'cycles'
  | 'three-quantities'
  | 'risk-fraction-meaning'
  | 'equity-assumed';

/** One thing the doctor has to say, with the numbers that prove it. */
export interface Finding {
  readonly severity: Severity;
  readonly code: FindingCode;
  /** One sentence without a full stop. */
  readonly title: string;
  /** The reckoning behind it, as a person would check it. */
  readonly proof: string;
  /** The limits to look at; a stored name that belongs to no limit is named here too. */
  readonly limits: readonly string[];
  /** The proof's numbers for machines, unit last in each name. */
  readonly figures: Readonly<Record<string, number>>;
}

interface Told {
  readonly title: string;
  readonly proof: string;
  readonly limits: readonly LimitName[];
  readonly figures?: Readonly<Record<string, number>>;
}

export const finding = (severity: Severity, code: FindingCode, told: Told): Finding => ({
  severity,
  code,
  ...told,
  figures: told.figures ?? {},
});

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Errors first, notes last; within a severity as found. */
export const bySeverity = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
