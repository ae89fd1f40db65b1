import type { LeverageTier } from '../instrument.ts';
import type { Limits, LimitsRead } from '../limits/limits.ts';
import type { Plan } from '../plan/plan.ts';
import type { SizingTrace } from '../sizing/trace.ts';
import type { Fraction, NotionalUsd, Usd } from '../units.ts';
import { bandFindings } from './bands.ts';
import { bracketFindings, liquidationBeforeStop } from './bracket.ts';
import { positionsThatFit } from './capacity.ts';
import { capFindings } from './caps.ts';
import { dailyLossFindings } from './daily-loss.ts';
import {
  type Circumstances,
  type Example,
  exampleTrade,
  ordinaryConfidence,
  type Trade,
  TYPICAL_ATR,
  TYPICAL_TIERS,
} from './example.ts';
import { bySeverity, type Finding, finding } from './finding.ts';
import { meaningFindings } from './meaning.ts';
import { problemFindings } from './problems.ts';
import { type ProfitTable, profitTable } from './profit.ts';

export interface ExamineInput {
  readonly limits: Limits;
  readonly equityUsd: Usd;
  /** Volatility to reckon with: ATR(14) of the signal bars over price. Default: what makes a stop of 0.8 %. */
  readonly atrFraction?: Fraction;
  /** The venue's tiers; default: those of a middling coin. */
  readonly tiers?: readonly LeverageTier[];
  /** Measured cycles a day; without them no profit of a day is stated. */
  readonly cyclesPerDay?: number;
  /** What the venue says, where `equityUsd` is a what-if. */
  readonly realEquityUsd?: Usd;
}

export interface Examination {
  /** Errors first. An error closes entries. */
  readonly findings: readonly Finding[];
  readonly plannedUsd: NotionalUsd | undefined;
  readonly allowedUsd: NotionalUsd | undefined;
  /** The typical trade from plan to guard. Depth and lot belong to the moment and are not in it. */
  readonly sizeStepByStep: SizingTrace;
  readonly plan: Plan | undefined;
  readonly profit: ProfitTable | undefined;
}

/**
 * Examines limits together: what binds, what cannot, what a bad day costs, what a plan earns. The typical trade is
 * planned and sized by the desk's own code. Pure; reads nothing.
 */
export function examine(input: ExamineInput): Examination {
  const circumstances: Circumstances = {
    limits: input.limits,
    equityUsd: input.equityUsd,
    atrFraction: input.atrFraction ?? TYPICAL_ATR,
    tiers: input.tiers ?? TYPICAL_TIERS,
  };
  const impossible = liquidationBeforeStop(circumstances);
  const confidence = ordinaryConfidence(input.limits);
  const example = exampleTrade(circumstances, confidence);
  if (example.type === 'refused') return withoutTrade(example, impossible);
  const positions = positionsThatFit(circumstances, example);
  return {
    findings: bySeverity([
      ...impossible,
      ...denied(example),
      ...dailyLossFindings(circumstances, example, confidence),
      ...capFindings(circumstances, example),
      ...bandFindings(circumstances, example),
      ...bracketFindings(circumstances, example, confidence),
      ...meaningFindings(circumstances, example, input.realEquityUsd),
    ]),
    plannedUsd: example.plannedUsd,
    allowedUsd: example.allowedUsd,
    sizeStepByStep: example.trace,
    plan: example.plan,
    profit:
      positions > 0 && example.denial === undefined
        ? profitTable(example, positions, input.cyclesPerDay)
        : undefined,
  };
}

/** As `examine`, for limits as they were read: where they are not valid, that is the finding. */
export const examineRead = (read: LimitsRead, input: Omit<ExamineInput, 'limits'>): Examination =>
  read.type === 'limits'
    ? examine({ ...input, limits: read.limits })
    : { ...NOTHING, findings: problemFindings(read.problems) };

export const hasErrors = ({ findings }: Examination): boolean =>
  findings.some(({ severity }) => severity === 'error');

const NOTHING: Omit<Examination, 'findings'> = {
  plannedUsd: undefined,
  allowedUsd: undefined,
  sizeStepByStep: [],
  plan: undefined,
  profit: undefined,
};

function withoutTrade(
  { because, trace }: Extract<Example, { type: 'refused' }>,
  impossible: readonly Finding[],
): Examination {
  const refused = finding('warning', 'no-trade-possible', {
    title: 'Math AI refuses the typical trade',
    proof: because,
    limits: ['exits/ladder', 'plan/leverage-max', 'plan/liquidation-stops-min', 'plan/stop-fraction-max'],
  });
  return {
    ...NOTHING,
    sizeStepByStep: trace,
    findings: bySeverity(impossible.length > 0 ? impossible : [refused]),
  };
}

/** A denial on an empty desk holds for every trade like this one. The daily loss has a finding of its own. */
function denied({ denial, allowedUsd }: Trade): readonly Finding[] {
  if (denial === undefined || denial.code === 'daily-loss') return [];
  return [
    finding('warning', 'no-trade-possible', {
      title: `the typical trade is denied on an empty desk: ${denial.code}`,
      proof: denial.because,
      limits: [],
      figures: { allowedUsd },
    }),
  ];
}
