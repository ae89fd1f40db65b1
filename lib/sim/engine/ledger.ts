import { epochMs, notionalUsd, type Price, type Qty, qty, type SymbolId, usd } from '../../desk/units.ts';
import type { Core } from './core.ts';
import { credit } from './credit.ts';
import { payFee } from './fee.ts';
import type { Level } from './ladder.ts';
import { cleanQty, round8 } from './money.ts';
import { afterFill, NO_HOLDING } from './position.ts';
import type { OrderState, TradeState } from './state.ts';

/** Orders that lived off a position go with it: its closePosition orders and its resting reduce-only limits. */
function expireOrphans(core: Core, symbol: SymbolId, closingSide: 'buy' | 'sell'): void {
  for (const algo of core.liveAlgosOf(symbol)) {
    if (algo.closePosition && algo.side === closingSide) core.endAlgo(algo, 'EXPIRED', 'position is closed');
  }
  for (const order of core.openOrdersOf(symbol)) {
    if (order.reduceOnly && order.side === closingSide) core.endOrder(order, 'EXPIRED');
  }
}

function movePosition(core: Core, order: OrderState, fill: Level): { closedQty: Qty; realisedUsd: number } {
  const { symbol, side } = order;
  const setting = core.settingOf(symbol);
  const before = core.positionOf(symbol);
  const { stepSize } = core.instrumentOf(symbol).lot;
  const margin = { isolated: setting.marginType === 'ISOLATED', leverage: setting.leverage };
  const effect = afterFill(
    before ?? NO_HOLDING,
    core.signedFill(side, fill.qty),
    fill.price,
    margin,
    stepSize,
  );
  const wasHeld = before?.qty ?? 0;
  if (effect.after.qty === 0) delete core.state.positions[symbol];
  else core.state.positions[symbol] = { symbol, ...effect.after, updatedAt: core.at };
  const turned = wasHeld !== 0 && Math.sign(effect.after.qty) !== Math.sign(wasHeld);
  if (turned) expireOrphans(core, symbol, wasHeld > 0 ? 'sell' : 'buy');
  return effect;
}

/**
 * Books one execution: position, wallet, trade and income. `commissionMax` bounds the fee, for a liquidation, which
 * can take no more than the position's own wallet holds.
 */
export function bookFill(
  core: Core,
  order: OrderState,
  fill: Level,
  how: { readonly maker: boolean; readonly feeRate?: number; readonly commissionMax?: number },
): TradeState {
  const { closedQty, realisedUsd } = movePosition(core, order, fill);
  const quoteUsd = fill.qty * fill.price;
  const rate = how.feeRate ?? (how.maker ? core.state.fees.maker : core.state.fees.taker);
  const id = core.nextId();
  if (closedQty > 0) credit(core, 'REALIZED_PNL', order.symbol, realisedUsd, id);
  const due = Math.min(round8(quoteUsd * rate), how.commissionMax ?? Number.POSITIVE_INFINITY);
  const fee = payFee(core, order.symbol, due, id);
  const trade: TradeState = {
    id,
    orderId: order.orderId,
    symbol: order.symbol,
    side: order.side,
    price: fill.price,
    qty: fill.qty,
    realisedUsd: usd(realisedUsd),
    commissionUsd: fee.usd,
    ...(fee.bnb === undefined ? {} : { commissionBnb: fee.bnb }),
    maker: how.maker,
    time: core.at,
  };
  core.state.trades.push(trade);
  const { stepSize } = core.instrumentOf(order.symbol).lot;
  order.executedQty = qty(cleanQty(order.executedQty + fill.qty, stepSize));
  order.cumQuoteUsd = notionalUsd(round8(order.cumQuoteUsd + quoteUsd));
  order.updatedAt = core.at;
  return trade;
}

/** Average price of what has filled; zero when nothing has. */
export const averagePrice = (order: OrderState): Price =>
  (order.executedQty > 0 ? order.cumQuoteUsd / order.executedQty : 0) as Price;

/** Pays or takes funding for every position whose market settles at `at`: longs pay a rate above zero. */
export function settleFunding(core: Core, at: number): void {
  core.at = epochMs(at);
  if (!core.state.rules.funding) return;
  for (const position of Object.values(core.state.positions)) {
    const rate = core.market.fundingRate(position.symbol, at);
    if (rate === undefined || rate === 0) continue;
    const amount = round8(position.qty * core.markOf(position) * -1 * rate);
    if (core.settingOf(position.symbol).marginType === 'ISOLATED') {
      position.isolatedWallet = round8(position.isolatedWallet + amount) as typeof position.isolatedWallet;
    }
    credit(core, 'FUNDING_FEE', position.symbol, amount);
  }
}
