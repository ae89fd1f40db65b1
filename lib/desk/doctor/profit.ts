import { type Fraction, fraction, type NotionalUsd, type Usd, usd } from '../units.ts';
import { averageTarget } from './bracket.ts';
import type { Trade } from './example.ts';

/** What a plan earns at one win rate, if every win takes every leg and nothing is funded. */
export interface ProfitRow {
  readonly winRateFraction: Fraction;
  /** The wins alone: what is left when losses and costs are forgotten. */
  readonly cycleWinsOnlyUsd: Usd;
  /** Wins less losses, before costs. */
  readonly cycleGrossUsd: Usd;
  /** Wins less losses and costs. */
  readonly cycleNetUsd: Usd;
  readonly positionNetUsd: Usd;
  /** Absent where nobody has said how many cycles a day has. */
  readonly dayNetUsd?: Usd;
}

/** The profit arithmetic of a plan: one position, and a cycle in which all of them are opened and closed once. */
export interface ProfitTable {
  readonly notionalUsd: NotionalUsd;
  readonly positions: number;
  readonly winUsd: Usd;
  readonly lossUsd: Usd;
  readonly costUsd: Usd;
  readonly cycleCostUsd: Usd;
  readonly cyclesPerDay: number | undefined;
  readonly dayCostUsd: Usd | undefined;
  readonly rows: readonly ProfitRow[];
}

const WIN_RATES = [0.45, 0.5, 0.55, 0.6];

/** Profit at win rates of 45 to 60 %, per position, per cycle of `positions`, and per day where cycles are given. */
export function profitTable(trade: Trade, positions: number, cyclesPerDay: number | undefined): ProfitTable {
  const { allowedUsd, plan } = trade;
  const win = allowedUsd * averageTarget(plan);
  const loss = allowedUsd * plan.stopFraction;
  const cost = allowedUsd * plan.roundTripCostFraction;
  const rows = WIN_RATES.map((rate): ProfitRow => {
    const [wins, losses] = [rate * positions, (1 - rate) * positions];
    const gross = wins * win - losses * loss;
    const net = gross - positions * cost;
    return {
      winRateFraction: fraction(rate),
      cycleWinsOnlyUsd: usd(wins * win),
      cycleGrossUsd: usd(gross),
      cycleNetUsd: usd(net),
      positionNetUsd: usd(rate * win - (1 - rate) * loss - cost),
      ...(cyclesPerDay === undefined ? {} : { dayNetUsd: usd(net * cyclesPerDay) }),
    };
  });
  return {
    notionalUsd: allowedUsd,
    positions,
    winUsd: usd(win),
    lossUsd: usd(loss),
    costUsd: usd(cost),
    cycleCostUsd: usd(positions * cost),
    cyclesPerDay,
    dayCostUsd: cyclesPerDay === undefined ? undefined : usd(positions * cost * cyclesPerDay),
    rows,
  };
}
