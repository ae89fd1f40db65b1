import type { Book, Protection } from '../book.ts';
import { cooldownAfter } from '../book-keeping.ts';
import { cite, type Limits } from '../limits/limits.ts';
import { netOf } from '../position/evolve.ts';
import type { Position } from '../position/position.ts';
import { DAY_MS, epochMs, type Minute, minutesAfter } from '../units.ts';
import { dollars } from '../words.ts';

/** What a closed position leaves in the book: its symbol's cooldown, and a pause for all when stops come thick. */
export function afterClose(book: Book, position: Position, minute: Minute, limits: Limits): Book {
  const cooldown = cooldownAfter(position, minute, limits);
  if (!position.fills.some(fill => fill.kind === 'stop-loss' || fill.kind === 'liquidation')) return book;
  const since = minutesAfter(minute, -limits.values['risk/stops-window-minutes']);
  const recentStops = [...book.recentStops, minute].filter(at => at > since);
  const pause = pauseAfter(recentStops, minute, limits);
  const added = [cooldown, pause].filter(each => each !== undefined);
  return { ...book, recentStops, protections: [...book.protections, ...added] };
}

function pauseAfter(stops: readonly Minute[], minute: Minute, limits: Limits): Protection | undefined {
  const most = limits.values['risk/stops-max'];
  const minutes = limits.values['risk/stops-pause-minutes'];
  if (stops.length < most || minutes === 0) return undefined;
  const because = `${stops.length} stop-outs in ${limits.values['risk/stops-window-minutes']} minutes (${cite(limits, 'risk/stops-max')})`;
  return { symbol: 'all', until: minutesAfter(minute, minutes), because };
}

/**
 * Whether a symbol's own recent trades speak against it: enough of them within the days looked at, and together at a
 * loss by the venue's fills. It ends when the oldest of them is no longer counted.
 */
export function lowProfit(
  closed: readonly Position[],
  minute: Minute,
  limits: Limits,
): Protection | undefined {
  const span = limits.values['risk/low-profit-days'] * DAY_MS;
  const recent = closed.filter(({ closedAt }) => closedAt !== undefined && minute - closedAt < span);
  const [first] = recent;
  if (first === undefined || recent.length < limits.values['risk/low-profit-trades-min']) return undefined;
  const net = recent.reduce((sum, position) => sum + netOf(position), 0);
  if (net >= 0) return undefined;
  const oldest = recent.reduce((least, { closedAt }) => Math.min(least, closedAt ?? least), minute as number);
  const because = `its last ${recent.length} trades came to ${dollars(net)} (${cite(limits, 'risk/low-profit-trades-min')})`;
  return { symbol: first.symbol, until: epochMs(oldest + span), because };
}
