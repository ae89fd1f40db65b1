import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { filesByName, playableFiles } from './market-folder.ts';

/**
 * The folder of funding rates that belongs to a folder of candles, where none was named: beside `candles-1m-2025-05_06`
 * that is `funding/2025-05_06`, or the folder in `funding` with the fewest months that hold all of the candles'. Undefined
 * where there is none, or where it knows none of the coins. Throws CandleFileError where the candles are no folder to play.
 */
export function fundingFolderFor(dataFolder: string): string | undefined {
  const { files } = playableFiles(dataFolder);
  const home = join(dirname(resolve(dataFolder)), 'funding');
  const name = fundingNameFor(basename(resolve(dataFolder)), namesIn(home));
  if (name === undefined) return undefined;
  const folder = join(home, name);
  if (!namesIn(folder).some(file => /-funding\.csv(\.gz)?$/.test(file))) return undefined;
  const known = filesByName(folder, 'funding');
  return [...files.keys()].some(symbol => known.has(symbol)) ? folder : undefined;
}

/** Of the names of funding folders the one that spans the months in the name of a folder of candles. */
export function fundingNameFor(dataName: string, names: readonly string[]): string | undefined {
  const wanted = monthsOf(dataName);
  if (wanted === undefined) return undefined;
  return names
    .flatMap(name => {
      const months = monthsOf(name);
      const holds = months !== undefined && months.first <= wanted.first && months.last >= wanted.last;
      return holds ? [{ name, length: months.last - months.first }] : [];
    })
    .sort((a, b) => a.length - b.length || (a.name < b.name ? -1 : 1))[0]?.name;
}

/** The months that a name ends in, counted from year 0: `2025-05_06`, `2024-10_2025-08`, `2025-05`. */
function monthsOf(name: string): { readonly first: number; readonly last: number } | undefined {
  const found = /(?:^|-)(\d{4})-(\d\d)(?:_(?:(\d{4})-)?(\d\d))?$/.exec(name);
  if (found === null) return undefined;
  const [, year, month, lastYear = year, lastMonth = month] = found;
  return { first: Number(year) * 12 + Number(month), last: Number(lastYear) * 12 + Number(lastMonth) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
