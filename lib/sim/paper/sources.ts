import { type EpochMs, MINUTE_MS, type SymbolId } from '../../desk/units.ts';
import type { Clock, Depth, FundingHistory, Mark, Market } from '../../ports.ts';
import type { Look } from './account.ts';
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

/** How far the running bar has come; undefined in a minute without a trade. */
export async function readOpenBar(
  { market }: PaperSources,
  symbol: SymbolId,
  at: EpochMs,
): Promise<Look['opened']> {
  const bar = soundBars(await market.candles(symbol, '1m', 1), symbol).at(-1);
  if (bar === undefined || at < bar.at || at >= bar.at + MINUTE_MS) return undefined;
  return { bar: bar.at, high: bar.high, low: bar.low };
}
