import { DAY_MS, epochMs, type Minute, minuteOf } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import { MODEL_MARKETS, type ModelMarket } from '../../models/manifest.ts';
import type { ReplayInput } from '../../replay/replay.ts';
import type { SimMarket } from '../../sim/market.ts';
import { findingsTold } from '../../sim/markets/findings-text.ts';
import { fundingFolderFor } from '../../sim/markets/funding-folder.ts';
import { loadRecordedMarket, type RecordedMarket } from '../../sim/markets/recorded.ts';
import { syntheticMarket } from '../../sim/markets/synthetic.ts';
import { instantOf } from '../training/instant.ts';
import type { ReplayFlags } from './flags.ts';

export interface ReplayedMarket extends Pick<ReplayInput, 'market' | 'interval' | 'from' | 'to'> {
  /** As manifests of models name it. */
  readonly name: ModelMarket;
  readonly warnings: readonly string[];
}

const DEFAULT_DAYS = 30;

/** The market that was asked for, and the span of it. @throws Refusal, CandleFileError */
export function marketOf(flags: ReplayFlags): ReplayedMarket {
  const { data, synthetic } = flags;
  if ((data === undefined) === (synthetic === undefined))
    throw new Refusal('replay: say what to replay, either --data DIR or --synthetic SEED');
  return data === undefined ? drawnMarket(synthetic ?? 0, flags) : recordedMarket(data, flags);
}

/** As manifests of models name the market that was asked for. @throws Refusal */
export function marketNameOf({
  data,
  market = 'binance-usdm',
  martingale = false,
}: Pick<ReplayFlags, 'data' | 'market' | 'martingale'>): ModelMarket {
  if (data !== undefined) return named(market);
  return martingale ? 'martingale' : 'synthetic';
}

function drawnMarket(seed: number, flags: ReplayFlags): ReplayedMarket {
  for (const name of ['history', 'funding', 'market'] as const)
    if (flags[name] !== undefined)
      throw new Refusal(`replay: --${name} goes with --data, not with --synthetic`);
  const { days = DEFAULT_DAYS, martingale = false } = flags;
  const market = syntheticMarket({ seed, days, martingale });
  return { market, interval: '1m', name: marketNameOf(flags), warnings: [], ...spanOf(market, flags) };
}

function recordedMarket(dataFolder: string, flags: ReplayFlags): ReplayedMarket {
  const { history, days, martingale } = flags;
  const funding = flags.funding ?? fundingFolderFor(dataFolder);
  if (days !== undefined || martingale === true)
    throw new Refusal('replay: --days and --martingale go with --synthetic, not with --data');
  const market: RecordedMarket = loadRecordedMarket({
    dataFolder,
    ...(history === undefined ? {} : { historyFolder: history }),
    ...(funding === undefined ? {} : { fundingFolder: funding }),
  });
  const name = marketNameOf(flags);
  const span = spanOf(market, flags);
  const warnings = findingsTold(market.findingsIn(span.from, span.to));
  return { market, interval: market.interval, name, warnings, ...span };
}

function named(typed: string): ModelMarket {
  const market = MODEL_MARKETS.find(name => name === typed);
  if (market !== undefined) return market;
  throw new Refusal(`--market ${typed}: there is no such market; choose ${MODEL_MARKETS.join(', ')}`);
}

function spanOf(
  { startsAt, endsAt }: SimMarket,
  { from, to }: ReplayFlags,
): { readonly from: Minute; readonly to: Minute } {
  const outside = (option: string, typed: string) =>
    new Refusal(
      `${option} ${typed}: outside the data, which goes from ${minuteText(startsAt)} to ${minuteText(endsAt)} UTC`,
    );
  const first = from === undefined ? startsAt : minuteOf(instantOf('--from', from));
  if (from !== undefined && (first < startsAt || first >= endsAt)) throw outside('--from', from);
  const end = to === undefined ? endsAt : minuteOf(instantOf('--to', to));
  if (to !== undefined && (end <= startsAt || end > endsAt)) throw outside('--to', to);
  if (end <= first)
    throw new Refusal(`--to ${to ?? minuteText(end)}: is not after --from ${from ?? minuteText(first)}`);
  return { from: first, to: end };
}

/** How long before the span daily bars begin, in days: a coin that has fewer than thirty is not traded yet. */
export const daysBefore = ({ market, from }: Pick<ReplayInput, 'market' | 'from'>): number => {
  const first = Math.min(
    ...market.instruments().map(({ symbol }) => market.candles(symbol, '1d', 0, from)[0]?.at ?? from),
  );
  return Math.floor((from - epochMs(first)) / DAY_MS);
};
