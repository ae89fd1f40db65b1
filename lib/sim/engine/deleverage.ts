import { absQty, type Qty, qty, type SymbolId } from '../../desk/units.ts';
import { closeOut } from './close-out.ts';
import type { Core } from './core.ts';
import { checkQty } from './filters.ts';
import { type Answer, accepted, refuse } from './refusal.ts';
import type { OrderState } from './state.ts';

/**
 * Auto-deleveraging: the venue closes part of a position that is in profit, against somebody's liquidation, at the
 * mark. When that happens is nothing a market of prices alone could tell, so it is done by hand. Refused -2022
 * without a position; more than is held closes all of it.
 */
export function deleverage(core: Core, symbol: SymbolId, amount: Qty): Answer<OrderState> {
  const instrument = core.instruments.get(symbol);
  if (instrument === undefined) return refuse.badSymbol();
  const wrong = checkQty(amount, instrument, 'limit', core.state.rules);
  if (wrong !== undefined) return wrong;
  const position = core.positionOf(symbol);
  if (position === undefined) return refuse.reduceOnly();
  const closing = qty(Math.min(amount, absQty(position.qty)));
  return accepted(
    closeOut(core, position, { idPrefix: 'adl_autoclose_', at: core.markOf(position), qty: closing }),
  );
}
