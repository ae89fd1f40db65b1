/** The bars behind some rows, for models that read them one by one. The last bar of a window is the row's signal bar. */
export interface Windows {
  readonly rows: number;
  readonly bars: number;
  readonly channels: number;
  /** Writes a row's window, bar after bar with all its channels, from `at` on: `bars * channels` numbers, none of them NaN. */
  write(row: number, out: Float32Array, at: number): void;
}
