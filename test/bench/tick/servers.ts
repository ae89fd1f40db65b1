/**
 * The exchange and both stores in a process of their own, so that their processor time is not the desk's, each behind a proxy
 * that answers late. Argument: an order as JSON. The first message says where they listen; each message to it is answered with
 * what went through since the last.
 */
import { type Minute, minuteOf, usd } from '../../../lib/desk/units.ts';
import { startDynamo } from '../../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../../lib/local/aws/parameter-store.ts';
import { startExchange } from '../../../lib/local/exchange/server.ts';
import { EXCHANGE_KEYS } from '../../../lib/local/run-servers.ts';
import { loadMarket } from '../../kit/load-market.ts';
import { standBetween } from './between.ts';
import { askingCost, costOf } from './units.ts';

/** A quarter of an hour to the second, as bars are, and far from midnight. */
const STARTS = minuteOf(Date.UTC(2026, 0, 19, 22, 15));

export interface Order {
  readonly coins: number;
  /** Milliseconds that each server waits, and the exchange where it is farther away. */
  readonly delayMs: number;
  readonly venueDelayMs?: number;
}

export interface Ready {
  readonly type: 'ready';
  readonly startsAt: Minute;
  /** As the desk reaches them, and the exchange without the wait. */
  readonly urls: { readonly dynamodb: string; readonly parameters: string; readonly exchange: string };
  readonly exchangeAtOnce: string;
}

/** What went through since the last time it was asked. */
export interface Passed {
  readonly reads: number;
  readonly writes: number;
  /** Calls by their kind. */
  readonly calls: Readonly<Record<string, number>>;
}

const { coins, delayMs, venueDelayMs = delayMs } = JSON.parse(process.argv[2] ?? '{}') as Order;
const market = loadMarket({ startsAt: STARTS, minutes: 600, coins, moves: {} });
const [exchange, dynamo, parameters] = await Promise.all([
  startExchange({
    ...EXCHANGE_KEYS,
    market,
    engine: { startAt: STARTS, walletUsd: usd(20_000), accountKind: 'usdt-isolated' },
  }),
  startDynamo(),
  startParameterStore(),
]);
let [reads, writes] = [0, 0];
let calls: Record<string, number> = {};
const count = (kind: string) => {
  calls[kind] = (calls[kind] ?? 0) + 1;
};
const fronts = await Promise.all([
  standBetween(dynamo.url, {
    delayMs,
    asked: askingCost,
    answered: (body, kind) => {
      count(kind);
      const { read, written } = costOf(body, kind);
      reads += read;
      writes += written;
    },
  }),
  standBetween(parameters.url, { delayMs, answered: (_body, kind) => count(kind) }),
  standBetween(exchange.url, { delayMs: venueDelayMs, answered: (_body, kind) => count(kind) }),
]);
process.on('message', () => {
  process.send?.({ reads, writes, calls } satisfies Passed);
  [reads, writes, calls] = [0, 0, {}];
});
process.on('disconnect', () => process.exit());
process.send?.({
  type: 'ready',
  startsAt: STARTS,
  urls: { dynamodb: fronts[0].url, parameters: fronts[1].url, exchange: fronts[2].url },
  exchangeAtOnce: exchange.url,
} satisfies Ready);
