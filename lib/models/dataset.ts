import type { EpochMs } from '../desk/units.ts';
import { OWN_NAMES } from './features/own.ts';
import { windowsOf } from './features/sequence.ts';
import { COLUMNS, inOrder, WINDOW_BARS, writeRows } from './features.ts';
import { labelAt, targetOf } from './label.ts';
import type { LabelledRows } from './learner.ts';
import { barMsOf, type Recipe, stopFractionOf } from './recipe.ts';
import { columnOf } from './schema.ts';
import { type BarSeries, barAt, knownBy } from './series.ts';

/** Labelled rows of all coins, pooled and ordered by time, then symbol (I50, I55). */
export interface Dataset {
  readonly recipe: Recipe;
  /** In the order of their symbols; `coin` counts in it. */
  readonly coins: readonly BarSeries[];
  readonly rows: number;
  readonly columns: number;
  /** Row-major; NaN is missing. */
  readonly values: Float32Array;
  /** 1 up, 0 down, NaN where neither side was right. */
  readonly labels: Float32Array;
  /** Close of the signal bar: when the row is known. */
  readonly at: Float64Array;
  /**
   * Close of the horizon's last bar. Where a stop was touched early the label is known sooner; but to take such rows
   * in sooner would fill the end of every training set with quick moves.
   */
  readonly endAt: Float64Array;
  readonly coin: Uint16Array;
  /** The signal bar's place in its coin's series. */
  readonly bar: Uint32Array;
  readonly atrFraction: Float32Array;
  readonly stopFraction: Float32Array;
}

export interface DatasetOptions {
  readonly recipe: Recipe;
  /** Rows are made for each such bar only: with 4, one of four. */
  readonly everyBars?: number;
  /** Signal bars from here, and those closed by there, alone; the dataset holds no bar that closes after `to`. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

const ATR_COLUMN = columnOf(OWN_NAMES, 'atr-fraction');

/** All rows whose horizon is over by `to`. @throws Error for bars of another length than the recipe's, which would be a bug */
export function datasetOf(given: readonly BarSeries[], options: DatasetOptions): Dataset {
  const { recipe, everyBars = 1, from = 0, to = Infinity } = options;
  const coins = inOrder(given).map(series => knownBy(series, to));
  const odd = coins.find(({ barMs }) => barMs !== barMsOf(recipe));
  if (odd !== undefined)
    throw new Error(`${odd.symbol} has bars of ${odd.barMs} ms, the recipe ${barMsOf(recipe)}`);
  const times = signalTimes(coins, everyBars, from, to);
  const growing = new GrowingRows(coins.length * COLUMNS);
  const buffer = new Float32Array(coins.length * COLUMNS);
  const present = new Int32Array(coins.length);
  for (const at of times) {
    const places = coins.map(series => barAt(series, at));
    const rows = writeRows(coins, places, buffer, present);
    for (let row = 0; row < rows; row += 1) {
      const coin = present[row] as number;
      const series = coins[coin] as BarSeries;
      const bar = places[coin] as number;
      const atr = buffer[row * COLUMNS + ATR_COLUMN] as number;
      const label = labelAt(series, bar, atr, recipe);
      const endAt = at + series.barMs * (1 + recipe.horizonBars);
      if (label === undefined || endAt > to) continue;
      growing.add(buffer.subarray(row * COLUMNS, (row + 1) * COLUMNS), {
        label: targetOf(label.outcome),
        at: at + series.barMs,
        endAt,
        coin,
        bar,
        atr,
        stop: stopFractionOf(atr, recipe.stop),
      });
    }
  }
  return { recipe, coins, columns: COLUMNS, ...growing.done() };
}

function signalTimes(coins: readonly BarSeries[], every: number, from: number, to: number): number[] {
  const times = new Set<number>();
  for (const { at, barMs } of coins) {
    for (let i = WINDOW_BARS - 1; i < at.length; i += 1) {
      const open = at[i] as number;
      if (open + barMs >= from && open + barMs <= to && (open / barMs) % every === 0) times.add(open);
    }
  }
  return [...times].toSorted((a, b) => a - b);
}

interface RowFacts {
  readonly label: number;
  readonly at: number;
  readonly endAt: number;
  readonly coin: number;
  readonly bar: number;
  readonly atr: number;
  readonly stop: number;
}

/** Rows as they come; the table doubles when it is full. */
class GrowingRows {
  #values: Float32Array;
  readonly #facts: RowFacts[] = [];

  constructor(capacity: number) {
    this.#values = new Float32Array(Math.max(capacity, COLUMNS));
  }

  add(row: Float32Array, facts: RowFacts): void {
    const start = this.#facts.length * COLUMNS;
    if (start + COLUMNS > this.#values.length) {
      const wider = new Float32Array(this.#values.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values.set(row, start);
    this.#facts.push(facts);
  }

  done() {
    const facts = this.#facts;
    return {
      rows: facts.length,
      values: this.#values.subarray(0, facts.length * COLUMNS),
      labels: Float32Array.from(facts, ({ label }) => label),
      at: Float64Array.from(facts, ({ at }) => at),
      endAt: Float64Array.from(facts, ({ endAt }) => endAt),
      coin: Uint16Array.from(facts, ({ coin }) => coin),
      bar: Uint32Array.from(facts, ({ bar }) => bar),
      atrFraction: Float32Array.from(facts, ({ atr }) => atr),
      stopFraction: Float32Array.from(facts, ({ stop }) => stop),
    };
  }
}

/** The rows of a selection, copied together; labels as they are, NaN among them. */
export function rowsOf(dataset: Dataset, selection: Uint32Array): LabelledRows {
  const { columns, values, labels, coins, coin, bar } = dataset;
  const picked = new Float32Array(selection.length * columns);
  selection.forEach((row, n) => {
    picked.set(values.subarray(row * columns, (row + 1) * columns), n * columns);
  });
  return {
    rows: selection.length,
    columns,
    values: picked,
    labels: Float32Array.from(selection, row => labels[row] as number),
    windows: windowsOf(
      coins,
      selection.map(row => coin[row] as number),
      selection.map(row => bar[row] as number),
    ),
  };
}
