import type { Interval } from '../../desk/candle.ts';
import { type Minute, minuteOf, type SymbolId } from '../../desk/units.ts';
import type { SimMarket } from '../market.ts';
import { CandleFileError } from './candle-file-error.ts';
import { withDelistings } from './delistings.ts';
import { rateAt, readFundingFile } from './funding.ts';
import { type MarketFinding, marketFindings } from './market-findings.ts';
import { filesByName, type PlayableInterval, playableFiles } from './market-folder.ts';
import { loadLongBars, loadMinutes, type RecordedSymbol } from './recorded-symbol.ts';
import type { BarSeries } from './series.ts';

export interface RecordedFolders {
  /**
   * Holds `SYMBOL-1m.csv.gz` (or `.csv`): the minutes that are played. Where it holds none, `SYMBOL-15m.csv.gz`, and where
   * it holds none of those, `SYMBOL-1h.csv.gz`; see `LongBars`.
   */
  readonly dataFolder: string;
  /** Holds `SYMBOL-15m.csv.gz`: bars before the minutes, which may overlap. Symbols without minutes are let be. */
  readonly historyFolder?: string;
  /** Holds `SYMBOL-funding.csv.gz`; a symbol or a time it does not know pays 0.0001 every eight hours. */
  readonly fundingFolder?: string;
}

/** A market that has happened, with what a replay asks of it besides. */
export interface RecordedMarket extends SimMarket {
  /** Of the files that are played. */
  readonly interval: PlayableInterval;
  /**
   * All bars of a symbol in one length, history included, to be read without an object for each. Undefined for a symbol
   * that is not there, and for a length shorter than the files'.
   */
  series(symbol: SymbolId, interval: Interval): BarSeries | undefined;
  /** What must be known of the data before believing what is played on it: gaps, crashes, delistings, funding. */
  readonly findings: readonly MarketFinding[];
  /** The same for what is played with `from <= at < to`. */
  findingsIn(from: number, to: number): readonly MarketFinding[];
}

/**
 * Loads a market that has happened. Ticks and steps are those the numbers show, since filters are not recorded;
 * a symbol counts as listed from its first known bar. Throws CandleFileError on the first thing that is wrong.
 */
export function loadRecordedMarket(folders: RecordedFolders): RecordedMarket {
  const { interval, symbols } = loadSymbols(folders);
  const all = [...symbols.values()];
  const startsAt = minuteOf(Math.min(...all.map(({ bars }) => bars.playsFrom)));
  const endsAt = minuteOf(Math.max(...all.map(({ bars }) => bars.playsTo)));
  const findingsIn = (from: number, to: number) => marketFindings(symbols, { from, to });
  return {
    name: 'recorded',
    interval,
    startsAt,
    endsAt,
    instruments: () => all.map(({ instrument }) => instrument),
    minuteBar: (symbol: SymbolId, minute: Minute) => symbols.get(symbol)?.bars.minute(minute),
    candles: (symbol: SymbolId, length: Interval, from: number, to: number) =>
      symbols.get(symbol)?.bars.slice(length, from, to) ?? [],
    fundingRate: (symbol: SymbolId, at: number) => {
      const known = symbols.get(symbol);
      return known === undefined ? undefined : rateAt(known.funding, at);
    },
    series: (symbol: SymbolId, length: Interval) => symbols.get(symbol)?.bars.series(length),
    get findings() {
      return findingsIn(startsAt, endsAt);
    },
    findingsIn,
  };
}

function loadSymbols({ dataFolder, historyFolder, fundingFolder }: RecordedFolders): {
  readonly interval: PlayableInterval;
  readonly symbols: ReadonlyMap<SymbolId, RecordedSymbol>;
} {
  const { interval, files } = playableFiles(dataFolder);
  if (interval !== '1m' && historyFolder !== undefined) {
    throw new CandleFileError(
      historyFolder,
      `is history for minutes, and ${dataFolder} holds ${LENGTHS[interval]}, which are their own history`,
      'Leave it out.',
    );
  }
  const historyFiles = historyFolder === undefined ? undefined : filesByName(historyFolder, '15m');
  const fundingFiles = fundingFolder === undefined ? undefined : filesByName(fundingFolder, 'funding');
  if (historyFolder !== undefined) requireShared(historyFolder, historyFiles, files);
  if (fundingFolder !== undefined) requireShared(fundingFolder, fundingFiles, files);
  const symbols = new Map<SymbolId, RecordedSymbol>();
  for (const [symbol, path] of files) {
    const fundingPath = fundingFiles?.get(symbol);
    const funding = fundingPath === undefined ? undefined : readFundingFile(fundingPath);
    const traded =
      interval === '1m'
        ? loadMinutes(symbol, path, historyFiles?.get(symbol))
        : loadLongBars(symbol, path, interval);
    symbols.set(symbol, { ...traded, funding });
  }
  return { interval, symbols: withDelistings(symbols) };
}

const LENGTHS = { '15m': 'quarter hours', '1h': 'hours' } as const;

/** A folder that knows none of the symbols is the wrong folder. */
function requireShared(
  folder: string,
  files: ReadonlyMap<SymbolId, string> | undefined,
  of: ReadonlyMap<SymbolId, string>,
) {
  if (files === undefined || [...of.keys()].some(symbol => files.has(symbol))) return;
  throw new CandleFileError(
    folder,
    'holds none of the symbols that are played',
    'Give the folder that belongs to the data.',
  );
}
