import {
  DAY_MS,
  type EpochMs,
  epochMs,
  MINUTE_MS,
  price,
  qty,
  type SymbolId,
  symbolId,
  usd,
} from '../../desk/units.ts';
import type { Income, Trade } from '../../ports.ts';
import type { BinanceClient, Params } from './client.ts';
import { decode, malformed } from './decode.ts';
import type { ToDollars } from './dollars.ts';
import { incomeKindOf, sideOfWire } from './mapper.ts';
import { type IncomeWire, incomesWire, type TradeWire, tradesWire } from './wire.ts';

/** Rows of one answer at most. */
const PAGE = 1_000;
/** The venue answers for a week of trades at a time … */
const TRADES_SPAN_MS = 7 * DAY_MS;
/** … and knows half a year of them. */
const TRADES_KEPT_MS = 180 * DAY_MS;
/** What two clocks may differ by. A row from later than that would hide all that is still to come. */
const AHEAD_MS = 5 * MINUTE_MS;

type Calls = Pick<BinanceClient, 'read' | 'now'>;
type Page<Row> = (params: Params) => Promise<readonly Row[]>;

/** All executions of a symbol from `since` on, oldest first. Throws a PortError. */
export async function tradesSince(
  client: Calls,
  dollars: ToDollars,
  symbol: SymbolId,
  since: EpochMs,
): Promise<Trade[]> {
  const what = `trades of ${symbol}`;
  const page: Page<TradeWire> = async params => {
    const answer = await client.read('fapiPrivateGetUserTrades', { symbol, limit: PAGE, ...params });
    return decode(tradesWire, answer, what);
  };
  const rows = await tradeRows(page, since, await client.now(), what);
  const stranger = rows.find(row => row.symbol !== symbol);
  if (stranger !== undefined) throw malformed(what, `one of them is of ${stranger.symbol}`);
  const wanted = unique(rows, row => row.id).filter(row => row.time >= since);
  await refuseFuture(client, wanted, what);
  return await Promise.all(wanted.sort(oldestFirst).map(row => tradeOf(row, dollars)));
}

/** Week after week by time; from the first full page on by id, which has no span. */
async function tradeRows(
  page: Page<TradeWire>,
  since: EpochMs,
  now: EpochMs,
  what: string,
): Promise<readonly TradeWire[]> {
  const found: (readonly TradeWire[])[] = [];
  let from = Math.max(since, now - TRADES_KEPT_MS);
  do {
    const to = from + TRADES_SPAN_MS;
    const rows = await page(to <= now ? { startTime: from, endTime: to - 1 } : { startTime: from });
    found.push(rows);
    if (rows.length >= PAGE) return [...found.flat(), ...(await tradeRowsAfter(page, lastId(rows), what))];
    from = to;
  } while (from <= now);
  return found.flat();
}

async function tradeRowsAfter(
  page: Page<TradeWire>,
  id: bigint,
  what: string,
): Promise<readonly TradeWire[]> {
  const found: (readonly TradeWire[])[] = [];
  for (let last = id; ; ) {
    const rows = await page({ fromId: String(last + 1n) });
    found.push(rows);
    if (rows.length < PAGE) return found.flat();
    const next = lastId(rows);
    if (next <= last) throw malformed(what, `no page follows number ${last}`);
    last = next;
  }
}

/** All entries of the account's ledger from `since` on, oldest first. Throws a PortError. */
export async function incomeSince(client: Calls, dollars: ToDollars, since: EpochMs): Promise<Income[]> {
  const rows = new Map<string, IncomeWire>();
  for (let from: number = since; ; ) {
    const answer = await client.read('fapiPrivateGetIncome', { startTime: from, limit: PAGE });
    const found = decode(incomesWire, answer, 'income');
    const known = rows.size;
    for (const row of found) rows.set(incomeId(row), row);
    if (found.length < PAGE) break;
    if (rows.size === known) throw malformed('income', `no page follows the one from ${from}`);
    // The next page begins inside the last millisecond of this one; what comes twice has one place.
    const last = found.reduce((latest, { time }) => Math.max(latest, time), from);
    from = last > from ? last : from + 1;
  }
  // What is older than asked has been counted before.
  const wanted = [...rows.values()].filter(row => row.time >= since);
  await refuseFuture(client, wanted, 'income');
  return await Promise.all(wanted.sort(oldestFirst).map(row => incomeOf(row, dollars)));
}

async function refuseFuture(
  client: Calls,
  rows: readonly { readonly time: number }[],
  what: string,
): Promise<void> {
  const latest = rows.reduce((last, { time }) => Math.max(last, time), 0);
  // Read after the rows were: nothing that they tell of can have happened later.
  if (latest > 0 && latest > (await client.now()) + AHEAD_MS)
    throw malformed(what, `one of them is of ${new Date(latest).toISOString()}, which is still to come`);
}

const unique = <Row>(rows: readonly Row[], idOf: (row: Row) => string): Row[] => [
  ...new Map(rows.map(row => [idOf(row), row])).values(),
];
const oldestFirst = (a: { time: number }, b: { time: number }) => a.time - b.time;
const lastId = (rows: readonly TradeWire[]): bigint =>
  rows.reduce((last, row) => (BigInt(row.id) > last ? BigInt(row.id) : last), 0n);

/** Unique within its type, says the venue; a fill's profit and its fee share the number. */
const incomeId = (row: IncomeWire) => `${row.incomeType}-${row.tranId}-${row.symbol ?? ''}`;

async function tradeOf(row: TradeWire, dollars: ToDollars): Promise<Trade> {
  return {
    tradeId: row.id,
    orderId: row.orderId,
    symbol: symbolId(row.symbol),
    side: sideOfWire(row.side),
    price: price(row.price),
    qty: qty(row.qty),
    realisedUsd: usd(row.realizedPnl),
    commissionUsd: await dollars(row.commission, row.commissionAsset, row.time),
    at: epochMs(row.time),
  };
}

async function incomeOf(row: IncomeWire, dollars: ToDollars): Promise<Income> {
  return {
    id: incomeId(row),
    kind: incomeKindOf(row.incomeType),
    symbol:
      row.symbol === undefined || row.symbol === null || row.symbol === '' ? undefined : symbolId(row.symbol),
    amountUsd: await dollars(row.income, row.asset, row.time),
    at: epochMs(row.time),
  };
}
