/**
 * From licensed models to signals. At the close of a signal bar: the universe's bars → features → each model's word →
 * one calibrated probability a coin → what such a trade is worth → signals. Nothing ever votes in a model's place (I45).
 */
import { closedAt, INTERVAL_MS } from '../desk/candle.ts';
import type { CoinWord, JournalEvent } from '../desk/journal.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { SIGNAL_VALID_MINUTES } from '../desk/signal/signal.ts';
import {
  epochMs,
  type Fraction,
  fraction,
  MINUTE_MS,
  type Minute,
  minuteOf,
  type SymbolId,
} from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import {
  type Ballot,
  ballotOf,
  signalsOf,
  type ValuedVote,
  valued as valuedVotes,
} from '../models/ballot.ts';
import { windowsAt } from '../models/features/sequence.ts';
import { COLUMNS, type FeatureRows, featuresAt, WINDOW_BARS } from '../models/features.ts';
import type { Mixtures } from '../models/mixtures.ts';
import { panelOf, rememberedSeats, type Seat, silenceOf } from '../models/panel.ts';
import { type BarSeries, BITCOIN, seriesOf } from '../models/series.ts';
import { NO_WINDOWS, pickedWindows, type Windows } from '../models/windows.ts';
import {
  type Market,
  type ModelStore,
  PortError,
  type Signals,
  type SignalsAnswer,
  type Tensors,
} from '../ports.ts';
import { mixturesReader } from './mixtures.ts';
import { modelReader } from './models.ts';
import { sentenceOf } from './tick.ts';
import { done } from './work.ts';

export interface EnsemblePorts {
  readonly models: ModelStore;
  readonly market: Pick<Market, 'candles'>;
  readonly tensors: Tensors;
}

export interface EnsembleSettings {
  /** Where the desk trades, as manifests name it: `binance-usdm`, `synthetic`. */
  readonly market: string;
}

const BAR = '15m';
const BAR_MS = INTERVAL_MS[BAR];
/** A window, one bar more, and the bar that is still open. */
const BARS_READ = WINDOW_BARS + 2;

/** What was found at a bar's close, kept for the minutes in which its signals are good. */
interface Bar {
  readonly at: Minute;
  readonly panel: readonly Seat[];
  readonly ballot: Ballot | undefined;
}

/** Where a bar's panel and ballot come from. */
export interface BallotSource {
  /** The places of the ensemble as they stand at a signal bar. */
  panel(minute: Minute): Promise<readonly Seat[]>;
  /** What they say of the universe's coins at the bar that closed at `at`, and what went wrong with it. */
  cast(panel: readonly Seat[], universe: readonly SymbolId[], at: Minute): Promise<Cast>;
}

export interface Cast {
  readonly ballot: Ballot;
  readonly notes: readonly JournalEvent[];
}

/** Signals of the licensed models. Bars and models are read once a signal bar; the limits in force are asked each minute. */
export const ensembleSignals = (ports: EnsemblePorts, settings: EnsembleSettings): Signals =>
  signalsFrom(servedBallots(ports, settings));

/** A source's ballots as signals: what is worth a trade under the limits of each minute, with its record. */
export function signalsFrom(source: BallotSource): Signals {
  let known: Bar | undefined;
  const valued = valuedOnce();
  return {
    at: async (minute, universe, limits) => {
      const at = minuteOf(Math.floor(minute / BAR_MS) * BAR_MS);
      if (known?.at !== at) known = { at, panel: await source.panel(minute), ballot: undefined };
      const { panel, ballot: cast } = known;
      if (minute - at >= SIGNAL_VALID_MINUTES * MINUTE_MS)
        return nothing(panel, `the next signal bar closes at ${minuteText(at + BAR_MS)}`);
      if (cast !== undefined) return answerOf(known, valued(cast, limits));
      if (universe.length === 0) return nothing(panel, 'the universe is still empty');
      const { ballot, notes: troubles } = await source.cast(panel, universe, at);
      const bar = { at, panel, ballot };
      known = bar;
      const votes = valued(ballot, limits);
      const notes = [...troubles, ...silentNotes(ballot), votesRecord(bar, votes)];
      return { ...answerOf(bar, votes), notes };
    },
  };
}

/** A ballot is asked again in each minute in which it is good, and the limits are seldom others than in the last. */
function valuedOnce(): typeof valuedVotes {
  let last:
    | { readonly ballot: Ballot; readonly limits: Limits; readonly votes: readonly ValuedVote[] }
    | undefined;
  return (ballot, limits) => {
    if (last?.ballot !== ballot || last.limits !== limits)
      last = { ballot, limits, votes: valuedVotes(ballot, limits) };
    return last.votes;
  };
}

/** Ballots of the models in store on the bars that the market shows. */
function servedBallots({ models, market, tensors }: EnsemblePorts, settings: EnsembleSettings): BallotSource {
  const read = modelReader(models);
  const readMixtures = mixturesReader(models);
  const seatOf = rememberedSeats();
  return {
    panel: async minute => {
      const held = (await read()).map(({ model }) => model);
      return panelOf(held, settings.market, epochMs(minute), seatOf);
    },
    cast: async (panel, universe, at) => {
      const { rows, troubles } = await readRows(market, universe, at, panel);
      const { mixtures, broken } = await mixturesKnown(readMixtures);
      const ballot = await done(ballotOf(panel, ofUniverse(rows, universe), mixtures), tensors);
      return { ballot, notes: [...troubles, ...broken] };
    },
  };
}

/** Features and bars of the same coins, row by row. */
export type BarRows = FeatureRows & { readonly windows: Windows };

interface Read {
  readonly rows: BarRows;
  readonly troubles: readonly JournalEvent[];
}

const NO_ROWS: BarRows = { symbols: [], values: new Float32Array(0), windows: NO_WINDOWS };

/**
 * The features of the bar that closed at `at`, for the universe's coins and Bitcoin, to which all of them refer. A coin
 * whose bars cannot be read is left out and noted; without Bitcoin's there is no reading.
 */
async function readRows(
  market: Pick<Market, 'candles'>,
  universe: readonly SymbolId[],
  at: Minute,
  panel: readonly Seat[],
): Promise<Read> {
  if (!panel.some(hasWord)) return { rows: NO_ROWS, troubles: [] };
  const troubles: JournalEvent[] = [];
  const read = [...new Set([...universe, BITCOIN])].map(async (symbol): Promise<readonly BarSeries[]> => {
    try {
      const bars = await market.candles(symbol, BAR, BARS_READ);
      return [seriesOf(symbol, closedAt(bars, BAR, at), BAR_MS)];
    } catch (error) {
      if (symbol === BITCOIN || !(error instanceof PortError)) throw error;
      troubles.push({ type: 'trouble', what: 'signal bars', symbol, because: sentenceOf(error) });
      return [];
    }
  });
  const coins = (await Promise.all(read)).flat();
  const open = epochMs(at - BAR_MS);
  return { rows: { ...featuresAt(coins, open), windows: windowsAt(coins, open) }, troubles };
}

interface KnownMixtures {
  readonly mixtures: Mixtures | undefined;
  readonly broken: readonly JournalEvent[];
}

/** A file of mixtures that is none is a trouble, and the models go on as where nothing was ever measured. */
async function mixturesKnown(read: () => Promise<Mixtures | undefined>): Promise<KnownMixtures> {
  try {
    return { mixtures: await read(), broken: [] };
  } catch (error) {
    if (!(error instanceof PortError) || error.kind !== 'malformed') throw error;
    const because = sentenceOf(error);
    return { mixtures: undefined, broken: [{ type: 'trouble', what: 'mixtures of models', because }] };
  }
}

/** A model that could not be run is a trouble of its own; the others' word stands. */
const silentNotes = ({ silent }: Ballot): readonly JournalEvent[] =>
  silent.map(({ version, because }) => ({ type: 'trouble', what: `model ${version}`, because }));

export const hasWord = (seat: Seat): boolean =>
  seat.type === 'licensed' || (seat.type === 'refused' && !seat.foreign);

/** The rows of the coins that may be traded: Bitcoin is read even where it is none of them. */
export function ofUniverse({ symbols, values, windows }: BarRows, universe: readonly SymbolId[]): BarRows {
  const kept = symbols.flatMap((symbol, row) => (universe.includes(symbol) ? [row] : []));
  const picked = new Float32Array(kept.length * COLUMNS);
  kept.forEach((row, n) => {
    picked.set(values.subarray(row * COLUMNS, (row + 1) * COLUMNS), n * COLUMNS);
  });
  return {
    symbols: symbols.filter(symbol => universe.includes(symbol)),
    values: picked,
    windows: pickedWindows(windows, kept),
  };
}

/** No signal: for want of a licence, which goes before any other reason, or for what is said. */
const nothing = (panel: readonly Seat[], because: string): SignalsAnswer =>
  panel.some(({ type }) => type === 'licensed')
    ? { signals: [], noTrade: 'no-signal', because }
    : { signals: [], noTrade: 'no-licensed-model', because: silenceOf(panel) };

function answerOf({ at, panel, ballot }: Bar, votes: readonly ValuedVote[]): SignalsAnswer {
  const signals = ballot?.licensed === true ? signalsOf(votes, at) : [];
  if (signals.length > 0) return { signals };
  const best = votes[0];
  const told = `${votes.length} coins were judged at ${minuteText(at).slice(11)} and none is worth a trade`;
  return nothing(
    panel,
    best === undefined
      ? `no coin of the universe has the ${WINDOW_BARS} bars before ${minuteText(at).slice(11)} that a vote needs`
      : `${told}; the best is ${best.symbol} ${best.side} at ${best.confidence.toFixed(2)}: ${best.because}`,
  );
}

/** Digits that tell two predictions apart, in a record that is kept for each bar. */
const SCALE = 10 ** 5;
const short = (value: number): number => Math.round(value * SCALE) / SCALE;

/** A licensed model's share of the ensemble's word. */
function weightOf(seat: Seat, ballot: Ballot | undefined): { readonly weight?: Fraction } {
  if (seat.type !== 'licensed') return {};
  const { version } = seat.model.manifest;
  const held = ballot?.weights.find(one => one.version === version);
  return { weight: fraction(short(held?.weight ?? 0)) };
}

function votesRecord({ at, panel, ballot }: Bar, votes: readonly ValuedVote[]): JournalEvent {
  const versions = panel.map(seat => ('model' in seat ? seat.model.manifest.version : undefined));
  return {
    type: 'votes',
    at,
    licensed: ballot?.licensed === true,
    models: panel.map(seat => ({
      kind: seat.kind,
      ...('model' in seat ? { version: seat.model.manifest.version } : {}),
      licensed: seat.type === 'licensed',
      ...weightOf(seat, ballot),
      ...(seat.type === 'licensed'
        ? {}
        : { because: seat.type === 'untrained' ? 'not trained' : seat.because }),
    })),
    coins: votes.map(vote => wordOf(vote, versions)),
  };
}

/** A vote as it is kept. Why it has no expected value is a sentence; that one is too low its figure says. */
function wordOf(vote: ValuedVote, versions: readonly (string | undefined)[]): CoinWord {
  const { symbol, side, confidence, pUp, said, evR } = vote;
  return {
    symbol,
    side,
    confidence: fraction(short(confidence)),
    pUp: fraction(short(pUp)),
    said: versions.map(version => {
      const own = version === undefined ? undefined : said.find(one => one.version === version)?.pUp;
      return own !== undefined && Number.isFinite(own) ? short(own) : null;
    }),
    ...(evR === undefined ? withoutValue(vote) : { evR: short(evR) }),
  };
}

const withoutValue = ({ because }: ValuedVote) => (because === undefined ? {} : { because });
