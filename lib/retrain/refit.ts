import { closedAt, INTERVAL_MS } from '../desk/candle.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { DAY_MS, epochMs, MINUTE_MS, type SymbolId } from '../desk/units.ts';
import type { LearningDesk, TrainingPlan } from '../minute/desk.ts';
import { sentenceOf, type Tick } from '../minute/tick.ts';
import { done } from '../minute/work.ts';
import { bytesOf } from '../models/digest.ts';
import type { ModelKind } from '../models/ensemble.ts';
import { WINDOW_BARS } from '../models/features.ts';
import { heldOf } from '../models/files.ts';
import { learnerOf } from '../models/learners.ts';
import { MODEL_MARKETS } from '../models/manifest.ts';
import { DEFAULT_RECIPE } from '../models/recipe.ts';
import { afterRefit } from '../models/seat-changes.ts';
import { type BarSeries, BITCOIN, seriesOf } from '../models/series.ts';
import { train } from '../models/train.ts';
import { TrainingError } from '../models/trees/errors.ts';
import { PortError } from '../ports.ts';
import { evidenceOf, saveSeat } from './seat.ts';

const BAR = '15m';
const BAR_MS = INTERVAL_MS[BAR];
/** The most that one call for bars answers. */
const PAGE_BARS = 1_500;

/**
 * Fits a kind anew to the universe's latest bars. True where the fit took the champion's seat; else the reason is
 * noted and the champion stays. Throws a PortError or a TrainingError where there is nothing to fit to.
 */
export async function refit(
  tick: Tick<LearningDesk>,
  kind: ModelKind,
  { days, everyBars, tell }: TrainingPlan,
): Promise<boolean> {
  const { desk, minute } = tick;
  const now = epochMs(minute);
  const market = MODEL_MARKETS.find(each => each === desk.modelMarket);
  if (market === undefined)
    throw new TrainingError('shape', `no model can be trained for ${desk.modelMarket}`);
  const coins = await histories(tick, days);
  const trained = await done(
    train({
      coins,
      recipe: DEFAULT_RECIPE,
      learner: learnerOf(kind),
      limits: await limitsOf(desk, tick),
      market,
      to: now,
      everyBars,
      now,
      seed: Math.floor(minute / DAY_MS),
      onProgress: ({ step, done: have, of, note }) =>
        tell?.(`${kind}: ${step}${of > 1 ? ` ${have} of ${of}` : ''}: ${note}`),
    }),
    desk.tensors,
  );
  const { held, text } = heldOf(trained.manifest, now);
  await desk.models.files.write(held.file, trained.file);
  await desk.models.files.write(held.manifest, bytesOf(text));
  const { champion } = await evidenceOf(desk, kind);
  let kept: string | undefined;
  const replaced = await saveSeat(tick, kind, seat => {
    const { seat: after, verdict } = afterRefit(seat, { held, contender: trained.manifest }, champion, now);
    kept = verdict.replaces ? undefined : verdict.because;
    return after;
  });
  if (kept !== undefined)
    tick.note({ type: 'seat', kind, version: trained.manifest.version, what: 'withdrawn', because: kept });
  return replaced;
}

/** The limits in force, for the exits and costs that trades are valued with. */
async function limitsOf({ limits }: LearningDesk, { minute }: Tick<LearningDesk>): Promise<Limits> {
  const answer = await limits.read(minute);
  if (answer.type === 'limits') return answer.limits;
  throw new PortError('malformed', 'the limits are not valid, so no trade can be valued');
}

/** The bars of the universe's coins and Bitcoin; a coin that cannot be read is noted and left out. */
async function histories(tick: Tick<LearningDesk>, days: number): Promise<readonly BarSeries[]> {
  const { universe } = await tick.desk.store.load();
  const found: BarSeries[] = [];
  for (const symbol of new Set([BITCOIN, ...(universe?.symbols ?? [])])) {
    try {
      found.push(await historyOf(tick, symbol, days));
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      tick.note({ type: 'trouble', what: 'bars to learn from', symbol, because: sentenceOf(error) });
    }
  }
  return found;
}

async function historyOf(tick: Tick<LearningDesk>, symbol: SymbolId, days: number): Promise<BarSeries> {
  const { minute } = tick;
  const wanted = Math.ceil((days * DAY_MS) / BAR_MS) + WINDOW_BARS;
  const pages = [];
  for (let [have, before] = [0, minute as number]; have < wanted; ) {
    const page = await patiently(tick, symbol, Math.min(PAGE_BARS, wanted - have), before);
    pages.unshift(page);
    have += page.length;
    before = page[0]?.at ?? 0;
    if (page.length < PAGE_BARS) break;
  }
  return seriesOf(symbol, closedAt(pages.flat(), BAR, minute), BAR_MS);
}

/** What the venue's weight for the minute no longer allows is asked for in the next. */
async function patiently({ desk }: Tick<LearningDesk>, symbol: SymbolId, limit: number, before: number) {
  try {
    return await desk.market.candles(symbol, BAR, limit, epochMs(before));
  } catch (error) {
    if (!(error instanceof PortError) || error.kind !== 'rate-limited') throw error;
    await desk.clock.sleep(MINUTE_MS);
    return await desk.market.candles(symbol, BAR, limit, epochMs(before));
  }
}
