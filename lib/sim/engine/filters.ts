import { decimalsOf, type Lot } from '../../desk/instrument.ts';
import { type OrderSide, type Price, price, type Qty } from '../../desk/units.ts';
import type { SimInstrument } from '../market.ts';
import { onStep } from './money.ts';
import { type Refusal, refused } from './refusal.ts';
import type { Rules } from './rules.ts';

/** How far from the mark an order may trade: the PERCENT_PRICE filter's multipliers are one plus and minus this. */
export const PERCENT_PRICE = 0.05;

const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;

const hasMoreDecimals = (value: number, step: number) => decimalsOf(value) > decimalsOf(step);
const tooPrecise = () => refused(-1111, 'Precision is over the maximum defined for this asset.');

/** A client id has 1 to 36 characters of the venue's alphabet. */
export function checkClientId(clientId: string | undefined, rules: Rules): Refusal | undefined {
  if (clientId === undefined || !rules['client-id'] || CLIENT_ID.test(clientId)) return undefined;
  return refused(-4015, 'Client order id is not valid.');
}

/** Sign, precision, step and limits of a quantity. Market orders and conditional orders have a lot filter of their own. */
export function checkQty(
  amount: Qty,
  instrument: SimInstrument,
  kind: 'market' | 'limit',
  rules: Rules,
): Refusal | undefined {
  if (!(amount > 0)) return refused(-4003, 'Quantity less than or equal to zero.');
  const lot: Lot = kind === 'market' && rules['market-lot'] ? instrument.marketLot : instrument.lot;
  if (rules.precision) {
    if (hasMoreDecimals(amount, instrument.lot.stepSize)) return tooPrecise();
    if (!onStep(amount, lot.stepSize)) return refused(-4023, 'Qty not increased by step size.');
  }
  if (!rules['quantity-limits']) return undefined;
  if (amount < lot.qtyMin) return refused(-4004, 'Quantity less than min quantity.');
  if (amount > lot.qtyMax) return refused(-4005, 'Quantity greater than max quantity.');
  return undefined;
}

/** Sign, precision and tick of a price: limit, trigger or activation. */
export function checkPrice(at: Price, instrument: SimInstrument, rules: Rules): Refusal | undefined {
  if (!(at > 0)) return refused(-4001, 'Price less than 0.');
  if (!rules.precision) return undefined;
  if (hasMoreDecimals(at, instrument.tickSize)) return tooPrecise();
  if (!onStep(at, instrument.tickSize)) return refused(-4014, 'Price not increased by tick size.');
  return undefined;
}

/** The worst price that an order of this side may trade at. */
export const priceBound = (mark: Price, side: OrderSide): Price =>
  price(mark * (side === 'buy' ? 1 + PERCENT_PRICE : 1 - PERCENT_PRICE));

/** PERCENT_PRICE: a limit beyond the bound, or for a market order (no limit) a book that begins beyond it. */
export function checkPercentPrice(
  order: { readonly side: OrderSide; readonly price?: Price },
  mark: Price,
  best: Price | undefined,
  rules: Rules,
): Refusal | undefined {
  if (!rules['percent-price']) return undefined;
  const bound = priceBound(mark, order.side);
  const beyond = (at: Price) => (order.side === 'buy' ? at > bound : at < bound);
  if (order.price === undefined) {
    if (best !== undefined && !beyond(best)) return undefined;
    return refused(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit.");
  }
  if (!beyond(order.price)) return undefined;
  return order.side === 'buy'
    ? refused(-4016, `Limit price can't be higher than ${bound}.`)
    : refused(-4024, `Limit price can't be lower than ${bound}.`);
}

/** Least notional; orders that only reduce are exempt. */
export function checkNotional(
  amount: Qty,
  at: Price,
  reduces: boolean,
  instrument: SimInstrument,
  rules: Rules,
): Refusal | undefined {
  if (reduces || !rules['min-notional'] || amount * at >= instrument.notionalMin) return undefined;
  return refused(
    -4164,
    `Order's notional must be no smaller than ${instrument.notionalMin} (unless you choose reduce only).`,
  );
}
