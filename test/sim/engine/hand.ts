/** Small helpers of the engine's tests: a started engine, and orders in few words. */
import { leverage, type Minute, minutesAfter, price, qty, symbolId, usd } from '../../../lib/desk/units.ts';
import type { AlgoInstruction } from '../../../lib/sim/engine/algos.ts';
import { Engine, type EngineOptions } from '../../../lib/sim/engine/engine.ts';
import type { OrderInstruction } from '../../../lib/sim/engine/orders.ts';
import type { Answer } from '../../../lib/sim/engine/refusal.ts';
import { type ScriptedBar, START, scriptedMarket } from '../../kit/scripted-market.ts';

export const SOL = symbolId('SOLUSDT');

export function started(
  bars: readonly ScriptedBar[],
  options: Partial<EngineOptions> = {},
  extra: Parameters<typeof scriptedMarket>[1] = {},
): Engine {
  const engine = Engine.start(scriptedMarket({ SOLUSDT: bars }, extra), {
    startAt: START,
    walletUsd: usd(15_000),
    ...options,
  });
  if (options.accountKind !== 'credits-cross') engine.setMarginType(SOL, 'ISOLATED');
  engine.setLeverage(SOL, leverage(3));
  return engine;
}

export const minute = (n: number): Minute => minutesAfter(START, n);

export function value<T>(answer: Answer<T>): T {
  if (answer.type === 'refused') throw new Error(`refused: ${answer.code} ${answer.because}`);
  return answer.value;
}
export const codeOf = (answer: Answer<unknown>) => (answer.type === 'refused' ? answer.code : 'accepted');

type Side = 'buy' | 'sell';
type More<T> = Partial<T> & { readonly clientId?: string };

export const market = (side: Side, amount: number, more: More<OrderInstruction> = {}): OrderInstruction => ({
  symbol: SOL,
  side,
  type: 'MARKET',
  qty: qty(amount),
  ...more,
});
export const limit = (
  side: Side,
  amount: number,
  at: number,
  more: More<OrderInstruction> = {},
): OrderInstruction => ({
  symbol: SOL,
  side,
  type: 'LIMIT',
  qty: qty(amount),
  price: price(at),
  timeInForce: 'GTC',
  ...more,
});
const reduceOnly = (
  type: AlgoInstruction['type'],
  side: Side,
  amount: number,
  at: number,
): AlgoInstruction => ({
  symbol: SOL,
  side,
  type,
  qty: qty(amount),
  triggerPrice: price(at),
  reduceOnly: true,
});
export const stop = (
  side: Side,
  amount: number,
  at: number,
  more: More<AlgoInstruction> = {},
): AlgoInstruction => ({
  ...reduceOnly('STOP_MARKET', side, amount, at),
  ...more,
});
export const target = (
  side: Side,
  amount: number,
  at: number,
  more: More<AlgoInstruction> = {},
): AlgoInstruction => ({
  ...reduceOnly('TAKE_PROFIT_MARKET', side, amount, at),
  ...more,
});
export const closeAt = (
  side: Side,
  type: AlgoInstruction['type'],
  at: number,
  clientId?: string,
): AlgoInstruction => ({
  symbol: SOL,
  side,
  type,
  closePosition: true,
  triggerPrice: price(at),
  ...(clientId === undefined ? {} : { clientId }),
});
