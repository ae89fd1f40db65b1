import type { RestingOrder } from '../position/resting.ts';
import { type EpochMs, epochMs, MINUTE_MS, type OrderSide, type Qty } from '../units.ts';

/** One execution of the account. */
export interface SeenTrade {
  readonly side: OrderSide;
  readonly qty: Qty;
  readonly at: EpochMs;
}

/** A position is opened before its first stop is placed; slices of it are minutes apart at most. */
const LEAD_MS = 10 * MINUTE_MS;

/** From where trades must be read to judge these orders: so far back that the opening of their position is among them. */
export const tradesFrom = (orders: readonly RestingOrder[]): EpochMs =>
  epochMs(Math.min(...orders.map(({ createdAt }) => createdAt)) - LEAD_MS);

/**
 * Whether the trades say why an order belongs to nothing, where the book has no position either: something was traded
 * since it was placed, or what was traded last before it was placed closed what it was to close. The latter is a stop
 * that a process has placed which stood still meanwhile (seed 12087).
 */
export function isLeftOver(order: RestingOrder, trades: readonly SeenTrade[]): boolean {
  const last = trades.reduce<SeenTrade | undefined>(
    (latest, trade) => (latest === undefined || trade.at >= latest.at ? trade : latest),
    undefined,
  );
  return last !== undefined && (last.at >= order.createdAt || last.side === order.side);
}

/**
 * Whether the trades prove that what an order was to close is closed (I58). Either all that was opened has been closed
 * again, or, where the opening lies too far back, as much was closed since the order was placed as it was to close.
 * Nothing is proved by no trades at all.
 */
export function isClosedByTrades(order: RestingOrder, trades: readonly SeenTrade[]): boolean {
  const closing = ({ side, qty }: SeenTrade) => qty * (side === order.side ? 1 : -1);
  const net = (seen: readonly SeenTrade[]) =>
    Number(seen.reduce((sum, trade) => sum + closing(trade), 0).toFixed(8));
  const anyClosed = trades.some(({ side }) => side === order.side);
  if (anyClosed && net(trades) === 0) return true;
  const since = trades.filter(({ at }) => at >= order.createdAt);
  // Only a stop is as large as its position when it is placed; a target is a part of it.
  return order.type === 'stop-market' && order.qty !== 'all' && net(since) >= order.qty;
}
