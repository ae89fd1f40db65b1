import type { Book, ForeignPosition, Reservation } from '../book.ts';
import type { Position } from '../position/position.ts';
import {
  type Fraction,
  type NotionalUsd,
  notionalUsd,
  type Price,
  type SymbolId,
  signed,
  type Usd,
  usd,
} from '../units.ts';

/** What the account carries and what is promised to intents under way. */
export interface Exposure {
  readonly bySymbol: ReadonlyMap<SymbolId, NotionalUsd>;
  readonly grossUsd: NotionalUsd;
  readonly positions: number;
}

export const isOpen = (position: Position): boolean => position.phase !== 'closed';

/** Notional of the open positions at their marks (entry price where there is no mark), reservations and foreign ones. */
export function exposureOf(
  positions: readonly Position[],
  reservations: readonly Reservation[],
  foreign: readonly ForeignPosition[],
  markOf: (symbol: SymbolId) => Price | undefined,
): Exposure {
  const bySymbol = new Map<SymbolId, NotionalUsd>();
  const add = (symbol: SymbolId, amount: number) =>
    bySymbol.set(symbol, notionalUsd((bySymbol.get(symbol) ?? 0) + amount));
  const open = positions.filter(isOpen);
  for (const { symbol, qty, entryPrice } of open) add(symbol, qty * (markOf(symbol) ?? entryPrice));
  for (const { symbol, notionalUsd: reserved } of reservations) add(symbol, reserved);
  for (const { symbol, notionalUsd: carried } of foreign) add(symbol, carried);
  const gross = [...bySymbol.values()].reduce((sum, each) => sum + each, 0);
  // What waits to join a position, or is one entry in two orders, takes no second place.
  const held = new Set(open.map(({ symbol }) => symbol));
  const promised = new Set(reservations.map(({ symbol }) => symbol).filter(symbol => !held.has(symbol)));
  return {
    bySymbol,
    grossUsd: notionalUsd(gross),
    positions: open.length + promised.size + foreign.length,
  };
}

/**
 * What the account will have lost since 00:00 UTC if every open position is stopped out and every reserved intent
 * is filled and stopped out: `E0 + transfers - wallet - sum(signedQty x (stop - entry)) + exit costs + reserved`.
 * Open positions count at their stops, so nothing is counted twice. Below zero when the day is safely won.
 */
export function dayLossAtStops(book: Book, positions: readonly Position[], exitCostFraction: Fraction): Usd {
  const atStops = positions.filter(isOpen).reduce((sum, position) => {
    const qty = signed(position.side, position.qty);
    const moved = qty * (position.stopPrice - position.entryPrice);
    return sum - moved + position.qty * position.stopPrice * exitCostFraction;
  }, 0);
  const reserved = book.reservations.reduce((sum, { lossAtStopUsd }) => sum + lossAtStopUsd, 0);
  return usd(book.day.equityAtStartUsd + book.day.transfersUsd - book.walletUsd + atStops + reserved);
}
