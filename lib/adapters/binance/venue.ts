import type { Venue } from '../../ports.ts';
import { type BinanceClient, signing } from './client.ts';
import { decode, expectAbout } from './decode.ts';
import { toDollars } from './dollars.ts';
import { incomeSince, tradesSince } from './history.ts';
import { accountOf, conditionalOf, modeOf, orderOf, positionsOf, settingsOf, tiersOf } from './mapper.ts';
import { binanceOrders } from './orders.ts';
import {
  accountConfigWire,
  accountWire,
  algoOrdersWire,
  algoOrderWire,
  leverageBracketWire,
  ordersWire,
  orderWire,
  positionsWire,
  symbolConfigWire,
} from './wire.ts';

/** What the account's calls are made with. */
type Calls = Pick<BinanceClient, 'hasKeys' | 'read' | 'find' | 'write' | 'now'>;

/** The account at the venue. Throws a PortError at once if the client has no keys. */
export function binanceVenue(unchecked: Calls): Venue {
  const client = signing(unchecked);
  return { ...accountReads(client), ...orderReads(client), ...symbolReads(client), ...binanceOrders(client) };
}

type AccountReads = Pick<Venue, 'account' | 'positions' | 'trades' | 'income' | 'mode'>;

function accountReads(client: Calls): AccountReads {
  const dollars = toDollars(client);
  return {
    account: async () =>
      accountOf(decode(accountWire, await client.read('fapiPrivateV3GetAccount'), 'account')),
    positions: async () =>
      positionsOf(decode(positionsWire, await client.read('fapiPrivateV3GetPositionRisk'), 'positions')),
    trades: async (symbol, since) => await tradesSince(client, dollars, symbol, since),
    income: async since => await incomeSince(client, dollars, since),
    mode: async () =>
      modeOf(decode(accountConfigWire, await client.read('fapiPrivateGetAccountConfig'), 'account mode')),
  };
}

type OrderReads = Pick<
  Venue,
  'openOrders' | 'openConditionals' | 'findOrder' | 'orderById' | 'findConditional'
>;

function orderReads(client: Calls): OrderReads {
  const order = async (
    params: { symbol: string; origClientOrderId: string } | { symbol: string; orderId: string },
  ) => {
    const answer = await client.find('fapiPrivateGetOrder', params);
    if (answer === undefined) return undefined;
    const wire = decode(orderWire, answer, 'order');
    expectAbout(params.symbol, wire.symbol, 'order');
    if ('orderId' in params) expectAbout(params.orderId, wire.orderId, 'order');
    else expectAbout(params.origClientOrderId, wire.clientOrderId, 'order');
    return orderOf(wire);
  };
  return {
    openOrders: async () =>
      decode(ordersWire, await client.read('fapiPrivateGetOpenOrders'), 'open orders').map(orderOf),
    openConditionals: async () =>
      decode(algoOrdersWire, await client.read('fapiPrivateGetOpenAlgoOrders'), 'open algo orders').map(
        conditionalOf,
      ),
    findOrder: async (symbol, clientId) => await order({ symbol, origClientOrderId: clientId }),
    orderById: async (symbol, orderId) => await order({ symbol, orderId }),
    findConditional: async clientId => {
      const answer = await client.find('fapiPrivateGetAlgoOrder', { clientAlgoId: clientId });
      if (answer === undefined) return undefined;
      const wire = decode(algoOrderWire, answer, 'algo order');
      expectAbout(clientId, wire.clientAlgoId, 'algo order');
      return conditionalOf(wire);
    },
  };
}

function symbolReads(client: Calls): Pick<Venue, 'tiers' | 'settings'> {
  return {
    tiers: async symbol =>
      tiersOf(
        decode(
          leverageBracketWire,
          await client.read('fapiPrivateGetLeverageBracket', { symbol }),
          `leverage tiers of ${symbol}`,
        ),
        symbol,
      ),
    settings: async symbol =>
      settingsOf(
        decode(
          symbolConfigWire,
          await client.read('fapiPrivateGetSymbolConfig', { symbol }),
          `settings of ${symbol}`,
        ),
        symbol,
      ),
  };
}
