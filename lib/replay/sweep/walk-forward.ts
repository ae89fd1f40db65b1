import { finite, known } from '../figures/interval.ts';
import { type Metric, scoreOf } from './score.ts';

/** A block of days, and what was chosen for it by the days before it alone. Days are counted from the span's beginning. */
export interface Fold {
  /** The first of its days, and the first after it. */
  readonly from: number;
  readonly to: number;
  /** Which path the days before were best on. */
  readonly chosen: number;
  /** What it scored on them; absent where that is no number, as the ratio to a fall that never came. */
  readonly scored?: number;
}

export interface FoldRule {
  readonly folds: number;
  readonly metric: Metric;
}

/** Days that a block has at least: a ratio of fewer says nothing at all. */
export const BLOCK_DAYS_MIN = 5;

/** So many whole days a walk over so many folds needs: a block for each, and one before the first. */
export const daysNeeded = (folds: number): number => (folds + 1) * BLOCK_DAYS_MIN;

/**
 * Walks forward over the daily returns of every path, the first of which changes nothing: the days are cut into one block
 * more than there are folds, and for each block but the first the path is chosen that was best on all days before it. No
 * day is ever among those that its own path was chosen by. Of equals the first: what is stays.
 *
 * @throws RangeError for paths of different lengths, or too few days
 */
export function walkForward(
  paths: readonly (readonly number[])[],
  { folds, metric }: FoldRule,
): readonly Fold[] {
  const days = paths[0]?.length ?? 0;
  if (paths.some(({ length }) => length !== days)) throw new RangeError('paths of different lengths');
  if (days < daysNeeded(folds)) throw new RangeError(`${days} days are too few for ${folds} folds`);
  const bound = (block: number) => Math.floor((block * days) / (folds + 1));
  return Array.from({ length: folds }, (_, i) => {
    const [from, to] = [bound(i + 1), bound(i + 2)];
    return { from, to, ...best(paths, 0, from, metric) };
  });
}

/** The path that scored highest from one day to before another, and what it scored. */
export function best(
  paths: readonly (readonly number[])[],
  from: number,
  to: number,
  metric: Metric,
): Pick<Fold, 'chosen' | 'scored'> {
  const scores = paths.map(path => scoreOf(path.slice(from, to), metric));
  const highest = Math.max(...scores);
  return { chosen: scores.indexOf(highest), ...known('scored', finite(highest)) };
}

/** The days of all folds, each on the path that was chosen for it. What changing between paths costs is not in them. */
export const chosenReturns = (
  paths: readonly (readonly number[])[],
  folds: readonly Fold[],
): readonly number[] => folds.flatMap(({ from, to, chosen }) => paths[chosen]?.slice(from, to) ?? []);
