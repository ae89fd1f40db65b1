import type { Candle } from '../../desk/candle.ts';
import { type EpochMs, MINUTE_MS, type SymbolId } from '../../desk/units.ts';
import { type Depth, type DepthLevel, type Mark, PortError } from '../../ports.ts';

/** Readings that an account may be moved by. Each throws a `malformed` PortError that names what is wrong. */

const isPrice = (value: number): boolean => Number.isFinite(value) && value > 0;

const unsound = (what: string, symbol: SymbolId, because: string) =>
  new PortError('malformed', `the paper account does not move by ${what} of ${symbol}: ${because}`);

/** Bars one after the other, each with its four prices in order. */
export function soundBars(bars: readonly Candle[], symbol: SymbolId): readonly Candle[] {
  let last = Number.NEGATIVE_INFINITY;
  for (const bar of bars) {
    const { at, open, high, low, close, volume } = bar;
    const ordered = [open, high, low, close].every(isPrice) && low <= open && low <= close;
    const sane = ordered && high >= open && high >= close && Number.isFinite(volume) && volume >= 0;
    if (!sane || !(at > last) || at % MINUTE_MS !== 0)
      throw unsound('bars', symbol, `one of them is ${JSON.stringify(bar)}`);
    last = at;
  }
  return bars;
}

/** A mark with a price, a rate and a time not older than `staleMs`. Stale is `unavailable`: it may pass. */
export function soundMark(mark: Mark, now: EpochMs, staleMs: number): Mark {
  const known = isPrice(mark.mark) && [mark.fundingRate, mark.nextFundingAt, mark.at].every(Number.isFinite);
  if (!known) throw unsound('a mark', mark.symbol, `it is ${JSON.stringify(mark)}`);
  if (now - mark.at <= staleMs) return mark;
  throw new PortError(
    'unavailable',
    `the mark price of ${mark.symbol} is stale: it is of ${new Date(mark.at).toISOString()}`,
  );
}

/** A book with both its sides, the best level first. */
export function soundDepth(depth: Depth): Depth {
  const { symbol, bids, asks } = depth;
  const sorted = (side: readonly DepthLevel[], sign: number) =>
    side.every(({ price, qty }, i) => {
      const before = side[i - 1];
      return (
        isPrice(price) &&
        Number.isFinite(qty) &&
        qty >= 0 &&
        (before === undefined || sign * (price - before.price) > 0)
      );
    });
  const [bid, ask] = [bids[0], asks[0]];
  if (bid === undefined || ask === undefined || !(bid.price < ask.price))
    throw unsound('a book', symbol, 'it has not two sides');
  if (!sorted(bids, -1) || !sorted(asks, 1)) throw unsound('a book', symbol, 'its levels are no ladder');
  return depth;
}
