import type { Candle } from '../../desk/candle.ts';
import { type Minute, type OrderSide, type Price, price, qty, type SymbolId } from '../../desk/units.ts';
import type { Depth, DepthLevel } from '../../ports.ts';
import { CRASH_DEPTH, CrashWatch } from '../engine/crash.ts';
import { LEVELS, levelGap, type ShownBook } from '../engine/ladder.ts';
import type { BookShape, EngineState } from '../engine/state.ts';
import { windowMarket } from './window.ts';

/** Dollars a level that a made book has where its shape says 1. */
export const DEPTH_USD_PER_LEVEL = 1_000;
/**
 * Of the depth that was read, what a stop is given that went off in the minute before: stops go off when others' do, and
 * nobody has recorded the book of that instant.
 */
const LEFT_FOR_STOPS = 0.5;

/**
 * A book's spread and depth, in the words of the engine's made book: for what is set off where no book was read. While
 * the engine takes books for thinned by a crash, as `bars` tell, the book that was read is the thinned one.
 */
export function shapeOf(
  { symbol, bids, asks }: Depth,
  tickSize: Price,
  { bars, now }: { readonly bars: readonly Candle[]; readonly now: Minute },
): BookShape {
  const [bid = 0, ask = 0] = [bids[0]?.price, asks[0]?.price];
  const mid = price((bid + ask) / 2);
  const gap = levelGap(mid, tickSize);
  const depthUsd = Math.min(usdPerLevel(bids, gap), usdPerLevel(asks, gap));
  const usualUsd = isThin(symbol, bars, now) ? depthUsd / CRASH_DEPTH : depthUsd;
  return {
    spreadFraction: (ask - bid) / mid,
    depthTimes: (usualUsd / DEPTH_USD_PER_LEVEL) * LEFT_FOR_STOPS,
  };
}

function isThin(symbol: SymbolId, bars: readonly Candle[], now: Minute): boolean {
  const series = new Map([[symbol as string, { bars, funding: new Map() }]]);
  return new CrashWatch(windowMarket([], series, { from: now, to: now })).isThin(symbol, now);
}

/** Of what is seen within the reach of the made book, an equal share for each of its levels: it never holds more. */
function usdPerLevel(side: readonly DepthLevel[], gap: Price): number {
  const best = side[0]?.price ?? 0;
  const near = side.filter(level => Math.abs(level.price - best) < gap * (LEVELS - 0.5));
  return near.reduce((sum, level) => sum + level.price * level.qty, 0) / LEVELS;
}

/** The wider and the thinner of two. */
export const worseShape = (one: BookShape | undefined, other: BookShape): BookShape => ({
  spreadFraction: Math.max(one?.spreadFraction ?? 0, other.spreadFraction),
  depthTimes: Math.min(one?.depthTimes ?? Number.POSITIVE_INFINITY, other.depthTimes),
});

/** The book that was read, without what this account has taken from it in the running minute: nobody gave that back. */
export function bookLeft({ symbol, bids, asks }: Depth, state: EngineState): ShownBook {
  const [sold, bought] = [takenQty(state, symbol, 'sell'), takenQty(state, symbol, 'buy')];
  return { bids: without(bids, sold), asks: without(asks, bought) };
}

const takenQty = ({ trades, now }: EngineState, symbol: SymbolId, side: OrderSide): number =>
  trades.reduce(
    (sum, each) =>
      each.symbol === symbol && each.side === side && each.time === now && !each.maker ? sum + each.qty : sum,
    0,
  );

function without(side: readonly DepthLevel[], amount: number): DepthLevel[] {
  let taken = amount;
  return side.flatMap(level => {
    const gone = Math.min(taken, level.qty);
    taken -= gone;
    const left = Number((level.qty - gone).toPrecision(12));
    return left > 0 ? [{ price: level.price, qty: qty(left) }] : [];
  });
}
