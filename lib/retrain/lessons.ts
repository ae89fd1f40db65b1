import { closedAt, INTERVAL_MS } from '../desk/candle.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { DAY_MS, epochMs, MINUTE_MS, type SymbolId } from '../desk/units.ts';
import type { LearningDesk, TrainingPlan } from '../minute/desk.ts';
import { sentenceOf, type Tick } from '../minute/tick.ts';
import { WINDOW_BARS } from '../models/features.ts';
import { MODEL_MARKETS, type ModelMarket } from '../models/manifest.ts';
import { type BarSeries, BITCOIN, seriesOf } from '../models/series.ts';
import { TrainingError } from '../models/trees/errors.ts';
import { PortError } from '../ports.ts';

const BAR = '15m';
const BAR_MS = INTERVAL_MS[BAR];
/** The most that one call for bars answers. */
const PAGE_BARS = 1_500;

/** What all kinds learn from in one night. */
export interface Lessons {
  readonly plan: TrainingPlan;
  readonly market: ModelMarket;
  readonly coins: readonly BarSeries[];
  /** In force: the exits and costs that trades are valued with. */
  readonly limits: Limits;
}

/** Reads the night's lessons when they are first asked for, and once: hundreds of requests of the venue's patience. */
export function lessonsOf(tick: Tick<LearningDesk>, plan: TrainingPlan): () => Promise<Lessons> {
  let read: Promise<Lessons> | undefined;
  return () => {
    read ??= readLessons(tick, plan);
    return read;
  };
}

async function readLessons(tick: Tick<LearningDesk>, plan: TrainingPlan): Promise<Lessons> {
  const { modelMarket } = tick.desk;
  const market = MODEL_MARKETS.find(each => each === modelMarket);
  if (market === undefined) throw new TrainingError('shape', `no model can be trained for ${modelMarket}`);
  const limits = await valuingLimits(tick);
  return { plan, market, limits, coins: await histories(tick, plan.days) };
}

/** The limits that trades are valued by. Throws a PortError where they cannot be read, or are not valid. */
export async function valuingLimits({ desk, minute }: Tick<LearningDesk>): Promise<Limits> {
  const answer = await desk.limits.read(minute);
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
