import { epochMs, fraction, price, type SymbolId, usd } from '../desk/units.ts';
import { type BestQuote, type DayTicker, type Mark, type Market, PortError } from '../ports.ts';
import type { Engine } from './engine/engine.ts';
import { refuse } from './engine/refusal.ts';
import type { SimInstrument } from './market.ts';
import { BARS_MAX, ShownBars } from './shown/bars.ts';
import { DaySpans } from './shown/day.ts';
import { asWritten, digitsOf, moneyAsWritten } from './shown/digits.ts';
import { FundingTimes } from './shown/funding-times.ts';
import { Listing } from './shown/listing.ts';
import { instrumentAt, portErrorOf } from './venue/answer.ts';

/**
 * The engine's market as public data, in this process: what `binanceMarket` says across the wire, to the last digit.
 * Nothing later than the engine's minute is shown. Bars and book levels are handed on as they are and must not be
 * written to. Throws a PortError for a market that does not exist.
 */
export function simMarketPort(engine: Engine): Market {
  const bars = new ShownBars(engine);
  const days = new DaySpans(engine.market, engine);
  const funding = new FundingTimes(engine.market);
  const instruments = engine.instruments();
  const listing = new Listing(instruments);
  return {
    serverTime: async () => engine.now,
    instruments: async () => listing.at(engine.now),
    dayTickers: async () => each(instruments, it => dayTickerOf(it, days, engine.now)),
    bestQuotes: async () => each(instruments, it => bestQuoteOf(engine, it.symbol)),
    marks: async () => each(instruments, it => markOf(engine, funding, it.symbol)),
    mark: async symbol => {
      instrumentAt(engine, symbol);
      const mark = markOf(engine, funding, symbol);
      if (mark !== undefined) return mark;
      // Before the first trade the venue's answer is an empty list; a reader of the wire says this of it.
      throw new PortError('malformed', `the venue's mark price of ${symbol} cannot be read: it is []`);
    },
    depth: async symbol => {
      instrumentAt(engine, symbol);
      return { symbol, ...engine.depth(symbol) };
    },
    candles: async (symbol, interval, limit, before) => {
      const it = instrumentAt(engine, symbol);
      return bars.last(it, interval, rowLimit(limit), before);
    },
  };
}

/** The rows of all markets that have one: those that have traded. */
function each<Row>(
  instruments: readonly SimInstrument[],
  rowOf: (it: SimInstrument) => Row | undefined,
): Row[] {
  const rows: Row[] = [];
  for (const it of instruments) {
    const row = rowOf(it);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

function rowLimit(limit: number): number {
  if (!(Number.isSafeInteger(limit) && limit >= 0)) throw portErrorOf(refuse.illegal('limit'));
  if (limit < 1) throw portErrorOf(refuse.badData('limit'));
  return Math.min(limit, BARS_MAX);
}

/** The last 24 hours of one market, as the venue writes them; undefined before its first trade. */
export function dayTickerOf(it: SimInstrument, days: DaySpans, now: number): DayTicker | undefined {
  const day = days.of(it);
  if (day === undefined) return undefined;
  const digits = digitsOf(it).price;
  return {
    symbol: it.symbol,
    open: price(asWritten(day.open, digits)),
    high: price(asWritten(day.high, digits)),
    low: price(asWritten(day.low, digits)),
    last: price(asWritten(day.last, digits)),
    quoteVolumeUsd: usd(moneyAsWritten(day.quoteUsd)),
    at: epochMs(now),
  };
}

/** The book's prices lie on the tick: they are as written already. */
export function bestQuoteOf(engine: Engine, symbol: SymbolId): BestQuote | undefined {
  const best = engine.best(symbol);
  return best === undefined ? undefined : { symbol, bid: best.bid.price, ask: best.ask.price };
}

function markOf(engine: Engine, funding: FundingTimes, symbol: SymbolId): Mark | undefined {
  const mark = engine.priceOf(symbol);
  if (mark === undefined) return undefined;
  const { lastRate, nextAt } = funding.at(symbol, engine.now);
  return {
    symbol,
    mark: price(moneyAsWritten(mark)),
    fundingRate: fraction(moneyAsWritten(lastRate)),
    nextFundingAt: epochMs(nextAt),
    at: engine.now,
  };
}
