import type { SymbolId } from '../desk/units.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { protects } from '../sim/engine/safety.ts';

/** By the venue's own books: a live stop that would close all of it, on the right side, before liquidation would. */
export function isProtectedAtVenue(engine: Engine, symbol: SymbolId): boolean {
  const position = engine.state.positions[symbol];
  if (position === undefined) return true;
  const held = engine.positions().find(each => each.symbol === symbol);
  return (
    held === undefined ||
    engine.openAlgos(symbol).some(algo => protects(algo, position, held.liquidationPrice))
  );
}
