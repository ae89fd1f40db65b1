import { isGuardianId } from '../client-id.ts';
import { type EpochMs, type OrderSide, openingSide, type Price, type Qty, type Usd } from '../units.ts';
import type { ExitKind, Position, PositionFill, ProtectionLeg } from './position.ts';

/** An execution as the venue lists it. */
export interface AccountTrade {
  readonly tradeId: string;
  readonly orderId: string;
  readonly side: OrderSide;
  readonly price: Price;
  readonly qty: Qty;
  readonly realisedUsd: Usd;
  readonly commissionUsd: Usd;
  readonly at: EpochMs;
}

/** What an order of the venue was for. */
export interface OrderPurpose {
  readonly kind: 'entry' | ExitKind;
  readonly leg?: ProtectionLeg;
  /** What the desk reckoned it would fill at. */
  readonly expectedPrice?: Price;
}

export interface Attribution {
  readonly fills: readonly PositionFill[];
  /** Orders whose trades touch the position and whose purpose is not known yet. */
  readonly unexplained: readonly string[];
}

/** A trade that makes the position larger ends nothing of it, whoever made it. */
const ADDED = { kind: 'entry', byHand: true } as const;

/**
 * Turns the venue's trades into the position's fills: those it does not have yet, each with what its order was for.
 * Trades of orders without a known purpose are left out and named, so that somebody asks about them.
 */
export function attribute(
  position: Position,
  trades: readonly AccountTrade[],
  purposes: ReadonlyMap<string, OrderPurpose>,
): Attribution {
  const known = new Set(position.fills.map(fill => fill.tradeId));
  const fills: PositionFill[] = [];
  const unexplained = new Set<string>();
  for (const trade of trades) {
    if (known.has(trade.tradeId)) continue;
    known.add(trade.tradeId);
    const purpose = purposes.get(trade.orderId);
    if (purpose === undefined) {
      unexplained.add(trade.orderId);
      continue;
    }
    const { tradeId, at, price, qty, realisedUsd, commissionUsd } = trade;
    const isOpening = trade.side === openingSide(position.side);
    const adds = purpose.kind === 'by-hand' && isOpening;
    // What the guardian closed on the other side, where a person had turned the account round, is no end of this one.
    if (isOpening && purpose.kind !== 'entry' && purpose.kind !== 'by-hand') continue;
    const what = adds ? ADDED : purpose;
    fills.push({ tradeId, at, ...what, price, qty, realisedUsd, commissionUsd });
  }
  return { fills, unexplained: [...unexplained] };
}

/** What an order of the guardian did to the position, by its client id; undefined for an order that is not one. */
export function guardianExitKind(desk: string, clientId: string): ExitKind | undefined {
  if (isGuardianId(desk, 'guard', clientId)) return 'stop-loss';
  return isGuardianId(desk, 'flatten', clientId) ? 'unprotected-flatten' : undefined;
}

/** Whose hand closed a position, by the client id of an order that is not the desk's. */
export function foreignExitKind(clientId: string): ExitKind {
  if (clientId.startsWith('adl_autoclose')) return 'deleveraging';
  if (clientId.startsWith('autoclose-')) return 'liquidation';
  if (clientId.startsWith('settlement_autoclose') || clientId.startsWith('delivery_autoclose'))
    return 'delisting';
  return 'by-hand';
}
