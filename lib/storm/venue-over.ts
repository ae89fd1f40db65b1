import { MINUTE_MS, price, qty } from '../desk/units.ts';
import type { OrderReport, OrderRequest, Outcome, Venue } from '../ports.ts';
import type { CurrentTick } from './desk-ports.ts';
import { everyMethod } from './every-method.ts';
import { type Alteration, ORDERS, type Request } from './faults.ts';
import type { Requests } from './requests.ts';
import type { TickRun } from './tick-run.ts';
import type { World } from './world.ts';

/** An answer that lags is as old as the last true one to the same question, and no older than this. */
const STALE_MS = 90_000;
/** An order so young may still be unknown to whoever asks for it. Its stamp is that of its minute's begin. */
const UNSEEN_MS = 10_000 + MINUTE_MS;
/** What a fill in part gets of what it wanted. */
const PART = 1 / 3;
const LEVELS_TAKEN = 20;

/** The last true answer to each question, so that a later one can be stale. */
type Answers = Map<string, { readonly at: number; readonly answer: Promise<unknown> }>;

/** The venue by requests in the name of the tick at work. What its orders do is shown to those who watch. */
export function venueOver(world: World, requests: Requests, tick: CurrentTick): Venue {
  const answers: Answers = new Map();
  return everyMethod(world.venue, (method, args, execute) => {
    const run = tick();
    const request: Request = { port: 'venue', method, args };
    const isOrder = ORDERS.has(method);
    const act = isOrder ? () => watched(world, run, request, execute) : execute;
    return requests.send(run, request, {
      execute: isOrder ? act : () => remembered(world, answers, request, execute()),
      alter: how => altered(world, answers, request, how, act),
    });
  });
}

/** Carries an order out, and shows the watchers what it did. */
function watched(
  world: World,
  tick: TickRun,
  { method, args }: Request,
  execute: () => Promise<unknown>,
): Promise<unknown> {
  const { engine } = world;
  const from = engine.state.accepted.length;
  const cancelling = method === 'cancelConditional' ? engine.algo({ clientId: String(args[0]) }) : undefined;
  const wasLive = cancelling?.status === 'NEW';
  const answer = execute();
  for (const line of engine.state.accepted.slice(from)) world.step({ type: 'accepted', tick, line });
  world.afterTrades();
  if (wasLive && cancelling !== undefined && engine.algo({ id: cancelling.algoId })?.status === 'CANCELED')
    world.step({ type: 'cancelled', tick, algo: cancelling });
  if (method !== 'place' && method !== 'placeConditional') return answer;
  return answer.then(outcome => {
    const said = outcome as Outcome<OrderReport>;
    const [order] = args as readonly [OrderRequest];
    if (said.type === 'rejected')
      world.step({ type: 'refused', tick, order, code: said.code, because: said.because });
    return outcome;
  });
}

const questionOf = ({ method, args }: Request): string => `${method} ${args.join(' ')}`;

function remembered(
  { sim }: World,
  answers: Answers,
  request: Request,
  answer: Promise<unknown>,
): Promise<unknown> {
  answers.set(questionOf(request), { at: sim.now, answer });
  return answer;
}

function altered(
  world: World,
  answers: Answers,
  request: Request,
  how: Alteration,
  execute: () => Promise<unknown>,
): Promise<unknown> {
  switch (how) {
    case 'empty':
      return Promise.resolve([]);
    case 'stale':
      return stale(world, answers, request, execute);
    case 'acknowledged':
      return execute().then(answer => acknowledged(answer as Outcome<OrderReport>));
    case 'fills late':
      return filledLate(world, request, execute);
    case 'fills in part':
      return inThinBook(world, request, execute);
    case 'torn':
    case 'wordless':
      throw new Error(`${how} is nothing that the venue can be`);
    default:
      return how satisfies never;
  }
}

function stale(
  { engine, sim }: World,
  answers: Answers,
  request: Request,
  execute: () => Promise<unknown>,
): Promise<unknown> {
  const { method, args } = request;
  if (method === 'findOrder' || method === 'findConditional') {
    const line = engine.state.accepted.findLast(({ clientId }) => clientId === args.at(-1));
    const isYoung = line !== undefined && sim.now - line.time < UNSEEN_MS;
    return isYoung ? Promise.resolve(undefined) : execute();
  }
  const last = answers.get(questionOf(request));
  return last !== undefined && sim.now - last.at < STALE_MS ? last.answer : execute();
}

/** It has filled, and the answer does not say so yet (I12). */
const acknowledged = (outcome: Outcome<OrderReport>): Outcome<OrderReport> =>
  outcome.type === 'accepted'
    ? { ...outcome, report: { ...outcome.report, status: 'new', filledQty: qty(0), averagePrice: price(0) } }
    : outcome;

/** Taken on now, matched some seconds later. */
function filledLate(
  { sim }: World,
  { args }: Request,
  execute: () => Promise<unknown>,
): Promise<Outcome<OrderReport>> {
  const [order] = args as readonly [OrderRequest];
  sim.after(1_000 + (Math.floor(sim.now) % 3_000), () => void execute());
  const { clientId, symbol, side, reduceOnly } = order;
  const report: OrderReport = {
    clientId,
    orderId: '0',
    symbol,
    side,
    status: 'new',
    qty: order.qty,
    filledQty: qty(0),
    averagePrice: price(0),
    reduceOnly,
  };
  return Promise.resolve({ type: 'accepted', report });
}

/** The book holds a part of what the order wants, and only while it is executed. */
function inThinBook({ engine }: World, { args }: Request, execute: () => Promise<unknown>): Promise<unknown> {
  const [{ symbol, qty: wanted }] = args as readonly [OrderRequest];
  const instrument = engine.instrument(symbol);
  const mid = engine.priceOf(symbol);
  if (instrument === undefined || mid === undefined) return execute();
  const before = engine.state.books[symbol] ?? { spreadFraction: 0, depthTimes: 1 };
  const depthTimes = (wanted * mid * PART) / LEVELS_TAKEN / instrument.depthUsdPerLevel;
  engine.setBook(symbol, { ...before, depthTimes: Math.min(before.depthTimes, depthTimes) });
  const answer = execute();
  engine.setBook(symbol, before);
  return answer;
}
