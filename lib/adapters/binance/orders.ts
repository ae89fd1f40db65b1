import { type Leverage, leverage } from '../../desk/units.ts';
import {
  type ConditionalReport,
  type ConditionalRequest,
  type OrderReport,
  type OrderRequest,
  type Outcome,
  PortError,
  type SymbolSettings,
  type Venue,
} from '../../ports.ts';
import type { BinanceClient, Params } from './client.ts';
import { plainDecimal } from './decimal.ts';
import { decode, expectAbout } from './decode.ts';
import type { WriteEndpoint } from './endpoints.ts';
import { conditionalOf, orderOf, sideToWire } from './mapper.ts';
import { algoCancelWire, algoOrderWire, doneWire, leverageWire, orderWire } from './wire.ts';

/** "No need to change margin type": it is what was asked for. */
const MARGIN_MODE_ALREADY_SET = -4046;

/** Everything that changes something at the venue. None of these throws for the venue's sake: see `Outcome`. */
export type Orders = Pick<
  Venue,
  'place' | 'placeConditional' | 'cancel' | 'cancelConditional' | 'setLeverage' | 'setMarginMode'
>;

export function binanceOrders(client: Pick<BinanceClient, 'write'>): Orders {
  return {
    place: async order =>
      await act<OrderReport>(client, 'fapiPrivatePostOrder', orderParams(order), answer => {
        const what = 'answer to an order';
        const wire = decode(orderWire, answer, what);
        expectAbout(order.clientId, wire.clientOrderId, what);
        expectAbout(order.symbol, wire.symbol, what);
        return orderOf(wire);
      }),
    placeConditional: async order =>
      await act<ConditionalReport>(client, 'fapiPrivatePostAlgoOrder', conditionalParams(order), answer => {
        const what = 'answer to a conditional order';
        const wire = decode(algoOrderWire, answer, what);
        expectAbout(order.clientId, wire.clientAlgoId, what);
        return conditionalOf(wire);
      }),
    cancel: (symbol, clientId) =>
      act<void>(client, 'fapiPrivateDeleteOrder', { symbol, origClientOrderId: clientId }, answer => {
        const what = 'answer to a cancel';
        expectAbout(clientId, decode(orderWire, answer, what).clientOrderId, what);
      }),
    cancelConditional: clientId =>
      act<void>(client, 'fapiPrivateDeleteAlgoOrder', { clientAlgoId: clientId }, answer => {
        decode(algoCancelWire, answer, 'answer to a cancel');
      }),
    setLeverage: (symbol, times) =>
      act<Leverage>(client, 'fapiPrivatePostLeverage', { symbol, leverage: times }, answer =>
        leverage(decode(leverageWire, answer, 'answer to a change of leverage').leverage),
      ),
    setMarginMode: async (symbol, mode) => await setMarginMode(client, symbol, mode),
  };
}

async function setMarginMode(
  client: Pick<BinanceClient, 'write'>,
  symbol: string,
  mode: SymbolSettings['marginMode'],
): Promise<Outcome<void>> {
  const params = { symbol, marginType: mode === 'isolated' ? 'ISOLATED' : 'CROSSED' };
  const outcome = await act<void>(client, 'fapiPrivatePostMarginType', params, answer => {
    decode(doneWire, answer, 'answer to a change of margin mode');
  });
  return outcome.type === 'rejected' && outcome.code === MARGIN_MODE_ALREADY_SET
    ? { type: 'accepted', report: undefined }
    : outcome;
}

/** Sends once. An answer that cannot be read leaves open what was done: unknown, not rejected. */
async function act<T>(
  client: Pick<BinanceClient, 'write'>,
  endpoint: WriteEndpoint,
  params: Params,
  read: (answer: unknown) => T,
): Promise<Outcome<T>> {
  const written = await client.write(endpoint, params);
  if (written.type !== 'answered') return written;
  try {
    return { type: 'accepted', report: read(written.answer) };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { type: 'unknown', because: error.message };
  }
}

/** A number of an order. One that is not above zero is a bug of the desk, thrown before anything is sent. */
function aboveZero(value: number, what: string): string {
  if (!(value > 0)) throw new RangeError(`an order with a ${what} of ${value}`);
  return plainDecimal(value);
}

/** RESULT makes the venue answer when an order that cannot rest has done what it can. */
function orderParams({ clientId, symbol, side, qty, kind, reduceOnly }: OrderRequest): Params {
  const type =
    kind.type === 'market'
      ? { type: 'MARKET' }
      : { type: 'LIMIT', timeInForce: 'IOC', price: aboveZero(kind.limitPrice, 'limit price') };
  return {
    symbol,
    side: sideToWire(side),
    ...type,
    quantity: aboveZero(qty, 'quantity'),
    ...(reduceOnly ? { reduceOnly: 'true' } : {}),
    newClientOrderId: clientId,
    newOrderRespType: 'RESULT',
  };
}

/** Triggers on the mark price, at market and without price protection: a stop must fill (I25). */
function conditionalParams({ clientId, symbol, side, type, triggerPrice, qty }: ConditionalRequest): Params {
  return {
    algoType: 'CONDITIONAL',
    symbol,
    side: sideToWire(side),
    type: type === 'stop-market' ? 'STOP_MARKET' : 'TAKE_PROFIT_MARKET',
    triggerPrice: aboveZero(triggerPrice, 'trigger price'),
    workingType: 'MARK_PRICE',
    priceProtect: 'false',
    clientAlgoId: clientId,
    ...(qty === 'all'
      ? { closePosition: 'true' }
      : { quantity: aboveZero(qty, 'quantity'), reduceOnly: 'true' }),
  };
}
