import * as z from 'zod/mini';
import {
  flag,
  id,
  instant,
  name,
  number,
  perhapsNumber,
  positive,
  serial,
  word,
  zeroOrMore,
} from './decode.ts';

/**
 * The venue's answers as they are on the wire: extra keys are ignored, the keys that are used must be there and make
 * sense.
 */

const side = z.enum(['BUY', 'SELL']);

export const serverTimeWire = z.object({ serverTime: instant });

export const exchangeInfoWire = z.object({ symbols: z.array(z.unknown()) });
export const symbolWire = z.object({
  symbol: name,
  baseAsset: name,
  quoteAsset: name,
  contractType: word,
  status: word,
  onboardDate: instant,
  deliveryDate: instant,
  filters: z.array(z.looseObject({ filterType: z.string() })),
});
export const priceFilterWire = z.object({ tickSize: positive });
export const lotFilterWire = z.object({ stepSize: positive, minQty: zeroOrMore, maxQty: positive });
export const notionalFilterWire = z.object({ notional: positive });

export const dayTickerWire = z.object({
  symbol: name,
  openPrice: positive,
  highPrice: positive,
  lowPrice: positive,
  lastPrice: positive,
  quoteVolume: zeroOrMore,
  closeTime: z.optional(instant),
});

/** Zero where nobody bids or asks. */
export const bookTickerWire = z.object({ symbol: name, bidPrice: zeroOrMore, askPrice: zeroOrMore });

/** What one settlement of funding takes of a notional. */
const rate = number.check(z.minimum(-1), z.maximum(1));

export const premiumIndexWire = z.object({
  symbol: name,
  markPrice: positive,
  lastFundingRate: rate,
  nextFundingTime: instant,
  time: instant,
});

export const fundingRatesWire = z.array(z.object({ symbol: name, fundingTime: instant, fundingRate: rate }));

const level = z.tuple([positive, zeroOrMore]);
export const depthWire = z.object({ bids: z.array(level), asks: z.array(level) });

/** Open time, open, high, low, close, volume, and more that the desk does not read. */
export const klinesWire = z.array(
  z.tuple([instant, positive, positive, positive, positive, zeroOrMore], z.unknown()),
);
/** Bars of the mark price: the same places, without volume. */
export const markKlinesWire = z.array(z.tuple([instant, positive], z.unknown()));

export const accountWire = z.object({
  totalMarginBalance: number,
  totalWalletBalance: number,
  availableBalance: number,
  totalMaintMargin: zeroOrMore,
});

/** Rows of quantity zero are settings that once had a position; their prices are zero as well. */
export const positionsWire = z.array(
  z.object({
    symbol: name,
    positionAmt: number,
    entryPrice: zeroOrMore,
    markPrice: zeroOrMore,
    unRealizedProfit: number,
    liquidationPrice: number,
    updateTime: instant,
  }),
);

export const orderWire = z.object({
  orderId: id,
  clientOrderId: name,
  symbol: name,
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
  origQty: zeroOrMore,
  executedQty: zeroOrMore,
  avgPrice: zeroOrMore,
  reduceOnly: flag,
});
export type OrderWire = z.infer<typeof orderWire>;
export const ordersWire = z.array(orderWire);

export const algoOrderWire = z.object({
  algoId: id,
  clientAlgoId: name,
  symbol: name,
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
  actualOrderId: z.optional(z.nullable(z.union([word, z.number()]))),
  createTime: instant,
});
export type AlgoOrderWire = z.infer<typeof algoOrderWire>;
export const algoOrdersWire = z.array(algoOrderWire);
/** A cancelled conditional order is not told again, only acknowledged. */
export const algoCancelWire = z.object({ algoId: id });

export const tradesWire = z.array(
  z.object({
    id: serial,
    orderId: id,
    symbol: name,
    side,
    price: positive,
    qty: positive,
    realizedPnl: number,
    commission: number,
    commissionAsset: name,
    time: instant,
  }),
);
export type TradeWire = z.infer<typeof tradesWire>[number];

export const incomesWire = z.array(
  z.object({
    symbol: z.optional(z.nullable(z.union([z.literal(''), name]))),
    incomeType: word,
    income: number,
    asset: name,
    time: instant,
    tranId: id,
  }),
);
export type IncomeWire = z.infer<typeof incomesWire>[number];

const leverage = positive.check(z.gte(1));

const bracketOwner = z.object({
  symbol: name,
  brackets: z.array(
    z.object({
      initialLeverage: leverage,
      notionalFloor: zeroOrMore,
      notionalCap: positive,
      maintMarginRatio: zeroOrMore.check(z.lt(1)),
      cum: zeroOrMore,
    }),
  ),
});
/** A list, or for a single symbol now and then the one thing itself. */
export const leverageBracketWire = z.union([z.array(bracketOwner), bracketOwner]);

export const symbolConfigWire = z.array(z.object({ symbol: name, leverage, marginType: word }));
export const accountConfigWire = z.object({ dualSidePosition: flag, multiAssetsMargin: flag });
export const leverageWire = z.object({ leverage });
export const doneWire = z.object({ code: number });
