import { isOwnClientId } from '../desk/client-id.ts';
import type { Side, SymbolId } from '../desk/units.ts';
import type { Engine } from '../sim/engine/engine.ts';
import type { OrderState, TradeState } from '../sim/engine/state.ts';

/** A position of the desk's own, as the venue's books tell it: from its opening order until the venue is flat. */
export interface Holding {
  readonly symbol: SymbolId;
  readonly side: Side;
  /** The first opening order's id, which is the intent's; then those of the slices. */
  readonly clientId: string;
  readonly clientIds: readonly string[];
  readonly openedAt: number;
  readonly openedQty: number;
  readonly openedUsd: number;
  /** Everything that traded in the symbol since, the opening included. */
  readonly trades: readonly TradeState[];
  /** Another hand has traded this symbol meanwhile in a way that is no closing: whose is what can no longer be told. */
  readonly isMixed: boolean;
  readonly flatAt: number | undefined;
}

type Draft = { -readonly [K in keyof Holding]: Holding[K] } & { trades: TradeState[] };

/** Follows the venue's trades, and tells which positions are the desk's. The desk's own books have no part in it. */
export class Ledger {
  readonly held = new Map<SymbolId, Holding>();
  readonly ended: Holding[] = [];
  /** Quantities by symbol, from the trades alone. */
  readonly #net = new Map<SymbolId, number>();
  readonly #engine: Engine;
  readonly #desk: string;
  #read = 0;

  constructor(engine: Engine, desk: string) {
    this.#engine = engine;
    this.#desk = desk;
  }

  /** Reads what has traded since the last time; answers the desk's opening trades among it. */
  catchUp(now: number): readonly Holding[] {
    const trades = this.#engine.trades();
    const opened: Holding[] = [];
    for (; this.#read < trades.length; this.#read++) {
      const trade = trades[this.#read];
      if (trade === undefined) continue;
      const order = this.#engine.order(trade.symbol, { id: trade.orderId });
      if (order === undefined) throw new Error(`trade ${trade.id} names no order`);
      const holding = this.#take(trade, order, now);
      if (holding !== undefined && !opened.includes(holding)) opened.push(holding);
    }
    return opened;
  }

  #take(trade: TradeState, order: OrderState, now: number): Holding | undefined {
    const { symbol, side, qty } = trade;
    const before = this.#net.get(symbol) ?? 0;
    const after = Number((side === 'buy' ? before + qty : before - qty).toFixed(8));
    this.#net.set(symbol, after);
    const isOwn = isOwnClientId(this.#desk, order.clientId);
    const opens = isOwn && !order.reduceOnly && !order.closePosition;
    let holding = this.held.get(symbol) as Draft | undefined;
    const isFirst = holding === undefined && opens;
    if (holding === undefined && opens) {
      holding = {
        symbol,
        side: side === 'buy' ? 'long' : 'short',
        clientId: order.clientId,
        clientIds: [],
        openedAt: now,
        openedQty: 0,
        openedUsd: 0,
        trades: [],
        isMixed: before !== 0,
        flatAt: undefined,
      };
      this.held.set(symbol, holding);
    }
    if (holding === undefined) return undefined;
    holding.trades.push(trade);
    if (opens) {
      holding.openedQty = Number((holding.openedQty + qty).toFixed(8));
      holding.openedUsd += qty * trade.price;
      if (!holding.clientIds.includes(order.clientId))
        holding.clientIds = [...holding.clientIds, order.clientId];
    }
    const turned = after !== 0 && after > 0 !== (holding.side === 'long');
    const grew = !opens && Math.abs(after) > Math.abs(before);
    if (grew || turned) holding.isMixed = true;
    if (after === 0 || turned) {
      holding.flatAt = now;
      this.ended.push(holding);
      this.held.delete(symbol);
    }
    return opens || isFirst ? holding : undefined;
  }
}
