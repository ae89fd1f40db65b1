import type { DenialCode } from '../../desk/risk/denial.ts';
import { dailyReturns, wholeDays } from '../figures/days.ts';
import { drawdownOf } from '../figures/drawdown.ts';
import { sumOf } from '../figures/interval.ts';
import type { ReplayResult } from '../result.ts';
import type { Changes } from './grid.ts';
import type { SweepPath } from './result.ts';

const HALT: DenialCode = 'drawdown-halt';

/** What a replay is to its sweep. Days on which nothing was left to trade with earn nothing. */
export function pathOf(n: number, changes: Changes, result: ReplayResult): SweepPath {
  const lived = dailyReturns(result);
  const idle = Array.from({ length: wholeDays(result) - lived.length }, () => 0);
  const fills = result.trades.flatMap(trade => trade.fills);
  const halted = result.noTrade.find(({ code }) => code === HALT)?.minutes ?? 0;
  return {
    n,
    changes,
    hash: result.hash,
    trades: result.trades.length,
    feesUsd: sumOf(fills, ({ commissionUsd }) => commissionUsd),
    maxDrawdownFraction: drawdownOf(result).maxFraction,
    haltedFraction: halted / result.ran.minutes,
    returns: [...lived, ...idle],
  };
}
