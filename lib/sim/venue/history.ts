import { DAY_MS, MINUTE_MS, price, qty, type SymbolId, usd } from '../../desk/units.ts';
import type { Income, Trade } from '../../ports.ts';
import type { Engine } from '../engine/engine.ts';
import type { IncomeState, IncomeType, TradeState } from '../engine/state.ts';
import { asWritten, digitsOf, moneyAsWritten } from '../shown/digits.ts';
import { instrumentAt } from './answer.ts';
import { inDollars } from './dollars.ts';

/** The venue knows half a year of trades. */
const TRADES_KEPT_MS = 180 * DAY_MS;

/** All executions of a symbol from `since` on, oldest first. */
export function tradesSince(engine: Engine, symbol: SymbolId, since: number): Trade[] {
  instrumentAt(engine, symbol);
  const from = Math.max(since, engine.now - TRADES_KEPT_MS);
  return rowsSince(engine.trades(), from, row => row.symbol === symbol).map(row => tradeOf(engine, row));
}

/** All entries of the account's ledger from `since` on, oldest first. */
export const incomeSince = (engine: Engine, since: number): Income[] =>
  rowsSince(engine.income(), since, () => true).map(row => incomeOf(engine, row));

/**
 * Rows from an instant on, oldest first, looked for from the newest back. The engine writes them minute after minute,
 * and within a minute symbol after symbol: what is a minute too old has nothing before it that is not.
 */
function rowsSince<Row extends { readonly time: number }>(
  rows: readonly Row[],
  since: number,
  wanted: (row: Row) => boolean,
): Row[] {
  const found: Row[] = [];
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i];
    if (row === undefined || row.time < since - MINUTE_MS) break;
    if (row.time >= since && wanted(row)) found.push(row);
  }
  return found.reverse().sort((a, b) => a.time - b.time);
}

function tradeOf(engine: Engine, row: TradeState): Trade {
  const digits = digitsOf(instrumentAt(engine, row.symbol));
  return {
    tradeId: String(row.id),
    orderId: String(row.orderId),
    symbol: row.symbol,
    side: row.side,
    price: price(asWritten(row.price, digits.price)),
    qty: qty(asWritten(row.qty, digits.qty)),
    realisedUsd: usd(moneyAsWritten(row.realisedUsd)),
    commissionUsd: inDollars(engine, row.commissionUsd, row.commissionBnb, row.time),
    at: row.time,
  };
}

const INCOME_KIND: Readonly<Record<IncomeType, Income['kind']>> = {
  REALIZED_PNL: 'realised',
  COMMISSION: 'commission',
  FUNDING_FEE: 'funding',
  INSURANCE_CLEAR: 'other',
  TRANSFER: 'transfer',
};

const incomeOf = (engine: Engine, row: IncomeState): Income => ({
  id: `${row.type}-${row.id}-${row.symbol}`,
  kind: INCOME_KIND[row.type],
  symbol: row.symbol === '' ? undefined : row.symbol,
  amountUsd: inDollars(engine, row.amountUsd, row.amountBnb, row.time),
  at: row.time,
});
