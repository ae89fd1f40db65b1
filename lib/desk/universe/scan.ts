import type { Universe, UniverseReasons } from '../book.ts';
import type { BookLevel, EntryBook } from '../execution/entry-order.ts';
import { atrFraction } from '../indicators.ts';
import { cite, type Limits } from '../limits/limits.ts';
import { MINUTE_MS, type Minute, type SymbolId } from '../units.ts';
import { dollars, percent } from '../words.ts';
import { type Coin, historyFault, type Left, listingFault, tradingFault } from './rules.ts';

export interface Screened {
  /** Coins that pass every rule but depth, best first. */
  readonly candidates: readonly Coin[];
  readonly left: ReadonlyMap<SymbolId, Left>;
}

/** Judges each coin by its listing, its last day and its last month, and ranks those that pass. */
export function screen(coins: readonly Coin[], minute: Minute, limits: Limits): Screened {
  const bases = new Set(coins.map(({ instrument }) => instrument.baseAsset));
  const left = new Map<SymbolId, Left>();
  const passing = coins.filter(coin => {
    const fault =
      listingFault(coin.instrument, bases, minute, limits) ??
      tradingFault(coin, limits) ??
      historyFault(coin, limits);
    if (fault !== undefined) left.set(coin.instrument.symbol, fault);
    return fault === undefined;
  });
  return { candidates: ranked(passing), left };
}

const ATR_DAYS = 14;

/** By the sum of two ranks, volume and daily ATR: a coin must be liquid, and slow coins fall behind. */
function ranked(coins: readonly Coin[]): Coin[] {
  const byVolume = ranks(coins, coin => coin.day?.quoteVolumeUsd ?? 0);
  const byRange = ranks(coins, coin => atrFraction(coin.days ?? [], ATR_DAYS) ?? 0);
  const score = (coin: Coin) => (byVolume.get(coin) ?? 0) + (byRange.get(coin) ?? 0);
  return coins.toSorted(
    (a, b) => score(a) - score(b) || (a.instrument.symbol < b.instrument.symbol ? -1 : 1),
  );
}

/** How many coins measure more: equals share a rank, so that the order in which the venue lists them says nothing. */
function ranks(coins: readonly Coin[], measure: (coin: Coin) => number): Map<Coin, number> {
  const measured = coins.map(coin => ({ coin, value: measure(coin) }));
  const sorted = measured.map(({ value }) => value).toSorted((a, b) => b - a);
  const rankOf = new Map<number, number>();
  for (const [rank, value] of sorted.entries()) if (!rankOf.has(value)) rankOf.set(value, rank);
  return new Map(measured.map(({ coin, value }) => [coin, rankOf.get(value) ?? 0]));
}

/** Dollars on the thinner side of the book within the slippage limit. */
export function depthUsd({ bids, asks }: EntryBook, slippageBpsMax: number): number {
  const within = (levels: readonly BookLevel[]) => {
    const best = levels[0]?.price ?? 0;
    const farthest = (best * slippageBpsMax) / 10_000;
    return levels
      .filter(level => Math.abs(level.price - best) <= farthest)
      .reduce((sum, { price, qty }) => sum + price * qty, 0);
  };
  return Math.min(within(bids), within(asks));
}

/** Why a candidate's book is too thin, or undefined. A book that has not been read yet keeps the coin out. */
export function depthFault(book: EntryBook | undefined, limits: Limits): Left | undefined {
  const least = limits.values['universe/depth-usd-min'];
  if (book === undefined) return { code: 'depth-thin', because: 'its book has not been read yet' };
  const depth = depthUsd(book, limits.values['execution/slippage-bps-max']);
  if (depth >= least) return undefined;
  return {
    code: 'depth-thin',
    because: `${dollars(depth)} within reach (${cite(limits, 'universe/depth-usd-min')}: ${dollars(least)})`,
  };
}

export interface Composed {
  readonly universe: Universe;
  readonly reasons: UniverseReasons;
  readonly joined: readonly SymbolId[];
  readonly left: readonly SymbolId[];
}

/**
 * The universe of a minute: the best candidates up to the size limit, and members that fail a rule only since
 * recently. A member that is no longer listed as trading leaves at once.
 */
export function compose(
  { candidates, left }: Screened,
  faults: ReadonlyMap<SymbolId, Left>,
  before: Universe | undefined,
  minute: Minute,
  limits: Limits,
): Composed {
  const passing = candidates.map(coin => coin.instrument.symbol).filter(symbol => !faults.has(symbol));
  const sizeMax = limits.values['universe/size-max'];
  const chosen = passing.slice(0, sizeMax);
  const isChosen = new Set(chosen);
  const coinOf = new Map(candidates.map(coin => [coin.instrument.symbol, coin]));
  const reasons: Record<string, string> = {};
  for (const [symbol, fault] of [...left, ...faults])
    reasons[symbol] = `out: ${fault.code}, ${fault.because}`;
  passing.slice(sizeMax).forEach((symbol, i) => {
    reasons[symbol] = `out: ranked ${sizeMax + i + 1}, ${cite(limits, 'universe/size-max')} keeps ${sizeMax}`;
  });

  const failingSince: Record<string, Minute> = {};
  const staying = (before?.symbols ?? []).filter(symbol => {
    if (isChosen.has(symbol)) return false;
    const fault = faults.get(symbol) ?? left.get(symbol);
    const since = before?.failingSince[symbol] ?? minute;
    const patience = limits.values['universe/leave-after-minutes'] * MINUTE_MS;
    if (fault === undefined || atOnce(fault) || minute - since >= patience) return false;
    // Coins that pass every rule come first; those that fail one stay only while there is a place left.
    if (chosen.length + Object.keys(failingSince).length >= sizeMax) return false;
    failingSince[symbol] = since;
    reasons[symbol] =
      `in, failing since ${new Date(since).toISOString().slice(11, 16)}: ${fault.code}, ${fault.because}`;
    return true;
  });
  for (const [i, symbol] of chosen.entries())
    reasons[symbol] = `in: ranked ${i + 1}, ${describe(coinOf.get(symbol))}`;

  const symbols = [...chosen, ...staying];
  const was = new Set(before?.symbols);
  const is = new Set(symbols);
  const previous =
    before === undefined || before.minute === minute
      ? before?.previous
      : { minute: before.minute, symbols: before.symbols };
  return {
    universe: { rev: before?.rev ?? 0, minute, symbols, failingSince, previous },
    reasons: { minute, reasons },
    joined: symbols.filter(symbol => !was.has(symbol)),
    left: [...was].filter(symbol => !is.has(symbol)),
  };
}

/** Faults of the listing itself leave no time to wait. */
const atOnce = ({ code }: Left): boolean =>
  code === 'denied' || code === 'not-trading' || code === 'delisting' || code === 'not-a-usdt-perpetual';

function describe(coin: Coin | undefined): string {
  const atr = atrFraction(coin?.days ?? [], ATR_DAYS);
  return `${dollars(coin?.day?.quoteVolumeUsd ?? 0)} in 24 h, daily ATR ${percent(atr ?? 0)}`;
}

/** A scan that has been silent for longer than this no longer says what may be traded. */
const AGE_MAX_MS = 15 * MINUTE_MS;

/** What entries of `minute` may trade: the universe of an earlier minute, never of their own (or a later one). */
export function universeFor(universe: Universe | undefined, minute: Minute): readonly SymbolId[] {
  if (universe === undefined || minute - universe.minute > AGE_MAX_MS) return [];
  if (universe.minute < minute) return universe.symbols;
  return universe.previous !== undefined && universe.previous.minute < minute
    ? universe.previous.symbols
    : [];
}
