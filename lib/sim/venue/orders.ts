import { leverage } from '../../desk/units.ts';
import type { ConditionalRequest, OrderRequest, Outcome, Venue } from '../../ports.ts';
import type { AlgoInstruction } from '../engine/algos.ts';
import type { Engine } from '../engine/engine.ts';
import type { OrderInstruction } from '../engine/orders.ts';
import { refuse } from '../engine/refusal.ts';
import { OrderCount } from '../order-count.ts';
import { outcomeOf } from './answer.ts';
import { conditionalOf, orderOf } from './reports.ts';

/** "No need to change margin type": it is what was asked for. */
const MARGIN_MODE_ALREADY_SET = -4046;

/** Everything that changes something at the venue. */
export type Orders = Pick<
  Venue,
  'place' | 'placeConditional' | 'cancel' | 'cancelConditional' | 'setLeverage' | 'setMarginMode'
>;

export function simOrders(engine: Engine): Orders {
  const sent = new OrderCount();
  const tooMany = () => sent.add(engine.now, engine.rules['order-count']);
  return {
    place: async order =>
      outcomeOf(tooMany() ?? engine.placeOrder(orderInstruction(order)), placed => orderOf(engine, placed)),
    placeConditional: async order =>
      outcomeOf(tooMany() ?? engine.placeAlgo(algoInstruction(order)), placed =>
        conditionalOf(engine, placed),
      ),
    cancel: async (symbol, clientId) =>
      outcomeOf(
        engine.instrument(symbol) === undefined
          ? refuse.badSymbol()
          : engine.cancelOrder(symbol, { clientId }),
        nothing,
      ),
    cancelConditional: async clientId => outcomeOf(engine.cancelAlgo({ clientId }), nothing),
    setLeverage: async (symbol, times) =>
      outcomeOf(
        isWhole(times) || engine.instrument(symbol) === undefined
          ? engine.setLeverage(symbol, times)
          : refuse.illegal('leverage'),
        set => leverage(set.leverage),
      ),
    setMarginMode: async (symbol, mode) => {
      const type = mode === 'isolated' ? 'ISOLATED' : 'CROSSED';
      return alreadySet(outcomeOf(engine.setMarginType(symbol, type), nothing));
    },
  };
}

const nothing = (): void => {};
const isWhole = (times: number) => Number.isSafeInteger(times) && times >= 0;

const alreadySet = (outcome: Outcome<void>): Outcome<void> =>
  outcome.type === 'rejected' && outcome.code === MARGIN_MODE_ALREADY_SET
    ? { type: 'accepted', report: undefined }
    : outcome;

const orderInstruction = ({
  clientId,
  symbol,
  side,
  qty,
  kind,
  reduceOnly,
}: OrderRequest): OrderInstruction => ({
  symbol,
  side,
  qty,
  ...(kind.type === 'market'
    ? { type: 'MARKET' }
    : { type: 'LIMIT', timeInForce: 'IOC', price: kind.limitPrice }),
  reduceOnly,
  clientId,
});

/** Triggers on the mark price, at market and without price protection: a stop must fill (I25). */
const algoInstruction = ({
  clientId,
  symbol,
  side,
  type,
  triggerPrice,
  qty,
}: ConditionalRequest): AlgoInstruction => ({
  symbol,
  side,
  type: type === 'stop-market' ? 'STOP_MARKET' : 'TAKE_PROFIT_MARKET',
  triggerPrice,
  workingType: 'MARK_PRICE',
  priceProtect: false,
  clientId,
  ...(qty === 'all' ? { closePosition: true } : { qty, reduceOnly: true }),
});
