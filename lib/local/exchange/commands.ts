import type { Qty, SymbolId, Usd } from '../../desk/units.ts';
import type { AlgoInstruction } from '../../sim/engine/algos.ts';
import type { Engine, OrderKey } from '../../sim/engine/engine.ts';
import type { OrderInstruction } from '../../sim/engine/orders.ts';
import { type Answer, accepted } from '../../sim/engine/refusal.ts';
import type { Rules } from '../../sim/engine/rules.ts';
import type { BookShape, MarginType } from '../../sim/engine/state.ts';

/**
 * Everything that changes the exchange, as data: what the log on disk holds. The engine being deterministic, the same
 * commands give the same state.
 */
export interface Commands {
  order: OrderInstruction;
  algo: AlgoInstruction;
  cancelOrder: { readonly symbol: SymbolId; readonly key: OrderKey };
  cancelAlgo: { readonly key: OrderKey };
  cancelOrders: { readonly symbol: SymbolId };
  cancelAlgos: { readonly symbol: SymbolId };
  leverage: { readonly symbol: SymbolId; readonly leverage: number };
  marginType: { readonly symbol: SymbolId; readonly marginType: MarginType };
  hedgeMode: { readonly hedge: boolean };
  advance: { readonly toMs: number };
  rules: Partial<Rules>;
  feeBurn: { readonly on: boolean };
  adl: { readonly symbol: SymbolId; readonly qty: Qty };
  transfer: { readonly amountUsd: Usd };
  transferBnb: { readonly amountBnb: number };
  book: { readonly symbol: SymbolId; readonly shape: BookShape };
}
export type CommandName = keyof Commands;

type Handler<K extends CommandName> = (engine: Engine, payload: Commands[K]) => Answer<unknown>;

const HANDLERS = {
  order: (engine, order) => engine.placeOrder(order),
  algo: (engine, algo) => engine.placeAlgo(algo),
  cancelOrder: (engine, { symbol, key }) => engine.cancelOrder(symbol, key),
  cancelAlgo: (engine, { key }) => engine.cancelAlgo(key),
  cancelOrders: (engine, { symbol }) => engine.cancelOrders(symbol),
  cancelAlgos: (engine, { symbol }) => engine.cancelAlgos(symbol),
  leverage: (engine, { symbol, leverage }) => engine.setLeverage(symbol, leverage),
  marginType: (engine, { symbol, marginType }) => engine.setMarginType(symbol, marginType),
  hedgeMode: (engine, { hedge }) => engine.setHedgeMode(hedge),
  advance: (engine, { toMs }) => {
    engine.advance(toMs);
    return accepted(engine.now);
  },
  rules: (engine, changes) => {
    engine.setRules(changes);
    return accepted(engine.rules);
  },
  feeBurn: (engine, { on }) => {
    engine.setFeeBurn(on);
    return accepted(on);
  },
  adl: (engine, { symbol, qty }) => engine.deleverage(symbol, qty),
  transfer: (engine, { amountUsd }) => engine.transfer(amountUsd),
  transferBnb: (engine, { amountBnb }) => engine.transferBnb(amountBnb),
  book: (engine, { symbol, shape }) => engine.setBook(symbol, shape),
} as const satisfies { readonly [K in CommandName]: Handler<K> };

/** What a command of this name comes to when accepted. */
export type Result<K extends CommandName> =
  ReturnType<(typeof HANDLERS)[K]> extends Answer<infer T> ? T : never;

/** Carries a command out. The one place that changes the engine, live and when the log is read back. */
export function carryOut<K extends CommandName>(
  engine: Engine,
  name: K,
  payload: Commands[K],
): Answer<Result<K>> {
  const handler = HANDLERS[name] as unknown as (engine: Engine, payload: Commands[K]) => Answer<Result<K>>;
  return handler(engine, payload);
}
