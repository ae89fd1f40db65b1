import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Instrument } from '../../lib/desk/instrument.ts';
import { notionalUsd, price, qty, symbolId } from '../../lib/desk/units.ts';
import { anInstrument } from './builders.ts';

const VENUE = join(import.meta.dirname, '../../../shared/data/venue');
const MERGED = join(VENUE, 'markets-merged.json');
const TESTNET = join(VENUE, 'exchangeInfo-testnet-2025-12-24.json.gz');

/** Whether the venue's recorded filters are there to be read. */
export const filtersHere = existsSync(MERGED) && existsSync(TESTNET);
/** What a test's name says when they are not. */
export const unlessFilters = filtersHere ? '' : ' (SKIPPED: ../shared/data/venue is not there)';

interface Merged {
  readonly tickSize: string;
  readonly stepSize: string;
  readonly testnet?: Readonly<Record<'minQty' | 'maxQty' | 'marketMaxQty' | 'minNotional', string>>;
}
type Filter = Readonly<Record<string, string>>;
interface Listed {
  readonly symbol: string;
  readonly status: string;
  readonly filters: readonly Filter[];
}

/** Ticks, lots and minimums of every market in the recordings that trades: merged from several sources, and the test network's. */
export function realInstruments(): Instrument[] {
  const merged: Record<string, Merged> = JSON.parse(readFileSync(MERGED, 'utf8'));
  const info: { symbols: readonly Listed[] } = JSON.parse(gunzipSync(readFileSync(TESTNET)).toString());
  return [...Object.entries(merged).map(fromMerged), ...info.symbols.filter(listed).map(fromListed)];
}

/** A market that has not opened yet may have a tick of 0, which the adapter refuses. */
const listed = ({ status }: Listed): boolean => status === 'TRADING';

const fromMerged = ([symbol, { tickSize, stepSize, testnet }]: [string, Merged]): Instrument =>
  withFilters(symbol, tickSize, stepSize, {
    min: testnet?.minQty ?? stepSize,
    max: testnet?.maxQty ?? '1000000',
    marketMax: testnet?.marketMaxQty ?? '100000',
    notional: testnet?.minNotional ?? '5',
  });

function fromListed({ symbol, filters }: Listed): Instrument {
  const of = (type: string, field: string) => filters.find(each => each.filterType === type)?.[field] ?? '';
  return withFilters(symbol, of('PRICE_FILTER', 'tickSize'), of('LOT_SIZE', 'stepSize'), {
    min: of('LOT_SIZE', 'minQty'),
    max: of('LOT_SIZE', 'maxQty'),
    marketMax: of('MARKET_LOT_SIZE', 'maxQty'),
    notional: of('MIN_NOTIONAL', 'notional'),
  });
}

function withFilters(
  symbol: string,
  tick: string,
  step: string,
  { min, max, marketMax, notional }: Readonly<Record<'min' | 'max' | 'marketMax' | 'notional', string>>,
): Instrument {
  const lot = { stepSize: qty(Number(step)), qtyMin: qty(Number(min)), qtyMax: qty(Number(max)) };
  return anInstrument({
    symbol: symbolId(symbol),
    tickSize: price(Number(tick)),
    lot,
    marketLot: { ...lot, qtyMax: qty(Number(marketMax)) },
    notionalMin: notionalUsd(Number(notional)),
  });
}
