import type { Interval } from '../../desk/candle.ts';
import { DAY_MS, minuteOf } from '../../desk/units.ts';
import { settlementsOf } from '../../sim/funding-history.ts';
import type { SimInstrument } from '../../sim/market.ts';
import { BARS_MAX } from '../../sim/shown/bars.ts';
import { dayTickerShape } from './day-ticker.ts';
import { exchangeInfoShape } from './instrument-shape.ts';
import { money, priceText, qtyText } from './numbers.ts';
import type { Params } from './params.ts';
import { open, perSymbol, type RouteContext, type Routes } from './route.ts';
import { WEIGHT_MAX } from './weight.ts';
import { badRequest } from './wire-error.ts';

const INTERVALS: readonly string[] = ['1m', '15m', '1h', '1d'] satisfies Interval[];
const isInterval = (text: string): text is Interval => INTERVALS.includes(text);

function klinesWeight(params: Params): number {
  const limit = params.limit(500, 1500);
  if (limit < 100) return 1;
  if (limit < 500) return 2;
  return limit <= 1000 ? 5 : 10;
}
function depthWeight(params: Params): number {
  const limit = params.limit(500, 1000);
  if (limit <= 50) return 2;
  if (limit <= 100) return 5;
  return limit <= 500 ? 10 : 20;
}

/** The answer for the symbol that was asked for, or the list for all that have traded. */
function oneOrAll<T extends object>(
  context: RouteContext,
  params: Params,
  shape: (it: SimInstrument) => T | undefined,
) {
  const symbol = params.symbol(context.engine);
  if (symbol === undefined)
    return context.engine
      .instruments()
      .map(shape)
      .filter(row => row !== undefined);
  const it = context.engine.instrument(symbol);
  return (it === undefined ? undefined : shape(it)) ?? [];
}

function klines(context: RouteContext, params: Params): string {
  const symbol = params.needSymbol(context.engine);
  const interval = params.needText('interval');
  if (!isInterval(interval)) throw badRequest(-1120, 'Invalid interval.');
  const it = context.engine.instrument(symbol);
  if (it === undefined) throw badRequest(-1121, 'Invalid symbol.');
  const startTime = params.integer('startTime');
  const endTime = params.integer('endTime');
  return context.klines.answer(it, { interval, startTime, endTime, limit: params.limit(500, BARS_MAX) });
}

function depth(context: RouteContext, params: Params) {
  const symbol = params.needSymbol(context.engine);
  const it = context.engine.instrument(symbol);
  if (it === undefined) throw badRequest(-1121, 'Invalid symbol.');
  const limit = params.limit(500, 1000);
  const { bids, asks } = context.engine.depth(symbol);
  const now = context.engine.now;
  const rows = (levels: typeof bids) =>
    levels.slice(0, limit).map(level => [priceText(level.price, it), qtyText(level.qty, it)]);
  return { lastUpdateId: now, E: now, T: now, bids: rows(bids), asks: rows(asks) };
}

function dayTicker(context: RouteContext, it: SimInstrument) {
  const day = context.days.of(it);
  return day === undefined ? undefined : dayTickerShape(it, day, context.engine.now);
}

function bookTicker(context: RouteContext, it: SimInstrument) {
  const best = context.engine.best(it.symbol);
  if (best === undefined) return undefined;
  return {
    symbol: it.symbol,
    bidPrice: priceText(best.bid.price, it),
    bidQty: qtyText(best.bid.qty, it),
    askPrice: priceText(best.ask.price, it),
    askQty: qtyText(best.ask.qty, it),
    time: context.engine.now,
    lastUpdateId: context.engine.now,
  };
}

function premiumIndex(context: RouteContext, it: SimInstrument) {
  const { engine } = context;
  const mark = engine.priceOf(it.symbol);
  if (mark === undefined) return undefined;
  const funding = context.funding.at(it.symbol, engine.now);
  return {
    symbol: it.symbol,
    markPrice: money(mark),
    indexPrice: money(mark),
    estimatedSettlePrice: money(mark),
    lastFundingRate: money(funding.lastRate),
    interestRate: '0.00010000',
    nextFundingTime: funding.nextAt,
    time: engine.now,
  };
}

/** Settlements that have taken place, oldest first; without `startTime` the last day's. */
function fundingRate(context: RouteContext, params: Params) {
  const { engine, market } = context;
  const symbol = params.needSymbol(engine);
  const from = params.integer('startTime') ?? engine.now - DAY_MS;
  const to = Math.min(engine.now, params.integer('endTime') ?? engine.now);
  const rows = settlementsOf(market, symbol, from, to).map(({ at, rate }) => ({
    symbol,
    fundingTime: at,
    fundingRate: money(rate),
    markPrice: money(market.minuteBar(symbol, minuteOf(at))?.open ?? 0),
  }));
  return rows.slice(0, params.limit(100, 1000));
}

const fundingInfo = (context: RouteContext) =>
  context.engine
    .instruments()
    .filter(it => context.engine.priceOf(it.symbol) !== undefined)
    .map(it => ({
      symbol: it.symbol,
      adjustedFundingRateCap: '0.02000000',
      adjustedFundingRateFloor: '-0.02000000',
      fundingIntervalHours: context.funding.at(it.symbol, context.engine.now).intervalHours,
      disclaimer: false,
    }));

/** Market data, open to anyone. */
export const MARKET_ROUTES: Routes = {
  'GET /fapi/v1/ping': open(1, () => ({})),
  'GET /fapi/v1/time': open(1, ({ engine }) => ({ serverTime: engine.now })),
  'GET /fapi/v1/exchangeInfo': open(1, ({ engine }) =>
    exchangeInfoShape(engine.instruments(), engine.now, WEIGHT_MAX),
  ),
  'GET /fapi/v1/klines': open(klinesWeight, klines),
  // Mark and last price are one in this market.
  'GET /fapi/v1/markPriceKlines': open(klinesWeight, klines),
  'GET /fapi/v1/depth': open(depthWeight, depth),
  'GET /fapi/v1/ticker/24hr': open(perSymbol(1, 40), (context, params) =>
    oneOrAll(context, params, it => dayTicker(context, it)),
  ),
  'GET /fapi/v1/ticker/bookTicker': open(perSymbol(2, 5), (context, params) =>
    oneOrAll(context, params, it => bookTicker(context, it)),
  ),
  'GET /fapi/v1/premiumIndex': open(perSymbol(1, 10), (context, params) =>
    oneOrAll(context, params, it => premiumIndex(context, it)),
  ),
  'GET /fapi/v1/fundingRate': open(1, fundingRate),
  'GET /fapi/v1/fundingInfo': open(0, fundingInfo),
};
