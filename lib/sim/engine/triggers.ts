import { type OrderSide, type Price, price } from '../../desk/units.ts';
import type { AlgoState, AlgoType } from './state.ts';

/** Which way the mark must go to set an order off: a stop sells below, a target sells above; buys the other way. */
export const firesBelow = (type: AlgoType, side: OrderSide): boolean =>
  type === 'TAKE_PROFIT_MARKET' ? side === 'buy' : side === 'sell';

/** The price that sets an order off now. Zero for a trailing stop that has not been activated. */
export function triggerOf(algo: AlgoState): Price {
  if (algo.type !== 'TRAILING_STOP_MARKET') return algo.triggerPrice;
  if (!algo.activated) return price(0);
  const callback = algo.callbackRate / 100;
  return price(algo.extreme * (algo.side === 'sell' ? 1 - callback : 1 + callback));
}

/** True when a mark at `mark` sets the order off. */
export function fires(algo: AlgoState, mark: Price): boolean {
  const trigger = triggerOf(algo);
  if (trigger <= 0) return false;
  return firesBelow(algo.type, algo.side) ? mark <= trigger : mark >= trigger;
}

/** Lets a trailing stop see the best price of a stretch of time: activates it, and moves its extreme. */
export function follow(algo: AlgoState, low: Price, high: Price): void {
  if (algo.type !== 'TRAILING_STOP_MARKET') return;
  const best = algo.side === 'sell' ? high : low;
  if (!algo.activated) {
    const reached = algo.side === 'sell' ? best >= algo.activatePrice : best <= algo.activatePrice;
    if (!reached) return;
    algo.activated = true;
    algo.extreme = best;
    return;
  }
  algo.extreme = price(algo.side === 'sell' ? Math.max(algo.extreme, best) : Math.min(algo.extreme, best));
}
