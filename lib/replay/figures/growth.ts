import { DAY_MS } from '../../desk/units.ts';
import type { ReplayResult } from '../result.ts';
import { DAYS_A_YEAR, DAYS_MIN } from './days.ts';
import { finite, known } from './interval.ts';

export interface Growth {
  /** Equity at the end, open positions at the mark. */
  readonly finalUsd: number;
  readonly netUsd: number;
  /** Of the wallet at the start. */
  readonly netFraction: number;
  /** Compound annual growth rate; absent below thirty days, and where nothing is left. */
  readonly annualFraction?: number;
}

export function growthOf({ from, to, walletUsd, account }: ReplayResult): Growth {
  const finalUsd = account.at(-1)?.equityUsd ?? walletUsd;
  const days = (to - from) / DAY_MS;
  return {
    finalUsd,
    netUsd: finalUsd - walletUsd,
    netFraction: walletUsd > 0 ? finalUsd / walletUsd - 1 : 0,
    ...known('annualFraction', annualised(finalUsd / walletUsd, days)),
  };
}

/** A growth over some days, a factor, as a rate a year: factor ^ (365 / days) - 1. */
export const annualised = (factor: number, days: number): number | undefined =>
  days < DAYS_MIN || !(factor > 0) ? undefined : finite(factor ** (DAYS_A_YEAR / days) - 1);
