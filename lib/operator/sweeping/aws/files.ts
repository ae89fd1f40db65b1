import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from '../../../local/refusal.ts';
import { shippedModels } from '../../../local/settings.ts';
import type { RunFile } from '../../../replay/sweep/run.ts';
import { fundingFolderFor } from '../../../sim/markets/funding-folder.ts';
import { filesByName, playableFiles } from '../../../sim/markets/market-folder.ts';
import type { ReplayFlags } from '../../replaying/flags.ts';
import { marketNameOf } from '../../replaying/market.ts';

/** A file of a run, and where it lies on this machine. */
export interface OwnFile extends RunFile {
  readonly path: string;
}

/** What a replay reads from files, as it is typed. */
type FileFlags = Pick<
  ReplayFlags,
  'data' | 'history' | 'funding' | 'models' | 'limits' | 'forceSignals' | 'market' | 'martingale'
>;

export interface RunFiles {
  readonly files: readonly OwnFile[];
  /** The flags that name files, as they are where those have been laid into one folder. */
  readonly flags: Pick<FileFlags, 'data' | 'history' | 'funding' | 'models' | 'limits' | 'forceSignals'>;
}

/** As much as the function has on its disk, a little aside. */
const BYTES_MAX = 2_000_000_000;

/** Every file that the replays read, those that a flag left to be found among them. @throws Refusal, CandleFileError */
export function runFiles(flags: FileFlags): RunFiles {
  const { data, history, limits, forceSignals } = flags;
  const funding = flags.funding ?? (data === undefined ? undefined : fundingFolderFor(data));
  const models = modelsOf(flags);
  const played = data === undefined ? undefined : playableFiles(data).files;
  const ofCoins = (folder: string, kind: string) =>
    [...filesByName(folder, kind)].flatMap(([symbol, path]) => (played?.has(symbol) === true ? [path] : []));
  const named: Named[] = [
    ...(played === undefined ? [] : inFolder('data', [...played.values()])),
    ...(history === undefined ? [] : inFolder('history', ofCoins(history, '15m'))),
    ...(funding === undefined ? [] : inFolder('funding', ofCoins(funding, 'funding'))),
    ...(models === undefined ? [] : below('models', models)),
    ...(limits === undefined ? [] : [{ place: LIMITS, path: limits }]),
    ...(forceSignals === undefined ? [] : [{ place: SIGNALS, path: forceSignals }]),
  ];
  refuseTooLarge(named);
  return {
    files: named.map(digested),
    flags: {
      ...(played === undefined ? {} : { data: 'data' }),
      ...(history === undefined ? {} : { history: 'history' }),
      ...(funding === undefined ? {} : { funding: 'funding' }),
      ...(models === undefined ? {} : { models: 'models' }),
      ...(limits === undefined ? {} : { limits: LIMITS }),
      ...(forceSignals === undefined ? {} : { forceSignals: SIGNALS }),
    },
  };
}

interface Named {
  readonly place: string;
  readonly path: string;
}

const LIMITS = 'limits.json';
const SIGNALS = 'signals.csv';

/** The models that come along are on this machine, and not in the function's bundle. */
const modelsOf = (flags: FileFlags): string | undefined =>
  flags.forceSignals === undefined ? (flags.models ?? shippedModels(marketNameOf(flags))) : undefined;

const inFolder = (place: string, paths: readonly string[]): readonly Named[] =>
  paths.map(path => ({ place: `${place}/${basename(path)}`, path }));

/** All files of a folder and of those in it, in an order that is the same on each machine. */
const below = (place: string, folder: string): readonly Named[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(join(folder, name)).isFile())
    .map(name => ({ place: `${place}/${name.replaceAll('\\', '/')}`, path: join(folder, name) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1));

function refuseTooLarge(named: readonly Named[]): void {
  const bytes = named.reduce((sum, { path }) => sum + statSync(path).size, 0);
  if (bytes <= BYTES_MAX) return;
  const [mb, most] = [bytes, BYTES_MAX].map(each => Math.round(each / 1e6));
  throw new Refusal(
    `--aws: the files are ${mb} MB, and the function has room for ${most}: take fewer coins or longer bars, or sweep on this machine`,
  );
}

const digested = ({ place, path }: Named): OwnFile => ({
  place,
  path,
  digest: digestOf(readFileSync(path)),
});

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
