/**
 * What a desk learns once a day. For now its champions are held against what came of their predictions: the journal's
 * votes whose horizon is over are resolved with the bars that followed, and the model's record grows by them. That
 * renews its licence, or ends it. A model that could not be held against anything keeps its record and its old date,
 * so that its licence runs out.
 */
import { closedAt, INTERVAL_MS } from './desk/candle.ts';
import { epochMs, type Minute, minuteOf, minutesAfter, type SymbolId } from './desk/units.ts';
import { minuteText } from './desk/words.ts';
import type { LearningDesk } from './minute/desk.ts';
import { modelReader, rosterOf } from './minute/models.ts';
import { sentenceOf, type Tick, type TickEnd, underLease } from './minute/tick.ts';
import { bytesOf } from './models/digest.ts';
import { FEATURES, WINDOW_BARS } from './models/features.ts';
import { heldOf } from './models/files.ts';
import { foreignTo, SIGNAL_BAR_MINUTES } from './models/foreign.ts';
import type { Manifest } from './models/manifest.ts';
import { barMsOf } from './models/recipe.ts';
import type { ResolvedPrediction } from './models/record.ts';
import {
  licenceOfModel,
  type Prediction,
  resolve,
  revalidated,
  saidBy,
  type VotesRecord,
} from './models/revalidate.ts';
import { seatAt, withManifest, withSeat, writeRoster } from './models/roster.ts';
import { type BarSeries, seriesOf } from './models/series.ts';
import type { HeldModel, UsableModel } from './models/stored.ts';
import { PortError } from './ports.ts';

const BAR = '15m';
const BAR_MS = INTERVAL_MS[BAR];
/** The most that one call for bars answers; it bounds how far back a prediction can still be resolved. */
const BARS_MAX = 1_500;

/**
 * Revalidates each champion on what has been resolved since. Once a day; a day that was missed is made up for. A model
 * whose update fails is counted and does not keep the others from theirs; nothing is swallowed (I53).
 */
export const retrain = (desk: LearningDesk, minute: Minute): Promise<TickEnd> =>
  underLease(desk, 'retrain', minute, async tick => {
    let renewed = 0;
    const failures: unknown[] = [];
    for (const { model } of await modelReader(desk.models)()) {
      try {
        if (await revalidate(tick, model)) renewed += 1;
      } catch (error) {
        failures.push(error);
        tick.note({ type: 'trouble', what: `revalidation of ${model.kind}`, because: sentenceOf(error) });
      }
    }
    const counted = { ModelsRenewed: renewed, ModelsFailed: failures.length };
    desk.metrics.emit('retrain', { HeartbeatRetrain: 1, ...counted });
    // A bug is for the function's error alarm.
    const bug = failures.find(error => !(error instanceof PortError));
    if (bug !== undefined) throw bug;
  });

/** True when the model's manifest was renewed. */
async function revalidate(tick: Tick<LearningDesk>, model: HeldModel): Promise<boolean> {
  const { desk, minute } = tick;
  if (model.type === 'unusable') return false;
  const { manifest, kind, role } = model;
  const told = { type: 'revalidated', kind, version: manifest.version } as const;
  const keep = (because: string): false => {
    tick.note({ ...told, resolved: 0, licensed: false, because });
    return false;
  };
  const elsewhere = foreignTo(manifest, desk.modelMarket);
  if (elsewhere !== undefined) return keep(elsewhere);
  const said = await predictionsOf(tick, manifest);
  const resolved = await resolveAll(tick, said, manifest);
  if (resolved.length === 0) {
    const since = minuteText(manifest.resolvedTo);
    return keep(
      `of ${said.length} predictions since ${since} none could be resolved; its record stays as it was`,
    );
  }
  const next = revalidated(manifest, resolved, epochMs(minute));
  if (!(await renew(desk, model, next))) return keep('another version took its place meanwhile');
  const asked = { schemaHash: FEATURES.hash, market: desk.modelMarket, promoted: role === 'champion' };
  const licence = licenceOfModel(next, asked, epochMs(minute));
  const because = licence.licensed ? standingWords(licence) : licence.because;
  tick.note({ ...told, resolved: resolved.length, licensed: licence.licensed, because });
  return true;
}

/** Puts the renewed manifest beside the old one, then into the roster. False where the model holds no seat any more. */
async function renew(
  { models }: LearningDesk,
  { kind, manifest }: UsableModel,
  next: Manifest,
): Promise<boolean> {
  const { roster, text: read } = await rosterOf(models);
  const { held, text } = heldOf(next, epochMs(next.trainedAt));
  const seat = seatAt(roster, kind);
  const renewed = withManifest(seat, manifest.version, held.manifest);
  if (renewed === seat) return false;
  await models.files.write(held.manifest, bytesOf(text));
  return (await models.roster.write(writeRoster(withSeat(roster, renewed)), read)) === 'saved';
}

const standingWords = ({
  standing,
}: Extract<ReturnType<typeof licenceOfModel>, { licensed: true }>): string => {
  const { winRate, leaning, n, gain } = standing;
  const rate = `${(100 * winRate.value).toFixed(1)} % of ${leaning} right`;
  return `${rate}, log loss ${gain.value.toFixed(5)} below the base rate's over ${n}`;
};

/** What the model said at signal bars that are not in its record yet and whose horizon is over, from the journal. */
async function predictionsOf(
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

async function resolveAll(
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
