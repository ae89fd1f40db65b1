import { DAY_MS, type EpochMs, epochMs, price, qty, type SymbolId, symbolId, usd } from '../../desk/units.ts';
import type { Income, Trade } from '../../ports.ts';
import type { BinanceClient, Params } from './client.ts';
import { decode } from './decode.ts';
import type { ToDollars } from './dollars.ts';
import { incomeKindOf, sideOfWire } from './mapper.ts';
import { type IncomeWire, incomesWire, type TradeWire, tradesWire } from './wire.ts';

/** Rows of one answer at most. */
const PAGE = 1_000;
/** The venue answers for a week of trades at a time … */
const TRADES_SPAN_MS = 7 * DAY_MS;
/** … and knows half a year of them. */
const TRADES_KEPT_MS = 180 * DAY_MS;

type Page<Row> = (params: Params) => Promise<readonly Row[]>;

/** All executions of a symbol from `since` on, oldest first. Throws a PortError. */
export async function tradesSince(
  client: BinanceClient,
  dollars: ToDollars,
  symbol: SymbolId,
  since: EpochMs,
): Promise<Trade[]> {
  const page: Page<TradeWire> = async params => {
    const answer = await client.read('fapiPrivateGetUserTrades', { symbol, limit: PAGE, ...params });
    return decode(tradesWire, answer, `trades of ${symbol}`);
  };
  const rows = await tradeRows(page, since, await client.now());
  const wanted = unique(rows, row => row.id).filter(row => row.time >= since);
  return await Promise.all(wanted.sort(oldestFirst).map(row => tradeOf(row, dollars)));
}

/** Week after week by time; from the first full page on by id, which has no span. */
async function tradeRows(page: Page<TradeWire>, since: EpochMs, now: EpochMs): Promise<TradeWire[]> {
  const rows: TradeWire[] = [];
  let from = Math.max(since, now - TRADES_KEPT_MS);
  do {
    const to = from + TRADES_SPAN_MS;
    const found = await page(to <= now ? { startTime: from, endTime: to - 1 } : { startTime: from });
    rows.push(...found);
    if (found.length >= PAGE) return [...rows, ...(await tradeRowsAfter(page, lastId(found)))];
    from = to;
  } while (from <= now);
  return rows;
}

async function tradeRowsAfter(page: Page<TradeWire>, id: bigint): Promise<TradeWire[]> {
  const rows: TradeWire[] = [];
  let last = id;
  let found: readonly TradeWire[];
  do {
    found = await page({ fromId: String(last + 1n) });
    rows.push(...found);
    last = found.length === 0 ? last : lastId(found);
  } while (found.length >= PAGE);
  return rows;
}

/** All entries of the account's ledger from `since` on, oldest first. Throws a PortError. */
export async function incomeSince(
  client: BinanceClient,
  dollars: ToDollars,
  since: EpochMs,
): Promise<Income[]> {
  const rows: IncomeWire[] = [];
  let from: number = since;
  let found: readonly IncomeWire[];
  do {
    const answer = await client.read('fapiPrivateGetIncome', { startTime: from, limit: PAGE });
    found = decode(incomesWire, answer, 'income');
    rows.push(...found);
    // The next page begins inside the last millisecond of this one; what comes twice is dropped below.
    const last = Math.max(from, ...found.map(row => row.time));
    from = last > from ? last : from + 1;
  } while (found.length >= PAGE);
  const sorted = unique(rows, incomeId).sort(oldestFirst);
  return await Promise.all(sorted.map(row => incomeOf(row, dollars)));
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
