import { qtyDown } from '../../desk/instrument.ts';
import { type Price, price, type Qty } from '../../desk/units.ts';
import { accountView } from './account.ts';
import type { Core } from './core.ts';
import { priceBound } from './filters.ts';
import { type Level, sumOf, walk, without } from './ladder.ts';
import { bookFill } from './ledger.ts';
import { notionalMaxAt } from './margin.ts';
import { type Refusal, refuse, refused } from './refusal.ts';
import type { OrderState } from './state.ts';

/** What an order would take from the ladder around `mid`; nothing is changed. A limit of zero means none. */
export function quote(
  core: Core,
  order: Pick<OrderState, 'symbol' | 'side' | 'price'>,
  mid: Price,
  amount: Qty,
): Level[] {
  const instrument = core.instrumentOf(order.symbol);
  const { rules } = core.state;
  const bound = rules['percent-price'] ? priceBound(mid, order.side) : undefined;
  const limit = order.price > 0 ? order.price : bound;
  const bounded = rules['price-bound'];
  const { stepSize } = instrument.lot;
  return walk(offered(core, order, mid, stepSize), order.side, amount, stepSize, limit, bounded);
}

/** The ladder that an order meets: a full one, but for a thin book, where what a minute has taken is gone until the next. */
function offered(
  core: Core,
  { symbol, side }: Pick<OrderState, 'symbol' | 'side'>,
  mid: Price,
  stepSize: Qty,
): readonly Level[] {
  const book = core.book(symbol, mid, side);
  if (!core.isThin(symbol)) return book;
  let taken = 0;
  const { trades, now } = core.state;
  for (let i = trades.length - 1; i >= 0; i -= 1) {
    const trade = trades[i];
    if (trade === undefined || trade.time < now) break;
    if (trade.symbol === symbol && trade.side === side && !trade.maker) taken += trade.qty;
  }
  return without(book, taken, stepSize);
}

/**
 * Margin and position limit for the part of an order that opens. Valued at its limit, or at the worst price that the
 * ladder would give it; the taker's fee is counted. What a turn-round frees is not counted: the venue is asked to be
 * no more generous than it may be.
 */
export function checkRisk(
  core: Core,
  order: Pick<OrderState, 'symbol' | 'side' | 'price'>,
  mid: Price,
  amount: Qty,
): Refusal | undefined {
  const opening = amount - Math.min(amount, core.reducibleQty(order.symbol, order.side));
  if (opening <= 0) return undefined;
  const { leverage } = core.settingOf(order.symbol);
  const held = core.positionOf(order.symbol)?.qty ?? 0;
  const after = Math.abs(held + core.signedFill(order.side, amount));
  const tiers = core.instrumentOf(order.symbol).tiers;
  if (core.state.rules['max-position'] && after * mid > notionalMaxAt(tiers, leverage)) {
    return refused(-2027, 'Exceeded the maximum allowable position at current leverage.');
  }
  const worst = order.price > 0 ? order.price : (quote(core, order, mid, amount).at(-1)?.price ?? mid);
  const notional = opening * worst;
  const needed = notional / leverage + notional * core.state.fees.taker;
  if (core.state.rules.margin && needed > accountView(core).availableUsd) return refuse.marginShort();
  return undefined;
}

/** Fills an order from the ladder around `mid` as taker. What the ladder cannot give expires, or rests for a GTC limit. */
export function take(core: Core, order: OrderState, mid: Price): void {
  for (const fill of quote(core, order, mid, order.qty)) bookFill(core, order, fill, { maker: false });
  if (order.executedQty >= order.qty) core.endOrder(order, 'FILLED');
  else if (order.type === 'LIMIT' && order.timeInForce === 'GTC') {
    order.status = order.executedQty > 0 ? 'PARTIALLY_FILLED' : 'NEW';
  } else core.endOrder(order, 'EXPIRED');
}

/**
 * A resting limit order that the market has traded through, at its own price, as maker: as much of it as `room`, the
 * quantity that was traded, allows. What is left rests on. Returns what has filled.
 */
export function fillResting(core: Core, order: OrderState, room: number): number {
  const left = order.qty - order.executedQty;
  const most = order.reduceOnly ? Math.min(left, core.reducibleQty(order.symbol, order.side)) : left;
  if (most <= 0) {
    core.endOrder(order, 'EXPIRED');
    return 0;
  }
  const amount = qtyDown(Math.min(most, room), core.instrumentOf(order.symbol).lot);
  if (amount <= 0) return 0;
  // Ended first where nothing is left to do: closing the position would expire it as an orphan.
  if (amount >= most) core.endOrder(order, amount >= left ? 'FILLED' : 'EXPIRED');
  bookFill(core, order, { price: order.price, qty: amount }, { maker: true });
  if (order.status === 'NEW') order.status = 'PARTIALLY_FILLED';
  return amount;
}

/** True when the order could trade at once against the ladder around `mid`, wholly or at all. */
export function crosses(
  core: Core,
  order: Pick<OrderState, 'symbol' | 'side' | 'price' | 'qty'>,
  mid: Price,
): 'all' | 'part' | 'none' {
  const taken = sumOf(quote(core, order, mid, order.qty)).qty;
  if (taken <= 0) return 'none';
  return taken + core.instrumentOf(order.symbol).lot.stepSize / 2 > order.qty ? 'all' : 'part';
}

export const NO_PRICE = price(0);
