import { closedAt, INTERVAL_MS } from '../desk/candle.ts';
import { minuteOf, minutesAfter, type SymbolId } from '../desk/units.ts';
import type { LearningDesk } from '../minute/desk.ts';
import { sentenceOf, type Tick } from '../minute/tick.ts';
import { WINDOW_BARS } from '../models/features.ts';
import { SIGNAL_BAR_MINUTES } from '../models/foreign.ts';
import type { Manifest } from '../models/manifest.ts';
import { barMsOf } from '../models/recipe.ts';
import type { ResolvedPrediction } from '../models/record.ts';
import { type Prediction, resolve, saidBy, type VotesRecord } from '../models/revalidate.ts';
import { type BarSeries, seriesOf } from '../models/series.ts';
import { PortError } from '../ports.ts';

const BAR = '15m';
const BAR_MS = INTERVAL_MS[BAR];
/** The most that one call for bars answers; it bounds how far back a prediction can still be resolved. */
const BARS_MAX = 1_500;

/** What the model said at signal bars that are not in its record yet and whose horizon is over, from the journal. */
export async function predictionsOf(
  { desk, minute }: Tick<LearningDesk>,
  { version, resolvedTo, recipe }: Manifest,
): Promise<readonly Prediction[]> {
  const barMs = barMsOf(recipe);
  const last = minute - recipe.horizonBars * barMs;
  const first = Math.max(resolvedTo + 1, minute - (BARS_MAX - WINDOW_BARS) * BAR_MS);
  const votes: VotesRecord[] = [];
  for (let at = Math.ceil(first / barMs) * barMs; at <= last; at += barMs) {
    const from = minuteOf(at);
    // The bar's votes are written in its first minutes, while a signal is good.
    for await (const record of desk.history.journal({ from, to: minutesAfter(from, SIGNAL_BAR_MINUTES - 1) }))
      if (record.type === 'votes') votes.push(record);
  }
  return saidBy(version, votes);
}

export async function resolveAll(
  tick: Tick<LearningDesk>,
  said: readonly Prediction[],
  { recipe }: Manifest,
): Promise<readonly ResolvedPrediction[]> {
  const oldest = said.reduce((least, { at }) => Math.min(least, at), tick.minute as number);
  const bars = Math.min(BARS_MAX, Math.ceil((tick.minute - oldest) / BAR_MS) + WINDOW_BARS + 2);
  const symbols = [...new Set(said.map(({ symbol }) => symbol))];
  const series = new Map<SymbolId, BarSeries>();
  await Promise.all(
    symbols.map(async symbol => {
      const read = await barsOf(tick, symbol, bars);
      if (read !== undefined) series.set(symbol, read);
    }),
  );
  return said.flatMap(prediction => {
    const bars = series.get(prediction.symbol);
    const outcome = bars && resolve(prediction, bars, recipe);
    return outcome === undefined ? [] : [outcome];
  });
}

/** A coin whose bars cannot be read is noted and left out: the others' predictions are evidence all the same. */
async function barsOf(
  tick: Tick<LearningDesk>,
  symbol: SymbolId,
  bars: number,
): Promise<BarSeries | undefined> {
  try {
    const candles = await tick.desk.market.candles(symbol, BAR, bars);
    return seriesOf(symbol, closedAt(candles, BAR, tick.minute), BAR_MS);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    tick.note({ type: 'trouble', what: 'bars to resolve predictions', symbol, because: sentenceOf(error) });
    return undefined;
  }
}
