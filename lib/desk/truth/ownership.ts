import type { Position } from '../position/position.ts';
import { type EpochMs, epochMs, MINUTE_MS, type SymbolId } from '../units.ts';
import type { LedgerTrade, Span } from './ledger.ts';

/** Whether what happened to a symbol at an instant was the desk's doing, or another hand's. */
export type Ownership = (symbol: SymbolId, at: EpochMs) => boolean;

const FOREVER = epochMs(Number.POSITIVE_INFINITY);

/**
 * The desk's is what happens to a symbol while the book has a position in it, and after an entry order of the desk,
 * whether the book knows of that entry or not. All else is a person's, or the venue's with a person's position.
 * `entryOrders`: numbers of the orders among these trades that the desk sent to open something.
 */
export function ownershipOf(
  positions: readonly Position[],
  trades: readonly LedgerTrade[],
  entryOrders: ReadonlySet<string>,
): Ownership {
  const spans = new Map<SymbolId, Span[]>();
  const add = (symbol: SymbolId, from: EpochMs, to: EpochMs) =>
    spans.set(symbol, [...(spans.get(symbol) ?? []), { from, to }]);
  // The minute in which it was found closed is still its own: its last fills lie there.
  for (const { symbol, openedAt, closedAt } of positions)
    add(symbol, openedAt, closedAt === undefined ? FOREVER : epochMs(closedAt + MINUTE_MS));
  const known = knownTrades(positions);
  for (const { symbol, at, orderId, tradeId } of trades)
    if (entryOrders.has(orderId) && !known.has(tradeKey(symbol, tradeId))) add(symbol, at, FOREVER);
  return (symbol, at) => spans.get(symbol)?.some(({ from, to }) => at >= from && at < to) ?? false;
}

/** Numbers of the executions that the book's positions hold. */
export const knownTrades = (positions: readonly Position[]): ReadonlySet<string> =>
  new Set(positions.flatMap(({ symbol, fills }) => fills.map(({ tradeId }) => tradeKey(symbol, tradeId))));

/** The venue numbers trades by symbol. */
export const tradeKey = (symbol: SymbolId, tradeId: string): string => `${symbol} ${tradeId}`;
