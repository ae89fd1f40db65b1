import { type NotionalUsd, notionalUsd } from '../units.ts';

/** Who answers for a step, in the order in which a size passes them. */
export type SizingOwner =
  | 'Math AI'
  | 'Confidence'
  | 'RL policy'
  | 'Portfolio Balancer'
  | 'Risk Guard'
  | 'Smart Execution'
  | 'Instrument';

/** One line of the sizing trace: what a step made of the size, and why. Dollars of notional. */
export interface SizingStep {
  readonly owner: SizingOwner;
  readonly step: string;
  readonly beforeUsd: NotionalUsd;
  readonly afterUsd: NotionalUsd;
  readonly because: string;
  /** The limit that bound, with its version. Absent where no limit did. */
  readonly limit?: string;
}

export type SizingTrace = readonly SizingStep[];

/** The size after the last step. */
export const traced = (trace: SizingTrace): NotionalUsd => trace.at(-1)?.afterUsd ?? notionalUsd(0);

/** Adds a step that leaves the size as it is. */
export const kept = (trace: SizingTrace, owner: SizingOwner, step: string, because: string): SizingTrace => [
  ...trace,
  { owner, step, beforeUsd: traced(trace), afterUsd: traced(trace), because },
];

/** Adds a step that allows at most `ceiling`; the limit is named only where it cut. */
export function capped(
  trace: SizingTrace,
  owner: SizingOwner,
  step: string,
  ceiling: NotionalUsd,
  because: string,
  limit?: string,
): SizingTrace {
  const before = traced(trace);
  // A ceiling that is no number allows nothing, and leaves no NaN behind that a store could not hold.
  const after = notionalUsd(Number.isNaN(ceiling) ? 0 : Math.max(0, Math.min(before, ceiling)));
  if (after === before) return kept(trace, owner, step, because);
  return [
    ...trace,
    { owner, step, beforeUsd: before, afterUsd: after, because, ...(limit === undefined ? {} : { limit }) },
  ];
}

/** The name of the step that depth cuts in, and of a line that gives some of it back. */
export const DEPTH_STEP = 'depth';
export const isSlice = ({ owner, step }: SizingStep): boolean =>
  owner === 'Smart Execution' && step.startsWith('slice ');

/**
 * The step that took away most, or undefined when none did: the answer to "who made it so small?". What later slices
 * entered is given back to the depth that had cut it.
 */
export function largestCut(trace: SizingTrace): SizingStep | undefined {
  const givenBack = trace
    .filter(isSlice)
    .reduce((sum, { beforeUsd, afterUsd }) => sum + afterUsd - beforeUsd, 0);
  let worst: SizingStep | undefined;
  for (const step of trace) {
    const net = step.step === DEPTH_STEP && givenBack > 0 ? lessCut(step, givenBack) : step;
    const cut = net.beforeUsd - net.afterUsd;
    if (cut > 0 && cut > (worst === undefined ? 0 : worst.beforeUsd - worst.afterUsd)) worst = net;
  }
  return worst;
}

const lessCut = (step: SizingStep, givenBack: number): SizingStep => ({
  ...step,
  afterUsd: notionalUsd(Math.min(step.beforeUsd, step.afterUsd + givenBack)),
});
