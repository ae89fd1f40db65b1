import type { LeverageTier } from '../instrument.ts';
import type { Limits, LimitsRead } from '../limits/limits.ts';
import type { Plan } from '../plan/plan.ts';
import type { SizingTrace } from '../sizing/trace.ts';
import type { Fraction, NotionalUsd, Usd } from '../units.ts';
import { bandFindings } from './bands.ts';
import { positionsThatFit } from './capacity.ts';
import { capFindings } from './caps.ts';
import { dailyLossFindings } from './daily-loss.ts';
import { earningsFindings } from './earnings.ts';
import { impossibilities } from './errors.ts';
import type { Evidence, MeasuredTrades } from './evidence.ts';
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
import { ladderFindings } from './ladder.ts';
import { liquidationFindings } from './liquidation.ts';
import { meaningFindings } from './meaning.ts';
import { cyclesOf, fundingOf } from './pace.ts';
import { portfolioCapFindings } from './portfolio-caps.ts';
import { problemFindings } from './problems.ts';
import { type ProfitTable, profitTable } from './profit.ts';
import { thresholdFindings } from './thresholds.ts';

export interface ExamineInput extends Evidence {
  readonly limits: Limits;
  readonly equityUsd: Usd;
  /** Whose word the equity is. Only the venue's is what the desk will size by. */
  readonly equitySource: 'venue' | 'given' | 'assumed';
  /** What the venue says, where `equityUsd` is a what-if. */
  readonly realEquityUsd?: Usd;
  /** Volatility to reckon with: ATR(14) of the signal bars over price. Default: what makes a stop of 0.8 %. */
  readonly atrFraction?: Fraction;
  /** The venue's tiers; default: those of a middling coin. */
  readonly tiers?: readonly LeverageTier[];
  /** Cycles a day as somebody assumes them; used where the desk's own trades do not tell. */
  readonly assumedCyclesPerDay?: number;
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
  /** What the desk's own trades came to, beside what the plan reckons; undefined where it has none. */
  readonly measured: Omit<MeasuredTrades, 'each'> | undefined;
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
  const impossible = impossibilities(circumstances);
  const confidence = ordinaryConfidence(input.limits);
  const example = exampleTrade(circumstances, confidence);
  if (example.type === 'refused') return withoutTrade(example, impossible);
  const profit = profitOf(circumstances, example, input);
  return {
    findings: bySeverity([
      ...impossible,
      ...denied(example),
      ...dailyLossFindings(circumstances, example),
      ...capFindings(circumstances, example),
      ...portfolioCapFindings(circumstances, example),
      ...bandFindings(circumstances, example),
      ...ladderFindings(circumstances, example, input.record, input.coins),
      ...thresholdFindings(circumstances, input),
      ...(profit === undefined ? [] : earningsFindings(circumstances, example, profit)),
      ...liquidationFindings(circumstances, example, confidence),
      ...meaningFindings(circumstances, example, input),
    ]),
    plannedUsd: example.plannedUsd,
    allowedUsd: example.allowedUsd,
    sizeStepByStep: example.trace,
    plan: example.plan,
    profit,
    measured: summaryOf(input.trades),
  };
}

function summaryOf(trades: MeasuredTrades | undefined): Examination['measured'] {
  if (trades === undefined) return undefined;
  const { each: _each, ...summary } = trades;
  return summary;
}

/** Undefined where nothing could be opened. */
function profitOf(
  circumstances: Circumstances,
  example: Trade,
  { trades, assumedCyclesPerDay }: ExamineInput,
): ProfitTable | undefined {
  const positions = positionsThatFit(circumstances, example);
  if (positions === 0 || example.denial !== undefined) return undefined;
  const cycles = cyclesOf(trades, positions, assumedCyclesPerDay);
  return profitTable(example, positions, cycles, fundingOf(trades, circumstances.limits));
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
  measured: undefined,
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
