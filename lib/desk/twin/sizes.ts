import type { SizingTrace } from '../sizing/trace.ts';
import { median } from '../statistics.ts';
import { fraction } from '../units.ts';
import { type DeskDay, equityFractionOf, type Pair } from './desk-day.ts';
import type { SizesApart, StepApart } from './divergence.ts';

/** Shares nearer to each other than this parted by rounding to a lot. */
export const SIZE_APART_MIN = 0.02;

/** How alike the two were sized, of the pairs that the desk entered in the day; undefined where there is none. */
export function sizesOf(pairs: readonly Pair[], original: DeskDay, twin: DeskDay): SizesApart | undefined {
  if (pairs.length === 0) return undefined;
  const ratios = pairs.map(pair => sizeRatio(pair, original, twin)).filter(Number.isFinite);
  return {
    originalFidelity: median(pairs.map(pair => fidelity(pair.original))),
    twinFidelity: median(pairs.map(pair => fidelity(pair.twin))),
    ratio: ratios.length === 0 ? 1 : median(ratios),
  };
}

const fidelity = ({ executedNotionalUsd, intendedNotionalUsd }: Pair['original']): number =>
  intendedNotionalUsd > 0 ? executedNotionalUsd / intendedNotionalUsd : 1;

/** The desk's share of its equity over the twin's of its own. */
export const sizeRatio = (pair: Pair, original: DeskDay, twin: DeskDay): number =>
  equityFractionOf(pair.original, original) / equityFractionOf(pair.twin, twin);

/**
 * Where the two sizes parted: the step that left most more of the one than of the other. Undefined where all of them left
 * the same, so that only the plans differ, as they do where a size in dollars meets accounts of different size.
 */
export function stepApart(original: SizingTrace, twin: SizingTrace): StepApart | undefined {
  const [own, paper] = [leftBy(original), leftBy(twin)];
  const steps = new Map([...paper, ...own]);
  const [widest] = [...steps.keys()]
    .map(key => ({ key, own: own.get(key)?.left ?? 1, paper: paper.get(key)?.left ?? 1 }))
    .filter(each => Math.abs(each.own - each.paper) >= SIZE_APART_MIN)
    .toSorted((a, b) => Math.abs(b.own - b.paper) - Math.abs(a.own - a.paper));
  const step = widest && steps.get(widest.key);
  if (widest === undefined || step === undefined) return undefined;
  return {
    owner: step.owner,
    step: step.step,
    originalFraction: fraction(widest.own),
    twinFraction: fraction(widest.paper),
  };
}

/** What each step left of the size that it got, by owner and name; of two of one name both together. */
function leftBy(trace: SizingTrace) {
  const left = new Map<string, { owner: string; step: string; left: number }>();
  for (const { owner, step, beforeUsd, afterUsd } of trace) {
    const key = `${owner} ${step}`;
    const share = beforeUsd > 0 ? afterUsd / beforeUsd : 1;
    left.set(key, { owner, step, left: (left.get(key)?.left ?? 1) * share });
  }
  return left;
}
