import type { Book } from '../book.ts';
import type { Limits } from '../limits/limits.ts';

/**
 * How much of what the desk may lose it has lost, as a fraction: of the day, `risk/daily-loss-usd-max`, and since the
 * highest mark, `risk/drawdown-fraction-max`, whichever is nearer to its end. 1 and above: the desk has stopped over it.
 * Marked to market, without what the stops may still cost. A halt stays at 1 or above until a person has ended it.
 */
export function lossUsed(book: Book, limits: Limits): number {
  const { day, equityUsd, highWaterUsd, haltedAt } = book;
  const dayLossUsd = day.equityAtStartUsd + day.transfersUsd - equityUsd;
  const fallen = highWaterUsd > 0 ? 1 - equityUsd / highWaterUsd : 0;
  return Math.max(
    0,
    dayLossUsd / limits.values['risk/daily-loss-usd-max'],
    fallen / limits.values['risk/drawdown-fraction-max'],
    haltedAt === undefined ? 0 : 1,
  );
}
