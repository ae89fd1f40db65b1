import type { Book } from '../desk/book.ts';
import type { Position } from '../desk/position/position.ts';
import { isOpen } from '../desk/risk/exposure.ts';
import type { Tick } from './tick.ts';
import type { VenueView } from './venue-view.ts';

/**
 * Notes how the account stands, for whoever draws or follows it later: equity as the book has come to believe it, so that
 * a reading that is not believed makes no spike. A position that the venue does not hold, or gives no mark of, is left out.
 */
export function noteAccount(
  { note }: Pick<Tick, 'note'>,
  { equityUsd, highWaterUsd }: Book,
  positions: readonly Position[],
  { holdings }: VenueView,
): void {
  const marks = positions.filter(isOpen).flatMap(({ symbol }) => {
    const markPrice = holdings.get(symbol)?.markPrice;
    return markPrice !== undefined && markPrice > 0 ? [{ symbol, markPrice }] : [];
  });
  note({ type: 'account', equityUsd, highWaterUsd, marks });
}
