import type { Minute, SymbolId } from '../desk/units.ts';
import { epochMs } from '../desk/units.ts';
import { type BallotSource, type Cast, hasWord, ofUniverse } from '../minute/ensemble.ts';
import { done } from '../minute/work.ts';
import { askedOf, ballotOfHeard, calibratedLogits, type Heard, type Running } from '../models/ballot.ts';
import { windowsAt, windowsOf } from '../models/features/sequence.ts';
import { COLUMNS, featuresAt, inOrder } from '../models/features.ts';
import type { Mixtures } from '../models/mixtures.ts';
import type { Seat } from '../models/panel.ts';
import { type BarSeries, BITCOIN, barAt } from '../models/series.ts';
import type { Windows } from '../models/windows.ts';
import type { Tensors } from '../ports.ts';

/** What is asked: the bars of every coin, and at the close of which of them about whom. */
export interface PredictionSpan {
  readonly panel: readonly Seat[];
  readonly mixtures: Mixtures | undefined;
  readonly coins: ReadonlyMap<SymbolId, BarSeries>;
  readonly bars: readonly AskedBar[];
  readonly tensors: Tensors;
  readonly onBar?: (done: number) => void;
  readonly stops?: () => boolean;
  readonly breathes?: () => Promise<void>;
}

export interface AskedBar {
  /** Its close. */
  readonly at: Minute;
  readonly universe: readonly SymbolId[];
}

/** A bar's coins, and where their numbers stand in the models' columns. */
interface BarPlace {
  readonly universe: readonly SymbolId[];
  readonly symbols: readonly SymbolId[];
  readonly from: number;
}

/** What every model says of every bar, made ahead in batches: a bar costs a look-up when it is its turn. */
export interface Predictions extends BallotSource {
  /** Rows that were predicted, by all models together. */
  readonly rows: number;
}

/** Rows that a model is asked about at once. */
const BATCH_ROWS = 4_096;

export async function predictedAhead(span: PredictionSpan): Promise<Predictions> {
  const { panel, mixtures, coins, bars, tensors } = span;
  const asked = askedOf(panel);
  const places = new Map<number, BarPlace>();
  const columns = asked.map(() => new GrowingColumn());
  const silent = new Map<string, string>();
  const batch = new Batch(coins);
  let rows = 0;
  const flush = async () => {
    for (const [n, seat] of asked.entries())
      await batch.ask(seat, columns[n] as GrowingColumn, silent, tensors);
    rows += batch.rows * asked.length;
    batch.clear();
  };
  let from = 0;
  for (const [n, { at, universe }] of bars.entries()) {
    if (span.stops?.() === true) break;
    if (asked.length === 0 || universe.length === 0) continue;
    const read = featuresOfBar(coins, universe, at);
    batch.add(read, at);
    places.set(at, { universe, symbols: read.symbols, from });
    from += read.symbols.length;
    if (batch.rows >= BATCH_ROWS) await flush();
    span.onBar?.(n + 1);
    await span.breathes?.();
  }
  await flush();
  const silences = [...silent].map(([version, because]) => ({ version, because }));
  const known = asked
    .map((seat, n) => ({ seat, column: (columns[n] as GrowingColumn).values() }))
    .filter(({ seat }) => !silent.has(seat.model.manifest.version));
  return {
    rows,
    panel: async () => panel,
    cast: async (_panel, universe, at): Promise<Cast> => {
      const place = places.get(at);
      if (place === undefined || !sameCoins(place.universe, universe)) {
        if (!panel.some(hasWord)) return { ballot: ballotOfHeard([], [], [], mixtures), notes: [] };
        return { ballot: await askedNow(span, asked, universe, at), notes: [] };
      }
      const { symbols, from: first } = place;
      const heard = known.map(
        ({ seat, column }): Heard => ({
          seat,
          logits: column.subarray(first, first + symbols.length),
        }),
      );
      return {
        ballot: ballotOfHeard(symbols, symbols.length === 0 ? [] : heard, silences, mixtures),
        notes: [],
      };
    },
  };
}

const sameCoins = (a: readonly SymbolId[], b: readonly SymbolId[]): boolean =>
  a === b || (a.length === b.length && a.every((each, i) => each === b[i]));

/** A bar that is asked about with another universe than was foreseen: the coins beside a coin are among its features. */
async function askedNow(
  { mixtures, coins, tensors }: PredictionSpan,
  asked: readonly Running[],
  universe: readonly SymbolId[],
  at: Minute,
) {
  const read = rowsOfBar(coins, universe, at);
  const heard: Heard[] = [];
  const silent: { version: string; because: string }[] = [];
  for (const seat of read.symbols.length === 0 ? [] : asked) {
    const { symbols, ...rows } = read;
    const logits = await done(
      calibratedLogits(seat, { ...rows, rows: symbols.length, columns: COLUMNS }),
      tensors,
    );
    if (typeof logits === 'string') silent.push({ version: seat.model.manifest.version, because: logits });
    else heard.push({ seat, logits });
  }
  return ballotOfHeard(read.symbols, heard, silent, mixtures);
}

/** What of a bar is asked about in a batch: whose rows, and their features. */
interface BarRows {
  readonly symbols: readonly SymbolId[];
  readonly values: Float32Array;
}

function featuresOfBar(
  coins: ReadonlyMap<SymbolId, BarSeries>,
  universe: readonly SymbolId[],
  at: Minute,
): BarRows {
  const read = [...new Set([...universe, BITCOIN])].flatMap(symbol => coins.get(symbol) ?? []);
  const open = epochMs(at - (read[0]?.barMs ?? 0));
  return ofUniverse({ ...featuresAt(read, open), windows: NO_WINDOWS_YET }, universe);
}

const NO_WINDOWS_YET: Windows = { rows: 0, bars: 0, channels: 0, write: () => {} };

/** The same with the windows of these rows alone, for a bar that nobody foresaw. */
function rowsOfBar(coins: ReadonlyMap<SymbolId, BarSeries>, universe: readonly SymbolId[], at: Minute) {
  const read = [...new Set([...universe, BITCOIN])].flatMap(symbol => coins.get(symbol) ?? []);
  const open = epochMs(at - (read[0]?.barMs ?? 0));
  return ofUniverse({ ...featuresAt(read, open), windows: windowsAt(read, open) }, universe);
}

/** Rows of several bars, asked about together. */
class Batch {
  readonly #coins: readonly BarSeries[];
  readonly #placeOf: ReadonlyMap<SymbolId, number>;
  readonly #windows: Windows;
  #values = new Float32Array(2 * BATCH_ROWS * COLUMNS);
  #coinOfRow = new Int32Array(2 * BATCH_ROWS);
  #barOfRow = new Int32Array(2 * BATCH_ROWS);
  rows = 0;

  constructor(coins: ReadonlyMap<SymbolId, BarSeries>) {
    this.#coins = inOrder([...coins.values()]);
    this.#placeOf = new Map(this.#coins.map(({ symbol }, place) => [symbol, place]));
    // One for all batches: what it makes of a coin's bars when its first window is asked for is kept.
    this.#windows = windowsOf(this.#coins, this.#coinOfRow, this.#barOfRow);
  }

  add({ symbols, values }: BarRows, at: Minute): void {
    this.#values.set(values, this.rows * COLUMNS);
    for (const symbol of symbols) {
      const coin = this.#placeOf.get(symbol) as number;
      const series = this.#coins[coin] as BarSeries;
      this.#coinOfRow[this.rows] = coin;
      this.#barOfRow[this.rows] = barAt(series, at - series.barMs);
      this.rows += 1;
    }
  }

  clear(): void {
    this.rows = 0;
  }

  async ask(
    seat: Running,
    column: GrowingColumn,
    silent: Map<string, string>,
    tensors: Tensors,
  ): Promise<void> {
    if (this.rows === 0) return;
    const { rows } = this;
    const values = this.#values.subarray(0, rows * COLUMNS);
    const windows = { ...this.#windows, rows };
    const said = await done(calibratedLogits(seat, { rows, columns: COLUMNS, values, windows }), tensors);
    if (typeof said === 'string') silent.set(seat.model.manifest.version, said);
    else column.push(said);
  }
}

class GrowingColumn {
  #values = new Float64Array(BATCH_ROWS);
  #length = 0;

  push(said: readonly number[]): void {
    if (this.#length + said.length > this.#values.length) {
      const larger = new Float64Array(Math.max(this.#values.length * 2, this.#length + said.length));
      larger.set(this.#values.subarray(0, this.#length));
      this.#values = larger;
    }
    this.#values.set(said, this.#length);
    this.#length += said.length;
  }

  values = (): Float64Array => this.#values.subarray(0, this.#length);
}
