import type { SymbolId } from '../desk/units.ts';
import type { OrderReport, Venue } from '../ports.ts';
import type { Engine, OrderKey } from './engine/engine.ts';
import { refuse } from './engine/refusal.ts';
import { instrumentAt, portErrorOf } from './venue/answer.ts';
import { incomeSince, tradesSince } from './venue/history.ts';
import { simOrders } from './venue/orders.ts';
import { accountOf, conditionalOf, orderOf, positionOf } from './venue/reports.ts';

/**
 * The account at the engine, in this process: what `binanceVenue` says across the wire, to the last digit and with the
 * same codes. Two things of the wire are absent: an answer is never lost, so no outcome is `unknown`; and reading has
 * no request weight. Reads throw a PortError for a market that does not exist. One per engine: it counts the orders.
 */
export function simVenue(engine: Engine): Venue {
  return { ...accountReads(engine), ...orderReads(engine), ...symbolReads(engine), ...simOrders(engine) };
}

const accountReads = (
  engine: Engine,
): Pick<Venue, 'account' | 'positions' | 'trades' | 'income' | 'mode'> => ({
  account: async () => accountOf(engine.account()),
  positions: async () => engine.positions().map(held => positionOf(engine, held)),
  trades: async (symbol, since) => tradesSince(engine, symbol, since),
  income: async since => incomeSince(engine, since),
  mode: async () => ({ kind: engine.state.accountKind, hedgeMode: engine.state.hedgeMode }),
});

const orderReads = (
  engine: Engine,
): Pick<Venue, 'openOrders' | 'openConditionals' | 'findOrder' | 'orderById' | 'findConditional'> => ({
  openOrders: async () => engine.openOrders().map(order => orderOf(engine, order)),
  openConditionals: async () => engine.openAlgos().map(algo => conditionalOf(engine, algo)),
  findOrder: async (symbol, clientId) => foundOrder(engine, symbol, { clientId }),
  orderById: async (symbol, orderId) => foundOrder(engine, symbol, { id: orderNumber(orderId) }),
  findConditional: async clientId => {
    const algo = engine.algo({ clientId });
    return algo === undefined ? undefined : conditionalOf(engine, algo);
  },
});

function foundOrder(engine: Engine, symbol: SymbolId, key: OrderKey): OrderReport | undefined {
  instrumentAt(engine, symbol);
  const order = engine.order(symbol, key);
  return order === undefined ? undefined : orderOf(engine, order);
}

/** This venue's orders are numbered; a name in the place of a number is refused. */
function orderNumber(orderId: string): number {
  if (!/^\d{1,16}$/.test(orderId)) throw portErrorOf(refuse.illegal('orderId'));
  return Number(orderId);
}

const symbolReads = (engine: Engine): Pick<Venue, 'tiers' | 'settings'> => ({
  tiers: async symbol => instrumentAt(engine, symbol).tiers,
  settings: async symbol => {
    instrumentAt(engine, symbol);
    const { leverage, marginType } = engine.settingOf(symbol);
    return { symbol, leverage, marginMode: marginType === 'ISOLATED' ? 'isolated' : 'cross' };
  },
});
