import { PortError, type Rejection, type Unknown } from '../ports.ts';

/** Where a request goes. */
export type PortName = 'venue' | 'market' | 'table' | 'limits' | 'signals';

/** A request as far as faults care. */
export interface Request {
  readonly port: PortName;
  readonly method: string;
  readonly args: readonly unknown[];
}

/**
 * What a fault makes of a request. `effect`: whether it happens at the other end, and when. `answer`: what the caller
 * gets; `dies` is a crash, after which it gets nothing any more; `stalls` has the process stand still, with all it waits for.
 */
export interface Fault {
  readonly strikes: (request: Request) => boolean;
  readonly effect: 'none' | 'done' | 'late';
  readonly answer:
    | { readonly type: 'dies' }
    | { readonly type: 'stalls' }
    | { readonly type: 'fails'; readonly error: () => PortError }
    | { readonly type: 'says'; readonly outcome: Rejection | Unknown }
    | { readonly type: 'true' }
    | { readonly type: 'altered'; readonly how: Alteration };
  /** Only few requests can be struck so, and these are struck so the more often. */
  readonly isParticular?: boolean;
  /** Milliseconds until the caller hears of it, where that is longer than usual. */
  readonly waitMs?: number;
}

/** Answers that are not what the other end would say now, and executions that are not what was hoped for. */
export type Alteration =
  | 'stale'
  | 'empty'
  | 'torn'
  | 'wordless'
  | 'acknowledged'
  | 'fills late'
  | 'fills in part';

/** The client gives a call of the venue up after this; three tries of the table's take about as long. */
const VENUE_TIMEOUT_MS = 8_000;
const TABLE_TIMEOUT_MS = 9_500;
/** Longer than any lease. */
const STALL_MS = 80_000;

/** What changes something at the venue, and answers with an outcome. */
export const ORDERS: ReadonlySet<string> = new Set([
  'place',
  'placeConditional',
  'cancel',
  'cancelConditional',
  'setLeverage',
  'setMarginMode',
]);
const TABLE_READS = new Set([
  'load',
  'loadGuardian',
  'getItem',
  'closedPositions',
  'closedBetween',
  'dayTruths',
  'position',
  'universeReasons',
]);
/** Reads of the account that may lag behind what has happened. */
const LAGGING = new Set([
  'positions',
  'account',
  'openConditionals',
  'trades',
  'income',
  'findOrder',
  'findConditional',
]);

const isOrder = ({ port, method }: Request) => port === 'venue' && ORDERS.has(method);
const isRead = ({ port, method }: Request) => port === 'market' || (port === 'venue' && !ORDERS.has(method));
const isTable = ({ port }: Request) => port === 'table';
const isTableWrite = (request: Request) => isTable(request) && !TABLE_READS.has(request.method);
const isMethod = (name: string) => (request: Request) => request.port === 'venue' && request.method === name;
const asked = ({ args: [order] }: Request) => (order ?? {}) as { reduceOnly?: boolean; qty?: unknown };
const opens = (request: Request) => isMethod('place')(request) && asked(request).reduceOnly === false;
const closes = (request: Request) => isMethod('place')(request) && asked(request).reduceOnly === true;
const isConditional = isMethod('placeConditional');

const fails = (kind: PortError['kind'], because: string) =>
  ({ type: 'fails', error: () => new PortError(kind, because) }) as const;
const unknown = (because: string) => ({ type: 'says', outcome: { type: 'unknown', because } }) as const;
const rejected = (code: number, because: string) =>
  ({ type: 'says', outcome: { type: 'rejected', code, because } }) as const;

const read = (answer: Fault['answer'], waitMs?: number): Fault => ({
  strikes: isRead,
  effect: 'none',
  answer,
  ...(waitMs === undefined ? {} : { waitMs }),
});
const order = (effect: Fault['effect'], answer: Fault['answer'], waitMs?: number): Fault => ({
  strikes: isOrder,
  effect,
  answer,
  ...(waitMs === undefined ? {} : { waitMs }),
});
const refusal = (strikes: Fault['strikes'], code: number, because: string): Fault => ({
  strikes,
  effect: 'none',
  answer: rejected(code, because),
  isParticular: true,
});
const write = (effect: Fault['effect']): Fault => ({
  strikes: isTableWrite,
  effect,
  answer: fails('unavailable', 'DynamoDB: no answer'),
  waitMs: TABLE_TIMEOUT_MS,
});
const altered = (strikes: Fault['strikes'], how: Alteration): Fault => ({
  strikes,
  effect: how === 'fills late' ? 'late' : 'done',
  answer: { type: 'altered', how },
  isParticular: true,
});

/** Every way in which a request can go wrong. Reads answer as `adapters/binance/errors.ts` maps them; so do orders. */
export const FAULTS = {
  'crash before a call': { strikes: () => true, effect: 'none', answer: { type: 'dies' } },
  'crash after a call': { strikes: () => true, effect: 'done', answer: { type: 'dies' } },
  'process stands still': {
    strikes: () => true,
    effect: 'done',
    answer: { type: 'stalls' },
    waitMs: STALL_MS,
  },
  'slow answer': { strikes: () => true, effect: 'done', answer: { type: 'true' }, waitMs: 5_000 },

  'read times out': read(fails('unavailable', 'no answer from the venue'), VENUE_TIMEOUT_MS),
  'read: HTTP 429': read(fails('rate-limited', 'HTTP 429')),
  'read: HTTP 418': read(fails('rate-limited', 'HTTP 418')),
  'read: HTTP 500': read(fails('unavailable', 'HTTP 500')),
  'read: HTTP 503': read(fails('unavailable', 'HTTP 503')),
  'read: -1003': read(fails('rate-limited', '-1003')),
  'read: -1007': read(fails('unavailable', '-1007')),
  'read: -1021': read(fails('unavailable', '-1021')),
  'stale answer': altered(({ port, method }) => port === 'venue' && LAGGING.has(method), 'stale'),
  'empty positions': altered(isMethod('positions'), 'empty'),

  'order times out, not executed': order('none', unknown('no answer from the venue'), VENUE_TIMEOUT_MS),
  'order times out, executed': order('done', unknown('no answer from the venue'), VENUE_TIMEOUT_MS),
  'order times out, executed late': order('late', unknown('the connection was reset')),
  'order: HTTP 500, executed': order('done', unknown('HTTP 500')),
  'order: HTTP 500, not executed': order('none', unknown('HTTP 500')),
  'order: HTTP 503, executed': order('done', unknown('HTTP 503')),
  'order: HTTP 503, not executed': order('none', unknown('HTTP 503')),
  'order: -1007, executed': order('done', unknown('-1007')),
  'order: -1007, not executed': order('none', unknown('-1007')),
  'order: HTTP 429': order('none', rejected(-1003, 'HTTP 429')),
  'order: HTTP 418': order('none', rejected(-1003, 'HTTP 418')),
  'order: -1003': order('none', rejected(-1003, 'too many requests')),
  'order: -1021': order('none', rejected(-1021, 'timestamp outside of the recvWindow')),
  'order: -2019': refusal(opens, -2019, 'margin is insufficient'),
  'order: -2021': refusal(isConditional, -2021, 'order would immediately trigger'),
  'order: -2022': refusal(closes, -2022, 'ReduceOnly order is rejected'),
  'order: -4118': refusal(closes, -4118, 'ReduceOnly order failed'),
  'order: -4120': refusal(isConditional, -4120, 'use the algo order endpoint'),
  'order: -4130': refusal(
    request => isConditional(request) && asked(request).qty === 'all',
    -4130,
    'an open stop with closePosition exists',
  ),
  'order: -4164': refusal(
    request => isConditional(request) || isMethod('place')(request),
    -4164,
    'notional too small',
  ),
  'order: -4168': refusal(
    isMethod('setMarginMode'),
    -4168,
    'isolated margin is refused in Multi-Assets mode',
  ),
  'fill in part': altered(isMethod('place'), 'fills in part'),
  'fill acknowledged only': altered(isMethod('place'), 'acknowledged'),
  'late fill': altered(isMethod('place'), 'fills late'),

  'DynamoDB throttles': {
    strikes: isTable,
    effect: 'none',
    answer: fails('throttled', 'DynamoDB: throttled'),
  },
  'DynamoDB silent, not written': write('none'),
  'DynamoDB silent, written': write('done'),
  'DynamoDB silent, written late': write('late'),
  'DynamoDB silent to a read': {
    strikes: ({ port, method }) => port === 'table' && TABLE_READS.has(method),
    effect: 'none',
    answer: fails('unavailable', 'DynamoDB: no answer'),
    waitMs: TABLE_TIMEOUT_MS,
  },
  'guardian’s word unreadable': altered(
    ({ port, method }) => port === 'table' && method === 'load',
    'wordless',
  ),
  'torn read': altered(({ port, method }) => port === 'table' && method === 'load', 'torn'),

  'Parameter Store throttles': {
    strikes: ({ port }) => port === 'limits',
    effect: 'none',
    answer: fails('throttled', 'Parameter Store: throttled'),
  },
  'Parameter Store silent': {
    strikes: ({ port }) => port === 'limits',
    effect: 'none',
    answer: fails('unavailable', 'Parameter Store: no answer'),
    waitMs: TABLE_TIMEOUT_MS,
  },
  'signals silent': {
    strikes: ({ port }) => port === 'signals',
    effect: 'none',
    answer: fails('unavailable', 'the models could not be read'),
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];
export const faultNamed = (name: FaultName): Fault => FAULTS[name];

/** Faults that leave every answer true and every request executed: a tick that meets only these has no excuse. */
export const HARMLESS: ReadonlySet<FaultName> = new Set<FaultName>(['slow answer']);
