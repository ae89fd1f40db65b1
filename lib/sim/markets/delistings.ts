import { DAY_MS, epochMs, type SymbolId } from '../../desk/units.ts';
import type { RecordedSymbol } from './recorded-symbol.ts';

/** How long before its last bar a delisting is known; the venue announces it about a week ahead. */
const DELISTING_KNOWN_MS = 3 * DAY_MS;
/** A file that ends less than a day before the market's end was fetched a little earlier than the others. */
export const endsEarly = (ends: number, marketEnds: number): boolean =>
  ends < marketEnds && marketEnds - ends < DAY_MS;

/**
 * A symbol whose bars end a day or more before the market does was delisted there, as far as anybody can tell from its
 * bars: its contracts are settled at the end of its last one, and nobody trades on at its last price. Less than a day is
 * a file that ends early: its price stands and nothing trades there to the end. Both are findings.
 */
export function withDelistings(
  symbols: ReadonlyMap<SymbolId, RecordedSymbol>,
): ReadonlyMap<SymbolId, RecordedSymbol> {
  const endsAt = Math.max(...[...symbols.values()].map(({ bars }) => bars.playsTo));
  const made = new Map(symbols);
  for (const [symbol, known] of symbols) {
    const { playsTo } = known.bars;
    if (playsTo === endsAt || endsEarly(playsTo, endsAt)) continue;
    const deliveryKnownAt = epochMs(playsTo - DELISTING_KNOWN_MS);
    made.set(symbol, {
      ...known,
      instrument: { ...known.instrument, deliveryAt: epochMs(playsTo), deliveryKnownAt },
    });
  }
  return made;
}
