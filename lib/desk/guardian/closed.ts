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

/** A stop is sized by a reading of the account that may be this old when it is placed. */
const READING_MS = MINUTE_MS;

/**
 * Whether the trades say why an order belongs to nothing, where the book has no position either. As much as a stop was to
 * close was closed since (a person who closes a part of what the book does not know leaves the rest, seed 1795834692), or
 * what was traded last before it was placed closed what it was to close: a process that stood still meanwhile has placed
 * it (seed 12087). Of an order that names no size, or a part, any trade since is enough.
 */
export function isLeftOver(order: RestingOrder, trades: readonly SeenTrade[]): boolean {
  const last = trades.reduce<SeenTrade | undefined>(
    (latest, trade) => (latest === undefined || trade.at >= latest.at ? trade : latest),
    undefined,
  );
  if (last === undefined) return false;
  if (last.at < order.createdAt) return last.side === order.side;
  if (!isSizedStop(order) || isClosedByTrades(order, trades)) return true;
  const read = order.createdAt - READING_MS;
  return trades.some(({ at }) => at >= read && netClosed(order, trades, at) >= order.qty);
}

/**
 * Whether the trades prove that what an order was to close is closed (I58). Either all that was opened has been closed
 * again, or, where the opening lies too far back, as much was closed since the order was placed as it was to close.
 * Nothing is proved by no trades at all.
 */
export function isClosedByTrades(order: RestingOrder, trades: readonly SeenTrade[]): boolean {
  const anyClosed = trades.some(({ side }) => side === order.side);
  if (anyClosed && netClosed(order, trades) === 0) return true;
  return isSizedStop(order) && netClosed(order, trades, order.createdAt) >= order.qty;
}

/** Only a stop is as large as its position when it is placed; a target is a part of it. */
const isSizedStop = (order: RestingOrder): order is RestingOrder & { readonly qty: Qty } =>
  order.type === 'stop-market' && order.qty !== 'all';

/** What an order's side has traded since `from`, less what the other side has. */
function netClosed(order: RestingOrder, trades: readonly SeenTrade[], from = 0): number {
  const since = trades.filter(({ at }) => at >= from);
  const net = since.reduce((sum, { side, qty }) => sum + qty * (side === order.side ? 1 : -1), 0);
  return Number(net.toFixed(8));
}
