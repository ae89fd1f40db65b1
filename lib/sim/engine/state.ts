import type {
  EpochMs,
  Leverage,
  MarginUsd,
  NotionalUsd,
  OrderSide,
  Price,
  Qty,
  SignedQty,
  SymbolId,
  Usd,
} from '../../desk/units.ts';
import type { Rules } from './rules.ts';

/**
 * Everything the engine remembers, as plain data: it goes through JSON unchanged. Written by the engine alone.
 */
export type AccountKind = 'usdt-isolated' | 'credits-cross';
export type MarginType = 'ISOLATED' | 'CROSSED';
export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'REJECTED';
export type AlgoStatus = 'NEW' | 'TRIGGERED' | 'FINISHED' | 'CANCELED' | 'EXPIRED' | 'REJECTED';
export type AlgoType = 'STOP_MARKET' | 'TAKE_PROFIT_MARKET' | 'TRAILING_STOP_MARKET';
export type TimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTX';
export type WorkingType = 'MARK_PRICE' | 'CONTRACT_PRICE';

export interface FeeRates {
  /** Fractions of notional. */
  readonly maker: number;
  readonly taker: number;
}

export interface OrderState {
  readonly orderId: number;
  readonly clientId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly type: 'MARKET' | 'LIMIT';
  /** The type it was born as: a triggered conditional order is a MARKET order of origin STOP_MARKET. */
  readonly origType: 'MARKET' | 'LIMIT' | AlgoType;
  readonly timeInForce: TimeInForce;
  /** Zero for a market order. */
  readonly price: Price;
  readonly stopPrice: Price;
  readonly qty: Qty;
  readonly reduceOnly: boolean;
  readonly closePosition: boolean;
  readonly time: EpochMs;
  status: OrderStatus;
  executedQty: Qty;
  cumQuoteUsd: NotionalUsd;
  updatedAt: EpochMs;
}

export interface AlgoState {
  readonly algoId: number;
  readonly clientId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly type: AlgoType;
  /** Zero with `closePosition`. */
  readonly qty: Qty;
  readonly reduceOnly: boolean;
  readonly closePosition: boolean;
  /** Zero for a trailing stop: its trigger follows `extreme`. */
  readonly triggerPrice: Price;
  /** Per cent, as the venue writes it: 1 is 1 %. Zero when not trailing. */
  readonly callbackRate: number;
  readonly activatePrice: Price;
  readonly workingType: WorkingType;
  readonly priceProtect: boolean;
  readonly createdAt: EpochMs;
  status: AlgoStatus;
  /** Trailing: following already, and the best mark since. */
  activated: boolean;
  extreme: Price;
  updatedAt: EpochMs;
  triggeredAt: EpochMs;
  /** Zero until it has become an order. */
  actualOrderId: number;
  actualPrice: Price;
  actualQty: Qty;
  because: string;
}

export interface PositionState {
  readonly symbol: SymbolId;
  qty: SignedQty;
  entryPrice: Price;
  /** Dollars of the wallet that are pledged to this position; zero in cross margin. */
  isolatedWallet: MarginUsd;
  updatedAt: EpochMs;
}

export interface SymbolSetting {
  leverage: Leverage;
  marginType: MarginType;
}

export interface TradeState {
  readonly id: number;
  readonly orderId: number;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly price: Price;
  readonly qty: Qty;
  readonly realisedUsd: Usd;
  /** What the fee was worth when it was paid. */
  readonly commissionUsd: Usd;
  /** Where the fee was paid in BNB: how much of it. */
  readonly commissionBnb?: number;
  readonly maker: boolean;
  readonly time: EpochMs;
}

export type IncomeType = 'REALIZED_PNL' | 'COMMISSION' | 'FUNDING_FEE' | 'INSURANCE_CLEAR' | 'TRANSFER';
export interface IncomeState {
  readonly id: number;
  readonly type: IncomeType;
  /** Empty for a transfer. */
  readonly symbol: SymbolId;
  readonly amountUsd: Usd;
  /** Where the movement was one of BNB: how much. It then leaves the wallet as it is. */
  readonly amountBnb?: number;
  readonly tradeId: number;
  readonly time: EpochMs;
}

/** One line per order the venue took on, in the order of taking: what the safety figures are counted from. */
export interface AcceptedOrder {
  readonly kind: 'order' | 'algo';
  readonly id: number;
  readonly clientId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly type: 'MARKET' | 'LIMIT' | AlgoType;
  readonly qty: Qty;
  readonly price: Price;
  readonly reduceOnly: boolean;
  readonly closePosition: boolean;
  readonly time: EpochMs;
}

/** How a symbol's book differs from the one the engine would make: set by hand, to see what a bad hour does. */
export interface BookShape {
  /** Distance from bid to ask, as a fraction of price; never narrower than the usual one. */
  readonly spreadFraction: number;
  /** Times the usual depth; 1 leaves it. */
  readonly depthTimes: number;
}

export interface Safety {
  /** Position-minutes that began without a stop that would have closed the whole position. */
  unprotectedMinutes: number;
  /** Accepted orders whose client id had been accepted before. */
  duplicateOrders: number;
}

export interface EngineState {
  readonly accountKind: AccountKind;
  readonly fees: FeeRates;
  readonly startedAt: EpochMs;
  rules: Rules;
  now: EpochMs;
  /** Wallet balance, isolated wallets included, unrealised profit not. */
  walletUsd: Usd;
  lastId: number;
  /** Hedge mode can be switched on, but this venue then takes no orders: the desk must refuse it. */
  hedgeMode: boolean;
  /** Fees are paid in BNB, at a discount, as long as there is enough of it. */
  feeBurn: boolean;
  bnb: number;
  readonly books: Record<string, BookShape>;
  readonly settings: Record<string, SymbolSetting>;
  readonly positions: Record<string, PositionState>;
  readonly orders: OrderState[];
  readonly algos: AlgoState[];
  readonly trades: TradeState[];
  readonly income: IncomeState[];
  readonly accepted: AcceptedOrder[];
  readonly safety: Safety;
}
