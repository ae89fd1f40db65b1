import type { UniverseReasons } from '../desk/book.ts';
import { type SymbolId, symbolId } from '../desk/units.ts';
import { Refusal } from '../local/refusal.ts';
import type { DeskState } from '../ports.ts';
import { suggestion } from './nearest.ts';

/** Every market the desk has had to do with or has judged. */
export const knownSymbols = (
  { positions, intents, universe, book }: DeskState,
  reasons: UniverseReasons | undefined,
): readonly SymbolId[] => [
  ...new Set([
    ...positions.map(({ symbol }) => symbol),
    ...intents.map(({ symbol }) => symbol),
    ...(universe?.symbols ?? []),
    ...(book?.foreign ?? []).map(({ symbol }) => symbol),
    ...Object.keys(reasons?.reasons ?? {}).map(symbolId),
  ]),
];

/** The market a person means: `SOLUSDT`, `solusdt` or `sol`. Throws a Refusal with the nearest name. */
export function symbolNamed(typed: string, known: readonly SymbolId[]): SymbolId {
  const wanted = typed.toUpperCase();
  const found = known.find(symbol => symbol === wanted) ?? known.find(symbol => symbol === `${wanted}USDT`);
  if (found !== undefined) return found;
  throw new Refusal(
    known.length === 0
      ? `${typed}: the desk has not scanned any market yet`
      : `${typed}: the desk knows no such market${suggestion(wanted.replace(/(USDT)?$/, 'USDT'), known)}`,
  );
}
