/** The bars behind some rows, for models that read them one by one. The last bar of a window is the row's signal bar. */
export interface Windows {
  readonly rows: number;
  readonly bars: number;
  readonly channels: number;
  /** Writes a row's window, bar after bar with all its channels, from `at` on: `bars * channels` numbers, none of them NaN. */
  write(row: number, out: Float32Array, at: number): void;
}

/** Some rows of windows, in the order given. */
export const pickedWindows = (windows: Windows, rows: ArrayLike<number>): Windows => ({
  ...windows,
  rows: rows.length,
  write: (row, out, at) => {
    windows.write(rows[row] as number, out, at);
  },
});

/** Where no row is. */
export const NO_WINDOWS: Windows = {
  rows: 0,
  bars: 0,
  channels: 0,
  write: row => {
    throw new RangeError(`there is no window ${row}`);
  },
};
