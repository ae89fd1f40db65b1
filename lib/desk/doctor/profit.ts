import { type Fraction, fraction, type NotionalUsd, type Usd, usd } from '../units.ts';
import type { Trade } from './example.ts';
import { averageTarget } from './ladder.ts';
import type { Cycles, FundingCost } from './pace.ts';

/** What a plan earns at one win rate, if every win takes every leg. */
export interface ProfitRow {
  readonly winRateFraction: Fraction;
  /** The wins alone: what is left when losses and costs are forgotten. */
  readonly cycleWinsOnlyUsd: Usd;
  /** Wins less losses, before costs. */
  readonly cycleGrossUsd: Usd;
  /** Wins less losses, fees and slippage. */
  readonly cycleNetUsd: Usd;
  /** The same less funding. */
  readonly cycleFundedUsd: Usd;
  readonly positionNetUsd: Usd;
  readonly positionFundedUsd: Usd;
  /** Absent where nobody has measured or assumed how many cycles a day has. */
  readonly dayNetUsd?: Usd;
  readonly dayFundedUsd?: Usd;
}

/** The profit arithmetic of a plan: one position, and a cycle in which all of them are opened and closed once. */
export interface ProfitTable {
  readonly notionalUsd: NotionalUsd;
  readonly positions: number;
  readonly winUsd: Usd;
  readonly lossUsd: Usd;
  /** Fees and slippage of one position's round trip. */
  readonly costUsd: Usd;
  readonly fundingUsd: Usd;
  readonly funding: FundingCost;
  readonly cycleCostUsd: Usd;
  readonly cycles: Cycles;
  readonly dayCostUsd: Usd | undefined;
  readonly rows: readonly ProfitRow[];
}

/** The rate at which plans are mostly told. */
export const EVEN_RATE: Fraction = fraction(0.5);
const WIN_RATES = [fraction(0.45), EVEN_RATE, fraction(0.55), fraction(0.6)];

/** Profit at win rates of 45 to 60 %, per position, per cycle of `positions`, and per day where cycles are known. */
export function profitTable(
  trade: Trade,
  positions: number,
  cycles: Cycles,
  funding: FundingCost,
): ProfitTable {
  const { allowedUsd, plan } = trade;
  const win = allowedUsd * averageTarget(plan);
  const loss = allowedUsd * plan.stopFraction;
  const cost = allowedUsd * plan.roundTripCostFraction;
  const funded = allowedUsd * funding.fraction;
  const perDay = cycles.source === 'unknown' ? undefined : cycles.perDay;
  const rows = WIN_RATES.map((rate): ProfitRow => {
    const [wins, losses] = [rate * positions, (1 - rate) * positions];
    const gross = wins * win - losses * loss;
    const net = gross - positions * cost;
    const left = net - positions * funded;
    const position = rate * win - (1 - rate) * loss - cost;
    return {
      winRateFraction: rate,
      cycleWinsOnlyUsd: usd(wins * win),
      cycleGrossUsd: usd(gross),
      cycleNetUsd: usd(net),
      cycleFundedUsd: usd(left),
      positionNetUsd: usd(position),
      positionFundedUsd: usd(position - funded),
      ...(perDay === undefined ? {} : { dayNetUsd: usd(net * perDay), dayFundedUsd: usd(left * perDay) }),
    };
  });
  return {
    notionalUsd: allowedUsd,
    positions,
    winUsd: usd(win),
    lossUsd: usd(loss),
    costUsd: usd(cost),
    fundingUsd: usd(funded),
    funding,
    cycleCostUsd: usd(positions * cost),
    cycles,
    dayCostUsd: perDay === undefined ? undefined : usd(positions * cost * perDay),
    rows,
  };
}
