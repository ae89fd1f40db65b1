import type * as z from 'zod/mini';
import type { LeverageTier } from '../../desk/instrument.ts';
import {
  epochMs,
  fraction,
  leverage,
  marginUsd,
  notionalUsd,
  type OrderSide,
  price,
  qty,
  signedQty,
  symbolId,
  usd,
} from '../../desk/units.ts';
import { shown } from '../../desk/words.ts';
import type {
  Account,
  AccountMode,
  ConditionalReport,
  Income,
  OrderReport,
  OrderStatus,
  SymbolSettings,
  VenuePosition,
} from '../../ports.ts';
import { malformed } from './decode.ts';
import type {
  AlgoOrderWire,
  accountConfigWire,
  accountWire,
  leverageBracketWire,
  OrderWire,
  positionsWire,
  symbolConfigWire,
} from './wire.ts';

/** The account's answers in the words of the ports. Wire types stop here; so do the venue's spellings. */

export const sideOfWire = (side: 'BUY' | 'SELL'): OrderSide => (side === 'BUY' ? 'buy' : 'sell');
export const sideToWire = (side: OrderSide) => (side === 'buy' ? 'BUY' : 'SELL');

export const accountOf = (wire: z.infer<typeof accountWire>): Account => ({
  equityUsd: usd(wire.totalMarginBalance),
  walletUsd: usd(wire.totalWalletBalance),
  availableMarginUsd: marginUsd(wire.availableBalance),
  maintenanceUsd: usd(wire.totalMaintMargin),
});

/** Multi-assets mode is what Credits accounts have, and all of them. */
export const modeOf = (wire: z.infer<typeof accountConfigWire>): AccountMode => ({
  kind: wire.multiAssetsMargin ? 'credits-cross' : 'usdt-isolated',
  hedgeMode: wire.dualSidePosition,
});

/**
 * Rows without a quantity are settings that once had a position, not positions. Throws `malformed` for a position without
 * a price, and for two in one symbol: the account is in one-way mode, so one of them is not true (I16).
 */
export function positionsOf(wire: z.infer<typeof positionsWire>): VenuePosition[] {
  const held = wire.filter(row => row.positionAmt !== 0);
  const seen = new Set<string>();
  for (const { symbol, entryPrice, markPrice } of held) {
    if (seen.has(symbol)) throw malformed('positions', `${symbol} stands there twice`);
    if (!(entryPrice > 0)) throw malformed('positions', `${symbol} was entered at ${entryPrice}`);
    if (!(markPrice > 0)) throw malformed('positions', `the mark of ${symbol} is ${markPrice}`);
    seen.add(symbol);
  }
  return held.map(row => ({
    symbol: symbolId(row.symbol),
    qty: signedQty(row.positionAmt),
    entryPrice: price(row.entryPrice),
    markPrice: price(row.markPrice),
    liquidationPrice: price(row.liquidationPrice),
    unrealisedUsd: usd(row.unRealizedProfit),
    updatedAt: epochMs(row.updateTime),
  }));
}

const ORDER_STATUS: Readonly<Record<OrderWire['status'], OrderStatus>> = {
  NEW: 'new',
  PARTIALLY_FILLED: 'partially-filled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
  REJECTED: 'rejected',
};

/** An order. Throws `malformed` for one whose status, quantities and price contradict each other (I12). */
export function orderOf(wire: OrderWire): OrderReport {
  const contradiction = contradictionIn(wire);
  if (contradiction !== undefined) throw malformed(`order ${wire.clientOrderId}`, contradiction);
  return {
    clientId: wire.clientOrderId,
    orderId: wire.orderId,
    symbol: symbolId(wire.symbol),
    side: sideOfWire(wire.side),
    status: ORDER_STATUS[wire.status],
    qty: qty(wire.origQty),
    filledQty: qty(wire.executedQty),
    averagePrice: price(wire.avgPrice),
    reduceOnly: wire.reduceOnly,
  };
}

function contradictionIn({ status, origQty, executedQty, avgPrice }: OrderWire): string | undefined {
  const filled = executedQty > 0;
  if (filled && !(avgPrice > 0)) return `${executedQty} of it filled at a price of ${avgPrice}`;
  // An order that closes whatever there is may say that its quantity is zero.
  if (origQty > 0 && executedQty > origQty) return `${executedQty} of ${origQty} filled`;
  if (!filled && (status === 'FILLED' || status === 'PARTIALLY_FILLED'))
    return `it is ${status}, and nothing of it filled`;
  return filled && status === 'NEW' ? `it is ${status}, and ${executedQty} of it filled` : undefined;
}

const ALGO_STATUS: Readonly<Record<AlgoOrderWire['algoStatus'], ConditionalReport['status']>> = {
  NEW: 'live',
  WORKING: 'live',
  TRIGGERING: 'triggered',
  TRIGGERED: 'triggered',
  FINISHED: 'finished',
  CANCELED: 'canceled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
};

const conditionalTypeOf = (type: string | undefined): ConditionalReport['type'] => {
  if (type === 'STOP_MARKET') return 'stop-market';
  return type === 'TAKE_PROFIT_MARKET' ? 'take-profit-market' : 'other';
};

/** Before it is triggered an algo order names no order: an empty text, or a zero. */
const realOrderId = (raw: string | number | null | undefined): string | undefined => {
  const text = raw === undefined || raw === null ? '' : String(raw);
  return text.trim() === '' || Number(text) === 0 ? undefined : text;
};

/**
 * A conditional order. A stop or target without a trigger price or quantity above zero is malformed: it would pass for
 * one that protects, and never trigger (I23); an order of another type
 * (a person's trailing stop, say) may lack them, and shows zero there.
 */
export function conditionalOf(wire: AlgoOrderWire): ConditionalReport {
  const type = conditionalTypeOf(wire.orderType ?? wire.type);
  const needed = (value: number | undefined, field: string): number => {
    if (type === 'other') return Math.max(0, value ?? 0);
    if (value !== undefined && value > 0) return value;
    throw malformed(`algo order ${wire.clientAlgoId}`, `its ${field} is ${shown(value)}`);
  };
  return {
    clientId: wire.clientAlgoId,
    algoId: wire.algoId,
    symbol: symbolId(wire.symbol),
    side: sideOfWire(wire.side),
    type,
    triggerPrice: price(needed(wire.triggerPrice, 'triggerPrice')),
    qty: wire.closePosition === true ? 'all' : qty(needed(wire.quantity, 'quantity')),
    // Closing the position is all that a closePosition order can do, whatever its own flag says.
    reduceOnly: wire.reduceOnly === true || wire.closePosition === true,
    status: ALGO_STATUS[wire.algoStatus],
    orderId: realOrderId(wire.actualOrderId),
    createdAt: epochMs(wire.createTime),
  };
}

/** A map, since an object would also answer to words such as `constructor`. */
const INCOME_KIND: ReadonlyMap<string, Income['kind']> = new Map([
  ['REALIZED_PNL', 'realised'],
  ['COMMISSION', 'commission'],
  ['FUNDING_FEE', 'funding'],
  ['TRANSFER', 'transfer'],
  ['INTERNAL_TRANSFER', 'transfer'],
  ['CROSS_COLLATERAL_TRANSFER', 'transfer'],
  ['STRATEGY_UMFUTURES_TRANSFER', 'transfer'],
  ['COIN_SWAP_DEPOSIT', 'transfer'],
  ['COIN_SWAP_WITHDRAW', 'transfer'],
]);

export const incomeKindOf = (incomeType: string): Income['kind'] => INCOME_KIND.get(incomeType) ?? 'other';

/** A symbol's tiers, smallest notional first. Throws `malformed` if the answer has none for it, or one that holds nothing. */
export function tiersOf(wire: z.infer<typeof leverageBracketWire>, symbol: string): LeverageTier[] {
  const owners = Array.isArray(wire) ? wire : [wire];
  const brackets = owners.find(owner => owner.symbol === symbol)?.brackets ?? [];
  if (brackets.length === 0) throw malformed(`leverage tiers of ${symbol}`, 'there are none');
  const empty = brackets.find(each => !(each.notionalCap > each.notionalFloor));
  if (empty !== undefined)
    throw malformed(
      `leverage tiers of ${symbol}`,
      `one goes from ${empty.notionalFloor} to ${empty.notionalCap}`,
    );
  return brackets
    .map(bracket => ({
      notionalMin: notionalUsd(bracket.notionalFloor),
      notionalMax: notionalUsd(bracket.notionalCap),
      leverageMax: leverage(bracket.initialLeverage),
      maintenanceFraction: fraction(bracket.maintMarginRatio),
      maintenanceDeductionUsd: bracket.cum,
    }))
    .sort((a, b) => a.notionalMin - b.notionalMin);
}

/** Leverage and margin mode of a symbol. Throws `malformed` if the answer does not hold it. */
export function settingsOf(wire: z.infer<typeof symbolConfigWire>, symbol: string): SymbolSettings {
  const row = wire.find(each => each.symbol === symbol);
  if (row === undefined) throw malformed(`settings of ${symbol}`, 'there are none');
  const mode = row.marginType.toUpperCase();
  if (mode !== 'ISOLATED' && mode !== 'CROSSED' && mode !== 'CROSS') {
    throw malformed(`settings of ${symbol}`, `the margin type is ${shown(row.marginType)}`);
  }
  return {
    symbol: symbolId(row.symbol),
    leverage: leverage(row.leverage),
    marginMode: mode === 'ISOLATED' ? 'isolated' : 'cross',
  };
}
