import { closedAt } from '../desk/candle.ts';
import type { Instrument } from '../desk/instrument.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { MINUTE_MS, type Minute, type SymbolId } from '../desk/units.ts';
import { type Coin, DAYS_NEEDED, listingFault, tradingFault } from '../desk/universe/rules.ts';
import type { Depth } from '../ports.ts';
import type { ScanDesk } from './desk.ts';
import { sentenceOf, type Tick } from './tick.ts';

/** How many coins may have their month of bars, or their book, fetched in one minute: a part of the weight budget. */
const FETCHES_PER_MINUTE = 200;

/** Every coin the venue lists, with what the last day and month say; bars only for those still worth judging. */
export async function readCoins(tick: Tick<ScanDesk>, limits: Limits): Promise<Coin[]> {
  const { market } = tick.desk;
  const [instruments, tickers, quotes] = await Promise.all([
    market.instruments(),
    market.dayTickers(),
    market.bestQuotes(),
  ]);
  const dayOf = new Map(tickers.map(day => [day.symbol, day]));
  const quoteOf = new Map(quotes.map(quote => [quote.symbol, quote]));
  const bases = new Set(instruments.map(({ baseAsset }) => baseAsset));
  const coins = instruments.map(instrument => ({
    instrument,
    day: dayOf.get(instrument.symbol),
    quote: quoteOf.get(instrument.symbol),
    days: undefined,
  }));
  const worth = coins.filter(
    coin =>
      listingFault(coin.instrument, bases, tick.minute, limits) === undefined &&
      tradingFault(coin, limits) === undefined,
  );
  const days = await readDays(
    tick,
    worth.slice(0, FETCHES_PER_MINUTE).map(({ instrument }) => instrument),
  );
  return coins.map(coin => ({ ...coin, days: days.get(coin.instrument.symbol) }));
}

/** Minutes since the market was last seen to move, by the youngest ticker; NaN where none says when it is of. */
export function marketAge(coins: readonly Coin[], minute: Minute): number {
  const seen = coins.flatMap(({ day }) => day?.at ?? []);
  return seen.length === 0 ? Number.NaN : Math.max(0, minute - Math.max(...seen)) / MINUTE_MS;
}

/** Closed daily bars; a coin whose bars cannot be read has none this minute and does not hold up the others. */
async function readDays(tick: Tick<ScanDesk>, instruments: readonly Instrument[]) {
  const read = instruments.map(async ({ symbol }) => {
    try {
      const bars = await tick.desk.market.candles(symbol, '1d', DAYS_NEEDED + 1);
      return [[symbol, closedAt(bars, '1d', tick.minute)] as const];
    } catch (error) {
      tick.note({ type: 'trouble', what: 'daily bars', symbol, because: sentenceOf(error) });
      return [];
    }
  });
  return new Map((await Promise.all(read)).flat());
}

/** The books of the candidates that can still be members. */
export async function readDepths(
  tick: Tick<ScanDesk>,
  candidates: readonly Coin[],
  limits: Limits,
): Promise<Map<SymbolId, Depth>> {
  const wanted = candidates.slice(0, Math.min(FETCHES_PER_MINUTE, 2 * limits.values['universe/size-max']));
  const read = wanted.map(async ({ instrument: { symbol } }) => {
    try {
      return [[symbol, await tick.desk.market.depth(symbol)] as const];
    } catch (error) {
      tick.note({ type: 'trouble', what: 'book', symbol, because: sentenceOf(error) });
      return [];
    }
  });
  return new Map((await Promise.all(read)).flat());
}
