import type { Candle } from '../../desk/candle.ts';
import { type EpochMs, MINUTE_MS, type SymbolId } from '../../desk/units.ts';
import type { Clock, Depth, FundingHistory, Mark, Market } from '../../ports.ts';
import type { OpenedIn } from './account.ts';
import { soundBars, soundDepth, soundMark } from './sound.ts';

/** The real market, as far as a paper account looks at it. */
export interface PaperSources {
  readonly market: Pick<Market, 'instruments' | 'candles' | 'depth' | 'mark'>;
  readonly funding: FundingHistory;
  readonly clock: Pick<Clock, 'now'>;
}

/** What is older than this moves nothing. */
export const STALE_MS = 3 * MINUTE_MS;

/** A mark that may be used. Throws a PortError. */
export const readMark = async ({ market, clock }: PaperSources, symbol: SymbolId): Promise<Mark> =>
  soundMark(await market.mark(symbol), clock.now(), STALE_MS);

export const readDepth = async ({ market }: PaperSources, symbol: SymbolId): Promise<Depth> =>
  soundDepth(await market.depth(symbol));

/** Bars that are read with an order: enough to know whether the symbol has crashed lately. */
const BARS_LATELY = 17;

/** The last bars of a symbol, the running one among them. */
export const readLately = async ({ market }: PaperSources, symbol: SymbolId): Promise<readonly Candle[]> =>
  soundBars(await market.candles(symbol, '1m', BARS_LATELY), symbol);

/** How far the bar has come that was running at an instant; undefined in a minute without a trade. */
export function openedIn(bars: readonly Candle[], at: EpochMs): OpenedIn | undefined {
  const bar = bars.at(-1);
  if (bar === undefined || at < bar.at || at >= bar.at + MINUTE_MS) return undefined;
  return { bar: bar.at, high: bar.high, low: bar.low };
}
