import { decimalsOf, type Lot } from '../../desk/instrument.ts';
import { PERCENT_PRICE } from '../../sim/engine/filters.ts';
import { LIQUIDATION_FEE } from '../../sim/engine/liquidate.ts';
import { OPEN_ORDERS_MAX } from '../../sim/engine/orders.ts';
import type { SimInstrument } from '../../sim/market.ts';
import { ORDERS_PER_MINUTE, ORDERS_PER_TEN_SECONDS } from '../../sim/order-count.ts';
import { shownDelivery, shownStatus } from '../../sim/shown/listing.ts';
import { stepText } from './numbers.ts';

const lotFilter = (filterType: string, lot: Lot) => ({
  filterType,
  minQty: stepText(lot.qtyMin),
  maxQty: stepText(lot.qtyMax),
  stepSize: stepText(lot.stepSize),
});

/** One symbol of exchangeInfo. */
export const instrumentShape = (it: SimInstrument, now: number) => ({
  symbol: it.symbol,
  pair: it.symbol,
  contractType: it.contractType,
  deliveryDate: shownDelivery(it, now),
  onboardDate: it.onboardAt,
  status: shownStatus(it, now),
  maintMarginPercent: '2.5000',
  requiredMarginPercent: '5.0000',
  baseAsset: it.baseAsset,
  quoteAsset: it.quoteAsset,
  marginAsset: it.quoteAsset,
  pricePrecision: decimalsOf(it.tickSize),
  quantityPrecision: decimalsOf(it.lot.stepSize),
  baseAssetPrecision: 8,
  quotePrecision: 8,
  underlyingType: 'COIN',
  underlyingSubType: [],
  triggerProtect: '0.0500',
  liquidationFee: LIQUIDATION_FEE.toFixed(6),
  marketTakeBound: '0.05',
  maxMoveOrderLimit: 10_000,
  filters: [
    {
      filterType: 'PRICE_FILTER',
      minPrice: stepText(it.tickSize),
      maxPrice: '1000000000',
      tickSize: stepText(it.tickSize),
    },
    lotFilter('LOT_SIZE', it.lot),
    lotFilter('MARKET_LOT_SIZE', it.marketLot),
    { filterType: 'MAX_NUM_ORDERS', limit: OPEN_ORDERS_MAX },
    { filterType: 'MIN_NOTIONAL', notional: stepText(it.notionalMin) },
    {
      filterType: 'PERCENT_PRICE',
      multiplierUp: (1 + PERCENT_PRICE).toFixed(4),
      multiplierDown: (1 - PERCENT_PRICE).toFixed(4),
      multiplierDecimal: '4',
    },
    { filterType: 'POSITION_RISK_CONTROL', positionControlSide: 'NONE' },
  ],
  orderTypes: [
    'LIMIT',
    'MARKET',
    'STOP',
    'STOP_MARKET',
    'TAKE_PROFIT',
    'TAKE_PROFIT_MARKET',
    'TRAILING_STOP_MARKET',
  ],
  timeInForce: ['GTC', 'IOC', 'FOK', 'GTX'],
  permissionSets: ['GRID', 'COPY'],
});

/** The whole of exchangeInfo. */
export const exchangeInfoShape = (instruments: readonly SimInstrument[], now: number, weightMax: number) => ({
  timezone: 'UTC',
  serverTime: now,
  futuresType: 'U_MARGINED',
  rateLimits: [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: weightMax },
    { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: ORDERS_PER_MINUTE },
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: ORDERS_PER_TEN_SECONDS },
  ],
  exchangeFilters: [],
  assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-100' }],
  symbols: instruments.map(it => instrumentShape(it, now)),
});

/** One symbol of leverageBracket: the tiers, numbered from the smallest. */
export const bracketShape = (it: SimInstrument) => ({
  symbol: it.symbol,
  notionalCoef: 1,
  brackets: it.tiers.map((tier, i) => ({
    bracket: i + 1,
    initialLeverage: tier.leverageMax,
    notionalCap: tier.notionalMax,
    notionalFloor: tier.notionalMin,
    maintMarginRatio: tier.maintenanceFraction,
    cum: tier.maintenanceDeductionUsd,
  })),
});
