import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type SymbolId, symbolId } from '../../desk/units.ts';
import { CandleFileError } from './candle-file-error.ts';
import { hasKnownQuote } from './instrument.ts';

/** Lengths of bars that can be played, the best known first. */
const PLAYABLE = ['1m', '15m', '1h'] as const;
export type PlayableInterval = (typeof PLAYABLE)[number];

/**
 * The files of a folder that can be played: minutes, where there are none quarter hours, and where there are none of those
 * hours. Throws CandleFileError as `filesByName` does.
 */
export function playableFiles(folder: string): {
  readonly interval: PlayableInterval;
  readonly files: ReadonlyMap<SymbolId, string>;
} {
  const names = namesIn(folder);
  const interval = PLAYABLE.find(each => names.some(name => isOfKind(name, each)));
  if (interval !== undefined) return { interval, files: filesByName(folder, interval) };
  throw new CandleFileError(
    folder,
    'no file SYMBOL-1m.csv.gz, no SYMBOL-15m.csv.gz and no SYMBOL-1h.csv.gz in this folder',
    'Give the folder that holds them.',
  );
}

const isOfKind = (file: string, kind: string): boolean =>
  file.endsWith(`-${kind}.csv`) || file.endsWith(`-${kind}.csv.gz`);

/**
 * Files `SYMBOL-<kind>.csv` or `.csv.gz` of a folder, by symbol in alphabetical order. Other files are let be.
 * Throws CandleFileError when the folder cannot be read, holds none, or holds two for one symbol.
 */
export function filesByName(folder: string, kind: string): ReadonlyMap<SymbolId, string> {
  const found = new Map<SymbolId, string>();
  for (const file of namesIn(folder).sort()) {
    const [, name, suffix] = /^([A-Z0-9]+)-(.+)$/.exec(file) ?? [];
    if (name === undefined || (suffix !== `${kind}.csv` && suffix !== `${kind}.csv.gz`)) continue;
    const [symbol, path] = [symbolId(name), join(folder, file)];
    if (found.has(symbol)) {
      throw new CandleFileError(path, `there is a second file for ${name}`, 'Keep one of the two.');
    }
    if (!hasKnownQuote(name)) {
      throw new CandleFileError(
        path,
        `cannot tell the quote asset of ${name}`,
        'Name it like BTCUSDT, or move it away.',
      );
    }
    found.set(symbol, path);
  }
  if (found.size > 0) return found;
  throw new CandleFileError(
    folder,
    `no file SYMBOL-${kind}.csv.gz in this folder`,
    'Give the folder that holds them.',
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new CandleFileError(folder, `cannot be read (${because})`, 'Give a folder that exists.');
  }
}
