import { type Candle, INTERVAL_MS } from '../desk/candle.ts';
import { DAY_MS, type EpochMs, type SymbolId } from '../desk/units.ts';
import type { Clock, Market } from '../ports.ts';

const BAR_MS = INTERVAL_MS['15m'];
/** Readings below so many bars have the venue's least weight anyway. */
const WEIGHS_LEAST_BELOW = 100;
/** Beside the bars that are new: the one that was still open, and one that was closed and must be the same again. */
const SEEN_AGAIN = 2;
/** After so long a window is read whole again, whatever it was grown from. */
const WHOLE_EVERY_MS = DAY_MS;

/**
 * So many windows are kept, those longest unread let go: more than a desk can want at once, a universe of 400 and a week of each
 * that may be traded, and some 15 MB. With fewer each would push out one that the next bar needs.
 */
export const WINDOWS_MAX = 1_000;

interface Window {
  readonly readAt: EpochMs;
  readonly wholeAt: EpochMs;
  readonly bars: Promise<readonly Candle[]>;
}

/**
 * Long windows of 15-minute bars, kept and grown: once a signal bar only what is new is asked for, which weighs 1 where the
 * window weighs 2, and 5 for a week. Read whole the first time, once a day, after a pause that leaves a gap, while bars
 * are missing in it, and where a bar that was closed is not what it was. Closed bars are the venue's own, as a whole reading would give them; the last one is as open as
 * when the quarter of an hour was first read. Any other reading goes through.
 */
export function grownBars(candles: Market['candles'], clock: Pick<Clock, 'now'>): Market['candles'] {
  const windows = new Map<string, Window>();
  const read = (symbol: SymbolId, limit: number): Promise<readonly Candle[]> => {
    const key = `${symbol} ${limit}`;
    const now = clock.now();
    const known = windows.get(key);
    if (known !== undefined && barOf(known.readAt) === barOf(now)) return known.bars;
    const whole = () => candles(symbol, '15m', limit);
    const mayGrow = known !== undefined && now > known.readAt && now - known.wholeAt < WHOLE_EVERY_MS;
    const bars = mayGrow
      ? known.bars.then(async old => (await grown(candles, symbol, old, limit, now)) ?? (await whole()))
      : whole();
    const window = { readAt: now, wholeAt: mayGrow ? known.wholeAt : now, bars };
    // Put last, so that the first is the one that was longest unread.
    windows.delete(key);
    windows.set(key, window);
    for (const oldest of windows.keys()) {
      if (windows.size <= WINDOWS_MAX) break;
      windows.delete(oldest);
    }
    // A reading that failed is forgotten, and the next goes on from what was there before it: a whole one would ask more of an
    // address that may have been short already.
    bars.catch(() => {
      if (windows.get(key) !== window) return;
      if (known === undefined) windows.delete(key);
      else windows.set(key, known);
    });
    return bars;
  };
  return async (symbol, interval, limit, before) =>
    interval === '15m' && limit >= WEIGHS_LEAST_BELOW && before === undefined
      ? (await read(symbol, limit)).slice(-limit)
      : candles(symbol, interval, limit, before);
}

const barOf = (at: number): number => Math.floor(at / BAR_MS);

/** The old bars with the new ones behind them; undefined where they do not fit together. */
async function grown(
  candles: Market['candles'],
  symbol: SymbolId,
  old: readonly Candle[],
  limit: number,
  now: EpochMs,
): Promise<readonly Candle[] | undefined> {
  const last = old.at(-1);
  if (last === undefined || old.length < limit || hasGap(old)) return undefined;
  const asked = barOf(now) - barOf(last.at) + SEEN_AGAIN;
  if (asked >= WEIGHS_LEAST_BELOW) return undefined;
  const fresh = await candles(symbol, '15m', asked);
  const [first] = fresh;
  const seam = old.findIndex(({ at }) => at === first?.at);
  const seen = old[seam];
  // The bar that was still open when it was read may have changed; the one at the seam was closed.
  if (first === undefined || seen === undefined || seen === last || !isSame(seen, first)) return undefined;
  return [...old.slice(0, seam), ...fresh];
}

/** What the venue did not have may have come since. */
const hasGap = (bars: readonly Candle[]): boolean =>
  bars.some(({ at }, i) => i > 0 && at - (bars[i - 1] as Candle).at !== BAR_MS);

const isSame = (a: Candle, b: Candle): boolean =>
  a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;
