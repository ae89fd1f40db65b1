import { DAY_MS, type EpochMs, epochMs } from '../desk/units.ts';
import type { Dataset } from './dataset.ts';

/** One step of the walk: learn from what was known before `from`, predict what comes until `to`. Places are rows. */
export interface Fold {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Labelled rows to fit on, then later ones to stop early by; none of them reaches into the other or the test. */
  readonly fit: Uint32Array;
  readonly stop: Uint32Array;
  /** All rows of the test, those without a winner among them: they are scored as lost. */
  readonly test: Uint32Array;
}

export interface WalkOptions {
  /** Tests, one after the other; the span before the first is for learning alone. */
  readonly folds: number;
  /** Share of the whole span that is learnt from before the first test. */
  readonly firstShare: number;
  /** Time left out between what is learnt from and what comes after it, on top of the horizon. */
  readonly embargoMs: number;
  /** Share of a training span, its end, that early stopping watches. */
  readonly stopShare: number;
}

export const WALK_DEFAULTS: WalkOptions = { folds: 6, firstShare: 0.4, embargoMs: DAY_MS, stopShare: 0.15 };

type Rows = Pick<Dataset, 'rows' | 'at' | 'endAt' | 'labels'>;

/**
 * Purged, embargoed folds over time, never over coins laid end to end (I50). Training rows end their horizon at least
 * an embargo before the first test row is known. (Lopez de Prado, Advances in Financial Machine Learning, ch. 7.)
 */
export function walkForward(dataset: Rows, options: WalkOptions = WALK_DEFAULTS): readonly Fold[] {
  const [begin, end] = spanOf(dataset);
  const firstTest = begin + (end - begin) * options.firstShare;
  const length = (end - firstTest) / options.folds;
  return Array.from({ length: options.folds }, (_, n) => {
    const from = epochMs(firstTest + n * length);
    const to = epochMs(n === options.folds - 1 ? end + 1 : from + length);
    const test = rowsWhere(dataset, row => within(dataset.at[row] as number, from, to));
    return { from, to, ...trainingRows(dataset, from, options), test };
  });
}

/** What may be learnt from at an instant: rows to fit on and later ones to stop by. */
export function trainingRows(
  dataset: Rows,
  before: number,
  { embargoMs, stopShare }: Pick<WalkOptions, 'embargoMs' | 'stopShare'>,
): Pick<Fold, 'fit' | 'stop'> {
  const [begin] = spanOf(dataset);
  const last = before - embargoMs;
  const stopFrom = last - (last - begin) * stopShare;
  const known = (row: number, by: number) =>
    (dataset.endAt[row] as number) <= by && !Number.isNaN(dataset.labels[row] as number);
  return {
    fit: rowsWhere(dataset, row => known(row, stopFrom - embargoMs)),
    stop: rowsWhere(dataset, row => (dataset.at[row] as number) >= stopFrom && known(row, last)),
  };
}

const spanOf = ({ at, rows }: Rows): readonly [number, number] => [at[0] ?? 0, at[rows - 1] ?? 0];
const within = (at: number, from: number, to: number) => at >= from && at < to;

function rowsWhere({ rows }: Rows, wanted: (row: number) => boolean): Uint32Array {
  const found: number[] = [];
  for (let row = 0; row < rows; row += 1) if (wanted(row)) found.push(row);
  return Uint32Array.from(found);
}
