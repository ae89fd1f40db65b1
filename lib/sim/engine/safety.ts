import { absQty, type Price } from '../../desk/units.ts';
import { liquidationPriceOf } from './account.ts';
import type { Core } from './core.ts';
import type { AlgoState, PositionState } from './state.ts';
import { triggerOf } from './triggers.ts';

/** True when this order alone would close the whole position on an adverse move, before a liquidation would. */
export function protects(algo: AlgoState, position: PositionState, liquidation: Price): boolean {
  const long = position.qty > 0;
  if (algo.type === 'TAKE_PROFIT_MARKET' || algo.side !== (long ? 'sell' : 'buy')) return false;
  const covers = algo.closePosition || (algo.reduceOnly && algo.qty >= absQty(position.qty));
  const trigger = triggerOf(algo);
  if (!covers || trigger <= 0) return false;
  return liquidation <= 0 || (long ? trigger > liquidation : trigger < liquidation);
}

/** Adds one for every position that begins this minute without a stop: read from the venue's book, not the desk's. */
export function countUnprotected(core: Core): void {
  for (const position of Object.values(core.state.positions)) {
    const liquidation = liquidationPriceOf(core, position);
    const safe = core.liveAlgosOf(position.symbol).some(algo => protects(algo, position, liquidation));
    if (!safe) core.state.safety.unprotectedMinutes += 1;
  }
}
