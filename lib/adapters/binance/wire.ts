import * as z from 'zod/mini';
import { flag, id, number, perhapsNumber, positive } from './decode.ts';

/**
 * The venue's answers as they are on the wire: extra keys are ignored, the keys that are used must be there and make
 * sense.
 */

const side = z.enum(['BUY', 'SELL']);

export const serverTimeWire = z.object({ serverTime: number });

export const exchangeInfoWire = z.object({ symbols: z.array(z.unknown()) });
export const symbolWire = z.object({
  symbol: z.string(),
  baseAsset: z.string(),
  quoteAsset: z.string(),
  contractType: z.string(),
  status: z.string(),
  onboardDate: number,
  deliveryDate: number,
  filters: z.array(z.looseObject({ filterType: z.string() })),
});
export const priceFilterWire = z.object({ tickSize: positive });
export const lotFilterWire = z.object({ stepSize: positive, minQty: number, maxQty: positive });
export const notionalFilterWire = z.object({ notional: positive });

export const dayTickerWire = z.object({
  symbol: z.string(),
  openPrice: number,
  highPrice: number,
  lowPrice: number,
  lastPrice: number,
  quoteVolume: number,
});

export const bookTickerWire = z.object({ symbol: z.string(), bidPrice: number, askPrice: number });

export const premiumIndexWire = z.object({
  symbol: z.string(),
  markPrice: number,
  lastFundingRate: number,
  nextFundingTime: number,
  time: number,
});

export const fundingRatesWire = z.array(z.object({ fundingTime: number, fundingRate: number }));

const level = z.tuple([number, number]);
export const depthWire = z.object({ bids: z.array(level), asks: z.array(level) });

/** Open time, open, high, low, close, volume, and more that the desk does not read. */
export const klinesWire = z.array(z.tuple([number, number, number, number, number, number], z.unknown()));
/** Bars of the mark price: the same places, without volume. */
export const markKlinesWire = z.array(z.tuple([number, number], z.unknown()));

export const accountWire = z.object({
  totalMarginBalance: number,
  totalWalletBalance: number,
  availableBalance: number,
  totalMaintMargin: number,
});

export const positionsWire = z.array(
  z.object({
    symbol: z.string(),
    positionAmt: number,
    entryPrice: number,
    markPrice: number,
    unRealizedProfit: number,
    liquidationPrice: number,
    updateTime: number,
  }),
);

export const orderWire = z.object({
  orderId: id,
  clientOrderId: z.string(),
  symbol: z.string(),
  side,
  status: z.enum([
    'NEW',
    'PARTIALLY_FILLED',
    'FILLED',
    'CANCELED',
    'EXPIRED',
    'EXPIRED_IN_MATCH',
    'REJECTED',
  ]),
  origQty: number,
  executedQty: number,
  avgPrice: number,
  reduceOnly: flag,
});
export type OrderWire = z.infer<typeof orderWire>;
export const ordersWire = z.array(orderWire);

export const algoOrderWire = z.object({
  algoId: id,
  clientAlgoId: z.string(),
  symbol: z.string(),
  side,
  // The one-order answers say `orderType`, some of the lists `type`.
  orderType: z.optional(z.string()),
  type: z.optional(z.string()),
  algoStatus: z.enum([
    'NEW',
    'WORKING',
    'TRIGGERING',
    'TRIGGERED',
    'FINISHED',
    'CANCELED',
    'EXPIRED',
    'REJECTED',
  ]),
  triggerPrice: perhapsNumber,
  quantity: perhapsNumber,
  closePosition: z.optional(flag),
  reduceOnly: z.optional(flag),
  actualOrderId: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  createTime: number,
});
export type AlgoOrderWire = z.infer<typeof algoOrderWire>;
export const algoOrdersWire = z.array(algoOrderWire);
/** A cancelled conditional order is not told again, only acknowledged. */
export const algoCancelWire = z.object({ algoId: id });

export const tradesWire = z.array(
  z.object({
    id,
    orderId: id,
    symbol: z.string(),
    side,
    price: number,
    qty: number,
    realizedPnl: number,
    commission: number,
    commissionAsset: z.string(),
    time: number,
  }),
);
export type TradeWire = z.infer<typeof tradesWire>[number];

export const incomesWire = z.array(
  z.object({
    symbol: z.optional(z.nullable(z.string())),
    incomeType: z.string(),
    income: number,
    asset: z.string(),
    time: number,
    tranId: id,
  }),
);
export type IncomeWire = z.infer<typeof incomesWire>[number];

const bracketOwner = z.object({
  symbol: z.string(),
  brackets: z.array(
    z.object({
      initialLeverage: number,
      notionalFloor: number,
      notionalCap: number,
      maintMarginRatio: number,
      cum: number,
    }),
  ),
});
/** A list, or for a single symbol now and then the one thing itself. */
export const leverageBracketWire = z.union([z.array(bracketOwner), bracketOwner]);

export const symbolConfigWire = z.array(
  z.object({ symbol: z.string(), leverage: number, marginType: z.string() }),
);
export const accountConfigWire = z.object({ dualSidePosition: flag, multiAssetsMargin: flag });
export const leverageWire = z.object({ leverage: number });
export const doneWire = z.object({ code: number });
