import { INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import { DAY_MS, epochMs, MINUTE_MS, type Minute, minuteOf, type SymbolId } from '../../desk/units.ts';
import type { SimInstrument, SimMarket } from '../market.ts';
import { readCandleFile } from './candle-file.ts';
import { CandleFileError } from './candle-file-error.ts';
import { type FundingSpan, rateAt, readFundingFile } from './funding.ts';
import { simInstrument } from './instrument.ts';
import { filesByName } from './market-folder.ts';
import { RecordedBars } from './recorded-bars.ts';
import type { BarSeries } from './series.ts';

export interface RecordedFolders {
  /** Holds `SYMBOL-1m.csv.gz` (or `.csv`): the minutes that are played. */
  readonly dataFolder: string;
  /** Holds `SYMBOL-15m.csv.gz`: earlier bars, which may overlap. Symbols without minutes are let be. */
  readonly historyFolder?: string;
  /** Holds `SYMBOL-funding.csv.gz`; a symbol or a time it does not know pays 0.0001 every eight hours. */
  readonly fundingFolder?: string;
}

interface RecordedSymbol {
  readonly bars: RecordedBars;
  readonly instrument: SimInstrument;
  readonly funding: FundingSpan | undefined;
}

/**
 * Loads a market that has happened. Ticks and steps are those the numbers show, since filters are not recorded;
 * a symbol counts as listed from its first known bar. Throws CandleFileError on the first thing that is wrong.
 */
export function loadRecordedMarket(folders: RecordedFolders): SimMarket {
  const symbols = loadSymbols(folders);
  const all = [...symbols.values()];
  const starts = all.map(({ bars }) => bars.minutes.at(0));
  const ends = all.map(({ bars }) => bars.minutes.at(bars.minutes.length - 1) + MINUTE_MS);
  return {
    name: 'recorded',
    startsAt: minuteOf(Math.min(...starts)),
    endsAt: minuteOf(Math.max(...ends)),
    instruments: () => all.map(({ instrument }) => instrument),
    minuteBar: (symbol: SymbolId, minute: Minute) => symbols.get(symbol)?.bars.minutes.find(minute),
    candles: (symbol: SymbolId, interval: Interval, from: number, to: number) =>
      symbols.get(symbol)?.bars.of(interval).slice(from, to) ?? [],
    fundingRate: (symbol: SymbolId, at: number) => {
      const known = symbols.get(symbol);
      return known === undefined ? undefined : rateAt(known.funding, at);
    },
  };
}

function loadSymbols({
  dataFolder,
  historyFolder,
  fundingFolder,
}: RecordedFolders): Map<SymbolId, RecordedSymbol> {
  const minuteFiles = filesByName(dataFolder, '1m');
  const historyFiles = historyFolder === undefined ? undefined : filesByName(historyFolder, '15m');
  const fundingFiles = fundingFolder === undefined ? undefined : filesByName(fundingFolder, 'funding');
  if (historyFolder !== undefined) requireShared(historyFolder, historyFiles, minuteFiles);
  if (fundingFolder !== undefined) requireShared(fundingFolder, fundingFiles, minuteFiles);
  const symbols = new Map<SymbolId, RecordedSymbol>();
  for (const [symbol, path] of minuteFiles) {
    symbols.set(symbol, loadSymbol(symbol, path, historyFiles?.get(symbol), fundingFiles?.get(symbol)));
  }
  return symbols;
}

/** A folder that knows none of the symbols is the wrong folder. */
function requireShared(
  folder: string,
  files: ReadonlyMap<SymbolId, string> | undefined,
  of: ReadonlyMap<SymbolId, string>,
) {
  if (files === undefined || [...of.keys()].some(symbol => files.has(symbol))) return;
  throw new CandleFileError(
    folder,
    'holds none of the symbols that have minutes',
    'Give the folder that belongs to the data.',
  );
}

function loadSymbol(
  symbol: SymbolId,
  path: string,
  historyPath?: string,
  fundingPath?: string,
): RecordedSymbol {
  const minutes = readCandleFile(path, MINUTE_MS);
  const history = historyPath === undefined ? undefined : readCandleFile(historyPath, INTERVAL_MS['15m']);
  const qtyDecimals = Math.max(minutes.volumeDecimals, history?.volumeDecimals ?? 0);
  const bars = new RecordedBars(minutes.bars, history?.bars, qtyDecimals);
  const instrument = simInstrument({
    symbol,
    onboardAt: epochMs(bars.firstAt()),
    priceDecimals: Math.max(minutes.priceDecimals, history?.priceDecimals ?? 0),
    qtyDecimals,
    ...usualDay(minutes.bars),
  });
  return { bars, instrument, funding: fundingPath === undefined ? undefined : readFundingFile(fundingPath) };
}

/** Median over the days of their volume, a day that is not whole scaled up to 1440 minutes. */
function usualDay(minutes: BarSeries): { dayQuoteUsd: number; dayBaseQty: number } {
  const days = new Map<number, { minutes: number; quoteUsd: number; base: number }>();
  for (let i = 0; i < minutes.length; i++) {
    minutes.read(i, (at, _open, high, low, _close, volume) => {
      const key = Math.floor(at / DAY_MS);
      const day = days.get(key) ?? { minutes: 0, quoteUsd: 0, base: 0 };
      day.minutes += 1;
      day.quoteUsd += ((high + low) / 2) * volume;
      day.base += volume;
      days.set(key, day);
    });
  }
  const perDay = [...days.values()].map(day => ({ day, scale: 1440 / day.minutes }));
  return {
    dayQuoteUsd: median(perDay.map(({ day, scale }) => day.quoteUsd * scale)),
    dayBaseQty: median(perDay.map(({ day, scale }) => day.base * scale)),
  };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
