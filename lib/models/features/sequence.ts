import type { EpochMs, SymbolId } from '../../desk/units.ts';
import { inOrder } from '../features.ts';
import { columnOf, schemaOf } from '../schema.ts';
import { type BarSeries, barAt } from '../series.ts';
import type { Windows } from '../windows.ts';
import { hasWindow, WINDOW_BARS } from './bar.ts';
import { type BarMarks, marksOf } from './marks.ts';

/**
 * The channels of a bar in a window, in order, all free of scale: a window is measured by its own bars alone.
 * `flow`: the bar's move on more than the usual volume, 0 on less; `thrust`: the same for the move of the last 16 bars;
 * `volume` and `range`: logs of the share of the window's mean. Few on purpose: bare moves, Bitcoin's, the market's and
 * price levels were tried, and each cost the nets more in what they learnt by chance than it told them.
 */
export const SEQUENCE = schemaOf(1, ['flow', 'thrust', 'volume', 'range']);
export const CHANNELS = SEQUENCE.names.length;

/** Those that change their sign when every move goes the other way. */
export const SIGNED_CHANNELS = ['flow', 'thrust'].map(name => columnOf(SEQUENCE.names, name));

/**
 * The windows that end with the signal bars of some rows: `coins` as a dataset holds them, in the order of their
 * symbols, `coinOfRow` counting in it, `barOfRow` in the coin's bars. Every window must be whole.
 */
export function windowsOf(
  coins: readonly BarSeries[],
  coinOfRow: ArrayLike<number>,
  barOfRow: ArrayLike<number>,
): Windows {
  return {
    rows: coinOfRow.length,
    bars: WINDOW_BARS,
    channels: CHANNELS,
    write: (row, out, at) => {
      writeWindow(marksOf(coins[coinOfRow[row] as number] as BarSeries), barOfRow[row] as number, out, at);
    },
  };
}

/** The windows at the close of the signal bar that opens at `at`: of the coins that have a row in `featuresAt`, in its order. */
export function windowsAt(
  coins: readonly BarSeries[],
  at: EpochMs,
): Windows & { readonly symbols: readonly SymbolId[] } {
  const ordered = inOrder(coins);
  const places = ordered.map(series => barAt(series, at));
  const present = ordered.flatMap((series, coin) =>
    hasWindow(series, places[coin] as number) ? [coin] : [],
  );
  const windows = windowsOf(
    ordered,
    present,
    present.map(coin => places[coin] as number),
  );
  return { ...windows, symbols: present.map(coin => (ordered[coin] as BarSeries).symbol) };
}

/** Further out than this a move is as good as any other: one broken bar must not drown a window. */
const MOST = 8;
/** Below a hundredth of the usual, volume and range say no more. */
const LEAST_SHARE = 0.01;
/** Bars over which a thrust is taken. */
const THRUST_BARS = 16;

function writeWindow(
  { logClose, move, range, volume }: BarMarks,
  last: number,
  out: Float32Array,
  at: number,
): void {
  const from = last - WINDOW_BARS + 1;
  const moveScale = scaleOf(rootMeanSquare(move, from));
  const rangeScale = scaleOf(meanOf(range, from));
  const volumeScale = scaleOf(meanOf(volume, from));
  let place = at;
  for (let k = from; k <= last; k += 1) {
    const own = bounded((move[k] as number) * moveScale);
    const traded = logShare((volume[k] as number) * volumeScale);
    const before = Math.max(from, k - THRUST_BARS);
    const thrust = bounded(((logClose[k] as number) - (logClose[before] as number)) * moveScale);
    const loud = Math.max(0, traded);
    out[place] = own * loud;
    out[place + 1] = (thrust / Math.sqrt(THRUST_BARS)) * loud;
    out[place + 2] = traded;
    out[place + 3] = logShare((range[k] as number) * rangeScale);
    place += CHANNELS;
  }
}

const bounded = (value: number): number => Math.min(Math.max(value, -MOST), MOST);
const logShare = (share: number): number => Math.log(share + LEAST_SHARE);

/** What a number is multiplied by to be counted in its usual sizes; 0 where those are nothing, or too small to divide by. */
function scaleOf(usual: number): number {
  const scale = 1 / usual;
  return Number.isFinite(scale) ? scale : 0;
}

function meanOf(values: Float64Array, from: number): number {
  let sum = 0;
  for (let k = from; k < from + WINDOW_BARS; k += 1) sum += values[k] as number;
  return sum / WINDOW_BARS;
}

function rootMeanSquare(values: Float64Array, from: number): number {
  let sum = 0;
  for (let k = from; k < from + WINDOW_BARS; k += 1) sum += (values[k] as number) ** 2;
  return Math.sqrt(sum / WINDOW_BARS);
}
