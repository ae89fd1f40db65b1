import type { Candle } from '../../desk/candle.ts';
import { INTERVAL_MS } from '../../desk/candle.ts';
import { DAY_MS, type EpochMs, epochMs, type SymbolId } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Manifest } from '../../models/manifest.ts';
import { readCandleFile } from '../../sim/markets/candle-file.ts';
import { filesByName } from '../../sim/markets/market-folder.ts';
import { syntheticMarket } from '../../sim/markets/synthetic.ts';

/** A coin's bars of 15 minutes, oldest first. */
export interface CoinHistory {
  readonly symbol: SymbolId;
  readonly quarters: readonly Candle[];
}

/** What a model is trained on. */
export interface History {
  readonly coins: readonly CoinHistory[];
  readonly market: Manifest['market'];
  /** Nothing after this is learnt from, and the model's evidence is of this day. */
  readonly to: EpochMs;
}

/**
 * Reads a folder of `SYMBOL-15m.csv.gz`.
 * @throws CandleFileError for a folder or a file that cannot be read; Refusal for a date that the bars do not reach
 */
export function recordedHistory(folder: string, to: EpochMs, market: Manifest['market']): History {
  const coins = [...filesByName(folder, '15m')].map(([symbol, path]): CoinHistory => {
    const { bars } = readCandleFile(path, INTERVAL_MS['15m']);
    return { symbol, quarters: bars.slice(0, Infinity) };
  });
  const first = Math.min(...coins.map(({ quarters }) => quarters[0]?.at ?? Infinity));
  const end = Math.max(...coins.map(({ quarters }) => quarters.at(-1)?.at ?? 0)) + INTERVAL_MS['15m'];
  if (to <= first || to > end) {
    throw new Refusal(
      `--to ${minuteText(to)}: outside the data, which goes from ${minuteText(first)} to ${minuteText(end)} UTC`,
    );
  }
  // Which coins are eligible is judged by these bars, too: it may not be by later ones.
  const known = coins.map(({ symbol, quarters }) => ({
    symbol,
    quarters: quarters.filter(({ at }) => at + INTERVAL_MS['15m'] <= to),
  }));
  return { coins: known, market, to };
}

/**
 * The first days that a seed draws are those that a desk looks back on and plays; a market that begins earlier draws the
 * same numbers from its own first day on. So these days are kept from the training: a desk may play thirty of them.
 */
const KEPT_FROM_TRAINING_DAYS = 65;

/** So many days of a seed's market, up to the instant at which a desk begins to play it. */
export function syntheticHistory(seed: number, days: number, martingale: boolean): History {
  const market = syntheticMarket({
    seed,
    days: 1,
    martingale,
    prehistoryDays: days + KEPT_FROM_TRAINING_DAYS,
  });
  const to = epochMs(market.startsAt);
  const from = to - days * DAY_MS;
  const coins = market
    .instruments()
    .map(({ symbol }): CoinHistory => ({ symbol, quarters: market.candles(symbol, '15m', from, to) }));
  return {
    coins: coins.filter(({ quarters }) => quarters.length > 0),
    market: martingale ? 'martingale' : 'synthetic',
    to,
  };
}
