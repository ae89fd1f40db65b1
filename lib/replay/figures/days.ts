import { DAY_MS } from '../../desk/units.ts';
import type { ReplayResult } from '../result.ts';

/** What annualised figures count a year with: the market has no holidays. */
export const DAYS_A_YEAR = 365;
/** Whole days below which nothing is said by the year: a good week is not a growth rate. */
export const DAYS_MIN = 30;

/** Whole days of the span. */
export const wholeDays = ({ from, to }: Pick<ReplayResult, 'from' | 'to'>): number =>
  Math.max(0, Math.floor((to - from) / DAY_MS));

/**
 * Return of each whole day of 24 hours from the start, a fraction of the equity it began with; what is left of a day at
 * the end is none. It ends at a day that began with nothing left.
 */
export function dailyReturns(
  result: Pick<ReplayResult, 'from' | 'to' | 'walletUsd' | 'account'>,
): readonly number[] {
  const { from, walletUsd, account } = result;
  const returns: number[] = [];
  let [i, equity, before] = [0, walletUsd, walletUsd];
  for (let day = 1; day <= wholeDays(result) && before > 0; day += 1) {
    const end = from + day * DAY_MS;
    for (let point = account[i]; point !== undefined && point.at <= end; point = account[i]) {
      equity = point.equityUsd;
      i += 1;
    }
    returns.push(equity / before - 1);
    before = equity;
  }
  return returns;
}
