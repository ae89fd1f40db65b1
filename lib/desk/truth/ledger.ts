import type { EpochMs, OrderSide, Price, Qty, SymbolId, Usd } from '../units.ts';
import { usd } from '../units.ts';

/** The venue's two records of an account, as the daily truth reads them: its trades, and its income. */

/** One execution as the venue lists it. */
export interface LedgerTrade {
  readonly tradeId: string;
  readonly orderId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly price: Price;
  readonly qty: Qty;
  readonly realisedUsd: Usd;
  /** In dollars at the time of the fill, whatever it was paid in (I65). */
  readonly commissionUsd: Usd;
  readonly at: EpochMs;
}

/** One line of the account's income. Below zero where the account paid. */
export interface LedgerIncome {
  readonly kind: 'realised' | 'commission' | 'funding' | 'transfer' | 'other';
  readonly symbol: SymbolId | undefined;
  readonly amountUsd: Usd;
  readonly at: EpochMs;
}

/** A stretch of time: `from` belongs to it, `to` does not. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const isIn = ({ from, to }: Span, { at }: { readonly at: EpochMs }): boolean => at >= from && at < to;

/** What trading did to an account's money: the venue's realised profit, less fees, plus funding. */
export interface Money {
  readonly realisedUsd: Usd;
  /** Above zero where fees were paid. */
  readonly feesUsd: Usd;
  readonly fundingUsd: Usd;
  readonly netUsd: Usd;
}

/** The money of some fills and funding payments, added up. */
export function moneyOf(
  fills: readonly { readonly realisedUsd: Usd; readonly commissionUsd: Usd }[],
  fundings: readonly { readonly amountUsd: Usd }[],
): Money {
  const realised = fills.reduce((sum, { realisedUsd }) => sum + realisedUsd, 0);
  const fees = fills.reduce((sum, { commissionUsd }) => sum + commissionUsd, 0);
  const funding = amountOf(fundings);
  return {
    realisedUsd: usd(realised),
    feesUsd: usd(fees),
    fundingUsd: usd(funding),
    netUsd: usd(realised - fees + funding),
  };
}

export const amountOf = (lines: readonly { readonly amountUsd: Usd }[]): Usd =>
  usd(lines.reduce((sum, { amountUsd }) => sum + amountUsd, 0));
