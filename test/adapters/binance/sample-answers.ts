import { existsSync, readFileSync } from 'node:fs';
import type { ReadEndpoint, WriteEndpoint } from '../../../lib/adapters/binance/endpoints.ts';

/** Answers of the venue that are right, one or more for each endpoint; the recorded ones where they are there. */

const WIRE = new URL('../../../../shared/data/wire/', import.meta.url);
export const recordedHere = existsSync(WIRE);
const recorded = (name: string): unknown[] =>
  recordedHere ? [JSON.parse(readFileSync(new URL(`http_json__${name}.json`, WIRE), 'utf8'))] : [];

export const AT = Date.UTC(2026, 0, 31, 12);
const MINUTE = 60_000;

const SYMBOL = {
  symbol: 'COINUSDT',
  baseAsset: 'COIN',
  quoteAsset: 'USDT',
  contractType: 'PERPETUAL',
  status: 'TRADING',
  onboardDate: 1_700_000_000_000,
  deliveryDate: 4_133_404_800_000,
  filters: [
    { filterType: 'PRICE_FILTER', tickSize: '0.0100' },
    { filterType: 'LOT_SIZE', stepSize: '0.001', minQty: '0.001', maxQty: '10000' },
    { filterType: 'MARKET_LOT_SIZE', stepSize: '0.001', minQty: '0.001', maxQty: '1000' },
    { filterType: 'MIN_NOTIONAL', notional: '5' },
  ],
};
const ORDER = {
  orderId: 8_886_774,
  clientOrderId: 'id-1',
  symbol: 'COINUSDT',
  side: 'BUY',
  status: 'FILLED',
  origQty: '2.000',
  executedQty: '2.000',
  avgPrice: '99.50',
  reduceOnly: false,
};
const ALGO = {
  algoId: 7,
  clientAlgoId: 'id-2',
  symbol: 'COINUSDT',
  side: 'SELL',
  orderType: 'STOP_MARKET',
  algoStatus: 'NEW',
  triggerPrice: '95.00',
  quantity: '2.000',
  closePosition: false,
  reduceOnly: true,
  actualOrderId: '',
  createTime: AT,
};
const POSITION = {
  symbol: 'COINUSDT',
  positionAmt: '-2.000',
  entryPrice: '100.0',
  markPrice: '101.0',
  unRealizedProfit: '-2.00000000',
  liquidationPrice: '145.0',
  updateTime: AT,
};
const TRADE = {
  id: 41,
  orderId: 8_886_774,
  symbol: 'COINUSDT',
  side: 'BUY',
  price: '99.50',
  qty: '2.000',
  realizedPnl: '0',
  commission: '0.0995',
  commissionAsset: 'USDT',
  time: AT - 5 * MINUTE,
};
const INCOME = {
  symbol: 'COINUSDT',
  incomeType: 'FUNDING_FEE',
  income: '-0.01000000',
  asset: 'USDT',
  time: AT - 5 * MINUTE,
  tranId: 9_689_322_392,
};
const BRACKETS = [
  { bracket: 1, initialLeverage: 50, notionalFloor: 0, notionalCap: 50_000, maintMarginRatio: 0.01, cum: 0 },
  {
    bracket: 2,
    initialLeverage: 10,
    notionalFloor: 50_000,
    notionalCap: 100_000,
    maintMarginRatio: 0.05,
    cum: 2_000,
  },
];
const TICKER = {
  symbol: 'COINUSDT',
  openPrice: '99.00',
  highPrice: '104.00',
  lowPrice: '98.00',
  lastPrice: '101.00',
  quoteVolume: '31000000.00',
};
const kline = (minutes: number, open: string, high: string, low: string, close: string) => {
  const at = AT + minutes * MINUTE;
  return [at, open, high, low, close, '1254.500', at + MINUTE - 1, '125000.1', 300, '600.2', '60000.3', '0'];
};

/** Endpoint → answers. */
export const ANSWERS: Readonly<Record<ReadEndpoint | WriteEndpoint, readonly unknown[]>> = {
  fapiPublicGetTime: [{ serverTime: AT }],
  fapiPublicGetExchangeInfo: [{ timezone: 'UTC', symbols: [SYMBOL, { ...SYMBOL, symbol: '币安人生USDT' }] }],
  fapiPublicGetTicker24hr: [[TICKER, { ...TICKER, symbol: 'OTHERUSDT' }]],
  fapiPublicGetTickerBookTicker: [
    [{ symbol: 'COINUSDT', bidPrice: '99.99', bidQty: '7', askPrice: '100.00', askQty: '3' }],
  ],
  fapiPublicGetPremiumIndex: [[mark('COINUSDT'), mark('OTHERUSDT')], mark('COINUSDT')],
  fapiPublicGetFundingRate: [
    [
      {
        symbol: 'COINUSDT',
        fundingTime: AT - 480 * MINUTE + 3,
        fundingRate: '0.00010000',
        markPrice: '99.1',
      },
      { symbol: 'COINUSDT', fundingTime: AT + 7, fundingRate: '-0.00024000', markPrice: '' },
    ],
  ],
  fapiPublicGetDepth: [
    {
      lastUpdateId: 1,
      bids: [
        ['99.99', '5.000'],
        ['99.98', '8.000'],
      ],
      asks: [
        ['100.00', '4.000'],
        ['100.02', '1.500'],
      ],
    },
  ],
  fapiPublicGetKlines: [[kline(-2, '100', '101', '99', '100.5'), kline(-1, '100.5', '102', '100', '101')]],
  fapiPublicGetMarkPriceKlines: [[kline(-5, '600.5', '601', '600', '600.7')]],
  fapiPrivateV3GetAccount: [
    {
      totalMarginBalance: '15012.3',
      totalWalletBalance: '15000',
      availableBalance: '-3',
      totalMaintMargin: '4.5',
    },
    ...recorded('account_info_v2'),
  ],
  fapiPrivateV3GetPositionRisk: [
    [
      POSITION,
      { ...POSITION, symbol: 'OTHERUSDT', positionAmt: '0.000', entryPrice: '0.0', markPrice: '0.0' },
    ],
    ...recorded('position_risk'),
  ],
  fapiPrivateGetOpenOrders: [[{ ...ORDER, status: 'NEW', executedQty: '0', avgPrice: '0.00' }]],
  fapiPrivateGetOpenAlgoOrders: [
    [
      ALGO,
      { ...ALGO, clientAlgoId: 'id-3', orderType: 'TRAILING_STOP_MARKET', triggerPrice: '', quantity: null },
    ],
    ...recorded('open_algo_orders'),
  ],
  fapiPrivateGetOrder: [ORDER, ...recorded('order_response')],
  fapiPrivateGetAlgoOrder: [
    ALGO,
    { ...ALGO, closePosition: true, quantity: '0', algoStatus: 'FINISHED', actualOrderId: '99' },
  ],
  fapiPrivateGetUserTrades: [
    [TRADE, { ...TRADE, id: 42, commission: '0.00001', commissionAsset: 'BNB' }],
    [],
  ],
  fapiPrivateGetIncome: [
    [INCOME, { ...INCOME, incomeType: 'TRANSFER', symbol: '', tranId: 1, income: '500' }],
    [],
  ],
  fapiPrivateGetLeverageBracket: [
    [{ symbol: 'COINUSDT', brackets: BRACKETS }],
    { symbol: 'COINUSDT', brackets: BRACKETS },
  ],
  fapiPrivateGetSymbolConfig: [[{ symbol: 'COINUSDT', leverage: 3, marginType: 'ISOLATED' }]],
  fapiPrivateGetAccountConfig: [{ dualSidePosition: false, multiAssetsMargin: false }],
  privateGetAccount: [{ makerCommission: 15, canTrade: true, uid: 354_937_868 }],
  sapiGetAccountInfo: [{ vipLevel: 0, isFutureEnabled: true, isPortfolioMarginRetailEnabled: false }],
  sapiGetAccountApiRestrictions: [
    {
      ipRestrict: true,
      createTime: AT,
      enableReading: true,
      enableWithdrawals: false,
      enableInternalTransfer: false,
      permitsUniversalTransfer: false,
      enableFutures: true,
      enablePortfolioMarginTrading: false,
      tradingAuthorityExpirationTime: AT + 86_400_000,
    },
  ],
  fapiPrivatePostOrder: [ORDER, ...recorded('order_response')],
  fapiPrivateDeleteOrder: [{ ...ORDER, status: 'CANCELED', executedQty: '0', avgPrice: '0' }],
  fapiPrivatePostAlgoOrder: [ALGO],
  fapiPrivateDeleteAlgoOrder: [{ algoId: 7, clientAlgoId: 'id-2', code: '200', msg: 'success' }],
  fapiPrivatePostLeverage: [{ leverage: 3, maxNotionalValue: '1000000', symbol: 'COINUSDT' }],
  fapiPrivatePostMarginType: [{ code: 200, msg: 'success' }],
};

function mark(symbol: string) {
  return {
    symbol,
    markPrice: '100.50',
    lastFundingRate: '0.00010000',
    nextFundingTime: AT + 4 * 3_600_000,
    time: AT,
  };
}
