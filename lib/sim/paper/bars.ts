import { type Candle, INTERVAL_MS } from '../../desk/candle.ts';
import { epochMs, MINUTE_MS, type Minute, minuteOf, type Price, price, type Side } from '../../desk/units.ts';
import type { Look, OpenedIn } from './account.ts';

const QUARTER_MS = INTERVAL_MS['15m'];

/** A stretch whose oldest part is quarter-hours. */
export interface Mixed {
  readonly bars: readonly Candle[];
  /** Where the minutes begin. */
  readonly minutesFrom: Minute;
}

/**
 * Quarter-hour bars in the place of minutes that the venue no longer gives one by one, each to be played in its last
 * minute; then the minutes, from a full quarter on. Of the quarter that `from` lies in the first part has been played:
 * it may bring a loss again, and no gain.
 */
export function withQuarters(
  quarters: readonly Candle[],
  minutes: readonly Candle[],
  from: Minute,
  { look, side }: { readonly look: Look | undefined; readonly side: Side | undefined },
): Mixed {
  const begin = Math.ceil((minutes[0]?.at ?? from) / QUARTER_MS) * QUARTER_MS;
  const old = quarters
    .filter(bar => bar.at + QUARTER_MS > from && bar.at + QUARTER_MS <= begin)
    .map(bar => {
      const last = { ...bar, at: epochMs(bar.at + QUARTER_MS - MINUTE_MS) };
      if (bar.at >= from || look === undefined) return last;
      const { at, high, low } = last;
      return afterLook(last, { ...look, opened: { bar: at, high, low } }, side !== 'short');
    });
  return { bars: [...old, ...minutes.filter(bar => bar.at >= begin)], minutesFrom: minuteOf(begin) };
}

/**
 * The bar that was running when the account was last looked at, as it is played later. It opens where the look was: what
 * had moved before has been dealt with. A loss may still come of anything that the bar has reached, since nobody knows
 * whether the price came back there; a gain on a position that was opened in the bar, only of what it reached afterwards.
 */
export function afterLook(bar: Candle, look: Look, long: boolean): Candle {
  const since = look.opened?.bar === bar.at ? reachedSince(bar, look.opened, look.mark, long) : bar;
  const open = look.mark;
  const [low, high] = [atMost(since.low, open), atLeast(since.high, open)];
  return { ...since, open, low, high };
}

function reachedSince(bar: Candle, opened: OpenedIn, mark: Price, long: boolean): Candle {
  if (long) return bar.high > opened.high ? bar : { ...bar, high: atLeast(mark, bar.close) };
  return bar.low < opened.low ? bar : { ...bar, low: atMost(mark, bar.close) };
}

const atMost = (a: Price, b: Price): Price => price(Math.min(a, b));
const atLeast = (a: Price, b: Price): Price => price(Math.max(a, b));
