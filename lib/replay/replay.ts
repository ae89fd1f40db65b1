import type { Interval } from '../desk/candle.ts';
import { INTERVAL_MS } from '../desk/candle.ts';
import type { JournalRecord } from '../desk/journal.ts';
import type { Limits } from '../desk/limits/limits.ts';
import type { Signal } from '../desk/signal/signal.ts';
import { DAY_MS, type Minute, type SymbolId, type Usd } from '../desk/units.ts';
import { signalsFrom } from '../minute/ensemble.ts';
import type { Mixtures } from '../models/mixtures.ts';
import type { Seat } from '../models/panel.ts';
import { type BarSeries, seriesOf } from '../models/series.ts';
import type { Signals, Tensors } from '../ports.ts';
import { Engine } from '../sim/engine/engine.ts';
import type { SimMarket } from '../sim/market.ts';
import type { RecordedMarket } from '../sim/markets/recorded.ts';
import type { BarSeries as RecordedSeries } from '../sim/markets/series.ts';
import { MODE } from './desk.ts';
import { type Played, play, type Speakers } from './play.ts';
import { type AskedBar, type Predictions, predictedAhead } from './predictions.ts';
import { membersFor, type UniverseTimeline, universeOver } from './universe.ts';

/** What is replayed: a market, a span of it, limits, and who says what to trade. */
export interface ReplayInput {
  readonly market: SimMarket & Partial<Pick<RecordedMarket, 'series'>>;
  /** Of the bars that the market holds. */
  readonly interval: '1m' | '15m' | '1h';
  readonly from: Minute;
  readonly to: Minute;
  readonly limits: Limits;
  readonly walletUsd: Usd;
  readonly accountKind: 'usdt-isolated' | 'credits-cross';
  readonly voices: Voices;
  /** Runs also the minutes in which nothing can happen: slower, and the same. */
  readonly everyMinute?: boolean;
  /** Minutes at which the journal so far is hashed, ascending. */
  readonly marks?: readonly Minute[];
}

/** Models, or a list of signals in their place. */
export type Voices =
  | {
      readonly type: 'models';
      readonly panel: readonly Seat[];
      readonly mixtures: Mixtures | undefined;
      readonly tensors: Tensors;
    }
  | { readonly type: 'forced'; readonly list: readonly Signal[]; readonly signals: Signals };

export type Phase = 'universe' | 'predictions' | 'minutes';

/** Hears how far a replay is, and can end it. */
export interface Attendance {
  readonly onProgress?: (phase: Phase, done: number, of: number) => void;
  readonly stops?: () => boolean;
  /** Lets others have their turn, now and then. */
  readonly breathes?: () => Promise<void>;
  /** Hears the journal, but for what was not run: how the account stood, and why nothing was opened, in still minutes. */
  readonly onRecord?: (record: JournalRecord) => void;
}

export interface Replayed {
  /** Signal bars of every coin, from some days before the span. */
  readonly coins: ReadonlyMap<SymbolId, BarSeries>;
  readonly universe: UniverseTimeline;
  readonly predictions: Predictions | undefined;
  readonly played: Played;
}

const SIGNAL_BAR: Interval = '15m';

/** What of a span does not depend on how the desk sizes, opens and ends its trades; several replays can share it. */
export type Prepared = Omit<Replayed, 'played'>;

/** Replays a span: the universe first, then what the models say of it, then the minutes. Deterministic. */
export async function replay(input: ReplayInput, attendance: Attendance = {}): Promise<Replayed> {
  return replayPrepared(input, await prepare(input, attendance), attendance);
}

/** The universe of each minute and what the models say of it. Of the limits it depends on `scanKey` alone. */
export async function prepare(input: ReplayInput, attendance: Attendance = {}): Promise<Prepared> {
  const { market, limits, from, to, interval, everyMinute = false } = input;
  const coins = barsOf(market, from, to);
  const universe = await universeOver({
    market,
    limits,
    from,
    to,
    everyMinute,
    bars: coins,
    barMs: INTERVAL_MS[interval],
    ...workOf(attendance),
    onMinute: heard(input, attendance, 'universe'),
  });
  return { coins, universe, predictions: await predictionsFor(input, coins, universe, attendance) };
}

/** Replays the minutes of a span whose universe and predictions are known. */
export async function replayPrepared(
  input: ReplayInput,
  prepared: Prepared,
  attendance: Attendance = {},
): Promise<Replayed> {
  const { market, limits, from, to, walletUsd, accountKind, everyMinute, marks } = input;
  const { onRecord } = attendance;
  const played = await play({
    limits,
    from,
    to,
    universe: prepared.universe,
    engine: Engine.start(market, { startAt: from, walletUsd, accountKind }),
    speakers: speakersOf(input, prepared.predictions),
    ...(everyMinute === undefined ? {} : { everyMinute }),
    ...(marks === undefined ? {} : { marks }),
    ...(onRecord === undefined ? {} : { onRecord }),
    ...workOf(attendance),
    onMinute: heard(input, attendance, 'minutes'),
  });
  return { ...prepared, played };
}

const workOf = ({ stops, breathes }: Attendance): Pick<Attendance, 'stops' | 'breathes'> => ({
  ...(stops === undefined ? {} : { stops }),
  ...(breathes === undefined ? {} : { breathes }),
});

const heard =
  ({ from, to }: ReplayInput, { onProgress }: Attendance, phase: Phase) =>
  (minute: number) =>
    onProgress?.(phase, minute - from, to - from);

async function predictionsFor(
  { from, to, voices }: ReplayInput,
  coins: ReadonlyMap<SymbolId, BarSeries>,
  universe: UniverseTimeline,
  { onProgress, stops, breathes }: Attendance,
): Promise<Predictions | undefined> {
  if (voices.type === 'forced') return undefined;
  const bars: AskedBar[] = [];
  const barMs = INTERVAL_MS[SIGNAL_BAR];
  for (let at = Math.ceil(from / barMs) * barMs; at < to; at += barMs)
    bars.push({ at: at as Minute, universe: membersFor(universe, at as Minute) });
  return predictedAhead({
    ...voices,
    coins,
    bars,
    onBar: done => onProgress?.('predictions', done, bars.length),
    ...(stops === undefined ? {} : { stops }),
    ...(breathes === undefined ? {} : { breathes }),
  });
}

/** So far back a prediction may look; more is loaded than any feature reads. */
const LOOK_BACK_MS = 5 * DAY_MS;

function barsOf(market: ReplayInput['market'], from: Minute, to: Minute): ReadonlyMap<SymbolId, BarSeries> {
  const [first, end] = [from - LOOK_BACK_MS, to];
  return new Map(
    market.instruments().map(({ symbol }) => {
      const recorded = market.series?.(symbol, SIGNAL_BAR);
      return [
        symbol,
        recorded === undefined
          ? seriesOf(symbol, market.candles(symbol, SIGNAL_BAR, first, end), INTERVAL_MS[SIGNAL_BAR])
          : columnsOf(symbol, recorded, first, end),
      ];
    }),
  );
}

/** Bars that were recorded, as columns, without an object for each. */
function columnsOf(symbol: SymbolId, recorded: RecordedSeries, first: number, end: number): BarSeries {
  const from = recorded.lowerBound(first);
  const bars = recorded.lowerBound(end) - from;
  const column = () => new Float64Array(bars);
  const made = {
    at: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  const logClose = column();
  for (let i = 0; i < bars; i += 1)
    recorded.read(from + i, (at, open, high, low, close, volume) => {
      made.at[i] = at;
      made.open[i] = open;
      made.high[i] = high;
      made.low[i] = low;
      made.close[i] = close;
      made.volume[i] = volume;
      logClose[i] = Math.log(close);
    });
  return { symbol, barMs: INTERVAL_MS[SIGNAL_BAR], ...made, logClose, funding: undefined };
}

function speakersOf({ voices }: ReplayInput, predictions: Predictions | undefined): Speakers {
  if (voices.type === 'forced') return forcedSpeakers(voices.list, voices.signals);
  if (predictions === undefined) throw new Error(`a ${MODE} of models without their predictions`);
  const barMs = INTERVAL_MS[SIGNAL_BAR];
  return {
    signals: signalsFrom(predictions),
    nextAt: minute => Math.ceil(minute / barMs) * barMs,
    silence: voices.panel.some(({ type }) => type === 'licensed') ? 'no-signal' : 'no-licensed-model',
  };
}

function forcedSpeakers(list: readonly Signal[], signals: Signals): Speakers {
  const minutes = list.map(({ at }) => at).toSorted((a, b) => a - b);
  return {
    signals,
    nextAt: minute => minutes[firstFrom(minutes, minute)] ?? Number.POSITIVE_INFINITY,
    silence: 'no-signal',
  };
}

/** The place of the first of ascending values that is not below `value`. */
function firstFrom(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
