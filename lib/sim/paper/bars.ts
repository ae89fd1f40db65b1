import { type Candle, INTERVAL_MS } from '../../desk/candle.ts';
import { epochMs, MINUTE_MS, type Minute, type Price, price } from '../../desk/units.ts';
import type { Look, OpenedIn } from './account.ts';

const QUARTER_MS = INTERVAL_MS['15m'];

/**
 * Quarter-hour bars in the place of minutes that the venue no longer gives one by one, each played in its last minute.
 * They end where `minutes` begin. One that began before `from` is not among them: part of it has been played.
 */
export function quartersBefore(
  quarters: readonly Candle[],
  minutes: readonly Candle[],
  from: Minute,
): readonly Candle[] {
  const until = minutes[0]?.at ?? Number.NEGATIVE_INFINITY;
  return quarters
    .filter(bar => bar.at >= from && bar.at + QUARTER_MS <= until)
    .map(bar => ({ ...bar, at: epochMs(bar.at + QUARTER_MS - MINUTE_MS) }));
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
