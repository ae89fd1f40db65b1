import type { Interval } from '../../desk/candle.ts';
import { DAY_MS, epochMs, type Minute, minuteOf, type SymbolId } from '../../desk/units.ts';
import type { SimMarket } from '../market.ts';
import { CandleFileError } from './candle-file-error.ts';
import { rateAt, readFundingFile } from './funding.ts';
import { filesByName, playableFiles } from './market-folder.ts';
import { loadHours, loadMinutes, type RecordedSymbol } from './recorded-symbol.ts';

export interface RecordedFolders {
  /** Holds `SYMBOL-1m.csv.gz` (or `.csv`): the minutes that are played. Or `SYMBOL-1h.csv.gz` alone; see `HourBars`. */
  readonly dataFolder: string;
  /** Holds `SYMBOL-15m.csv.gz`: earlier bars, which may overlap. Symbols without minutes are let be. */
  readonly historyFolder?: string;
  /** Holds `SYMBOL-funding.csv.gz`; a symbol or a time it does not know pays 0.0001 every eight hours. */
  readonly fundingFolder?: string;
}

/**
 * Loads a market that has happened. Ticks and steps are those the numbers show, since filters are not recorded;
 * a symbol counts as listed from its first known bar. Throws CandleFileError on the first thing that is wrong.
 */
export function loadRecordedMarket(folders: RecordedFolders): SimMarket {
  const symbols = loadSymbols(folders);
  const all = [...symbols.values()];
  return {
    name: 'recorded',
    startsAt: minuteOf(Math.min(...all.map(({ bars }) => bars.playsFrom))),
    endsAt: minuteOf(Math.max(...all.map(({ bars }) => bars.playsTo))),
    instruments: () => all.map(({ instrument }) => instrument),
    minuteBar: (symbol: SymbolId, minute: Minute) => symbols.get(symbol)?.bars.minute(minute),
    candles: (symbol: SymbolId, interval: Interval, from: number, to: number) =>
      symbols.get(symbol)?.bars.slice(interval, from, to) ?? [],
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
  const { interval, files } = playableFiles(dataFolder);
  if (interval === '1h' && historyFolder !== undefined) {
    throw new CandleFileError(
      historyFolder,
      `is history for minutes, and ${dataFolder} holds hours, which are their own history`,
      'Leave it out.',
    );
  }
  const historyFiles = historyFolder === undefined ? undefined : filesByName(historyFolder, '15m');
  const fundingFiles = fundingFolder === undefined ? undefined : filesByName(fundingFolder, 'funding');
  if (historyFolder !== undefined) requireShared(historyFolder, historyFiles, files);
  if (fundingFolder !== undefined) requireShared(fundingFolder, fundingFiles, files);
  const symbols = new Map<SymbolId, RecordedSymbol>();
  for (const [symbol, path] of files) {
    const funding = fundingFiles?.get(symbol);
    const known = { funding: funding === undefined ? undefined : readFundingFile(funding) };
    const recorded =
      interval === '1h' ? loadHours(symbol, path) : loadMinutes(symbol, path, historyFiles?.get(symbol));
    symbols.set(symbol, { ...recorded, ...known });
  }
  return interval === '1h' ? withDelistings(symbols) : symbols;
}

/** How long before its last hour a delisting is known; the venue announces it about a week ahead. */
const DELISTING_KNOWN_MS = 3 * DAY_MS;

/** A symbol whose hours end before the market does was delisted there: nobody may trade on at its last price. */
function withDelistings(symbols: Map<SymbolId, RecordedSymbol>): Map<SymbolId, RecordedSymbol> {
  const endsAt = Math.max(...[...symbols.values()].map(({ bars }) => bars.playsTo));
  for (const [symbol, { bars, instrument, funding }] of symbols) {
    if (bars.playsTo === endsAt) continue;
    const deliveryAt = epochMs(bars.playsTo);
    const deliveryKnownAt = epochMs(bars.playsTo - DELISTING_KNOWN_MS);
    symbols.set(symbol, { bars, funding, instrument: { ...instrument, deliveryAt, deliveryKnownAt } });
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
