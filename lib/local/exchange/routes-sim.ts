import { MINUTE_MS, qty, type SymbolId, symbolId, usd } from '../../desk/units.ts';
import { round8 } from '../../sim/engine/money.ts';
import { refuse } from '../../sim/engine/refusal.ts';
import { isRuleName, type RuleName, type Rules } from '../../sim/engine/rules.ts';
import type { IncomeType } from '../../sim/engine/state.ts';
import type { Fault, Faults } from './faults.ts';
import { orderShape, placedShape } from './order-shape.ts';
import { Params } from './params.ts';
import type { RouteContext } from './route.ts';
import { readOrder } from './routes-orders.ts';
import { badRequest, unwrap } from './wire-error.ts';

/** Control of the simulation, on paths that no venue has; unsigned, JSON in and out. */
type Body = Readonly<Record<string, unknown>>;
export type SimRoute = (context: RouteContext, body: Body, faults: Faults) => object;

const asBody = (value: unknown): Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};

/** Parses the body of a control request; an empty one is an empty object. */
export function readBody(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest(-1130, 'the body is not JSON');
  }
}

function advance(context: RouteContext, body: Body) {
  const minutes = typeof body.minutes === 'number' ? body.minutes : undefined;
  const toMs = typeof body.toMs === 'number' ? body.toMs : undefined;
  const to = toMs ?? (minutes === undefined ? undefined : context.engine.now + minutes * MINUTE_MS);
  if (to === undefined || !Number.isFinite(to) || to < context.engine.now) {
    throw badRequest(-1130, 'advance needs {minutes} or {toMs}, not before now');
  }
  context.run('advance', { toMs: Math.min(to, context.market.endsAt) });
  return { time: context.engine.now, ended: context.engine.now >= context.market.endsAt };
}

function status({ engine, market }: RouteContext) {
  const sums: Record<IncomeType, number> = {
    REALIZED_PNL: 0,
    COMMISSION: 0,
    FUNDING_FEE: 0,
    INSURANCE_CLEAR: 0,
    TRANSFER: 0,
  };
  for (const line of engine.income()) sums[line.type] += line.amountUsd;
  const account = engine.account();
  const { safety, accepted, accountKind } = engine.state;
  return {
    time: engine.now,
    startedAt: engine.state.startedAt,
    market: market.name,
    marketStartsAt: market.startsAt,
    marketEndsAt: market.endsAt,
    accountKind,
    equityUsd: account.marginBalanceUsd,
    walletUsd: account.walletUsd,
    unrealisedUsd: account.unrealisedUsd,
    realisedUsd: round8(sums.REALIZED_PNL),
    feesUsd: round8(0 - sums.COMMISSION),
    fundingUsd: round8(sums.FUNDING_FEE),
    insuranceUsd: round8(sums.INSURANCE_CLEAR),
    transferredUsd: round8(sums.TRANSFER),
    unprotectedMinutes: safety.unprotectedMinutes,
    duplicateOrders: safety.duplicateOrders,
    fills: engine.trades().length,
    acceptedOrders: accepted.length,
    positions: engine.positions().length,
    openOrders: engine.openOrders().length,
    openAlgos: engine.openAlgos().length,
    rules: engine.rules,
  };
}

function setFaults(_context: RouteContext, body: Body, faults: Faults) {
  const list = body.faults;
  if (!Array.isArray(list)) throw badRequest(-1130, 'faults is a list');
  const checked = list.map(each => {
    const fault = asBody(each);
    if (typeof fault.match !== 'string' || typeof fault.times !== 'number') {
      throw badRequest(-1130, 'a fault needs match and times');
    }
    return fault as unknown as Fault;
  });
  faults.set(checked);
  return { faults: checked.length };
}

/** An order by a person's hand: no signature, and the client id that the venue's own web page would give. */
function hand(context: RouteContext, body: Body) {
  const params = new Params(
    new URLSearchParams(Object.entries(body).map(([k, v]): [string, string] => [k, String(v)])).toString(),
  );
  const order = readOrder(context, params);
  const clientId = `web_${context.engine.state.lastId + 1}`;
  const placed = context.run('order', { ...order, clientId });
  const it = context.engine.instrument(placed.symbol);
  return it === undefined ? unwrap<object>(refuse.badSymbol()) : placedShape(placed, it, 'RESULT');
}

/** A number of a control's body, or the words of what is missing. */
function needNumber(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw badRequest(-1130, `${name} must be a number`);
  return value;
}
function needSymbol(context: RouteContext, body: Body): SymbolId {
  const symbol = symbolId(String(body.symbol));
  if (context.engine.instrument(symbol) === undefined) throw badRequest(-1121, 'Invalid symbol.');
  return symbol;
}

function adl(context: RouteContext, body: Body) {
  const symbol = needSymbol(context, body);
  const order = context.run('adl', { symbol, qty: qty(needNumber(body, 'qty')) });
  const it = context.engine.instrument(symbol);
  return it === undefined ? unwrap<object>(refuse.badSymbol()) : orderShape(order, it);
}

/** `{amountUsd}` moves the margin asset, `{amountBnb}` what fees are paid from. */
function transfer(context: RouteContext, body: Body) {
  if (body.amountBnb !== undefined) {
    return { bnb: context.run('transferBnb', { amountBnb: needNumber(body, 'amountBnb') }) };
  }
  const walletUsd = context.run('transfer', { amountUsd: usd(needNumber(body, 'amountUsd')) });
  return { walletUsd };
}

/** `{symbol, spreadFraction?, depthTimes?}`: what is left out is as usual. */
function bendBook(context: RouteContext, body: Body) {
  const symbol = needSymbol(context, body);
  const spreadFraction = body.spreadFraction === undefined ? 0 : needNumber(body, 'spreadFraction');
  const depthTimes = body.depthTimes === undefined ? 1 : needNumber(body, 'depthTimes');
  if (spreadFraction < 0 || spreadFraction >= 2 || depthTimes <= 0)
    throw badRequest(-1130, 'a spread is from 0 to below 2, a depth above 0');
  return context.run('book', { symbol, shape: { spreadFraction, depthTimes } });
}

function setRules(context: RouteContext, body: Body) {
  const changes: Partial<Record<RuleName, boolean>> = {};
  for (const [name, on] of Object.entries(body)) {
    if (!isRuleName(name) || typeof on !== 'boolean')
      throw badRequest(-1130, `no rule ${name} that can be ${String(on)}`);
    changes[name] = on;
  }
  return context.run('rules', changes satisfies Partial<Rules>);
}

export const SIM_ROUTES: Readonly<Record<string, SimRoute>> = {
  'POST /sim/advance': advance,
  'GET /sim/status': status,
  'GET /sim/orders': ({ engine }) => engine.state.accepted,
  'POST /sim/faults': setFaults,
  'POST /sim/hand': hand,
  'POST /sim/rules': setRules,
  'POST /sim/adl': adl,
  'POST /sim/transfer': transfer,
  'POST /sim/book': bendBook,
};

/** Carries a control request out; faults may come as a bare list. */
export function runSim(route: SimRoute, context: RouteContext, text: string, faults: Faults): object {
  const body = readBody(text);
  return route(context, Array.isArray(body) ? { faults: body } : asBody(body), faults);
}
