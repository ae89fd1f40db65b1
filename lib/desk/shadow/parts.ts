import { DEPTH_STEP, isSlice, type SizingStep, type SizingTrace } from '../sizing/trace.ts';
import { emptiedBy, type Refusal, type Wish } from './wish.ts';

/** What one limit, or one step that no limit stands behind, took from one trade. */
export interface Part {
  /** The limit without its version, or owner and step, or the code of a refusal. */
  readonly name: string;
  readonly isLimit: boolean;
  /** `denial`: it kept the trade out; `cut`: it made it smaller, whatever became of it then. */
  readonly kind: 'cut' | 'denial';
  /** Dollars of notional, above zero. */
  readonly takenUsd: number;
}

/**
 * A trade's size taken apart, in the order of its steps: each answers for what it took of the size that reached it, so
 * that `planned + added - taken` is what is left. A step in front of another therefore takes the blame for what the one
 * behind it would have cut as well.
 */
export interface Parts {
  readonly plannedUsd: number;
  /** What confidence, the policy and later slices added. */
  readonly addedUsd: number;
  readonly parts: readonly Part[];
}

/** Of a trade that was taken. What later slices entered is given back to the depth that had cut it. */
export function partsOf(trace: SizingTrace): Parts {
  const depthUsd = sumOf(trace.filter(isDepth).map(takenBy));
  const slicesUsd = sumOf(trace.filter(isSlice).map(addedBy));
  const givenBack = Math.min(depthUsd, slicesUsd);
  const parts = trace.flatMap((step): Part[] => {
    const back = isDepth(step) && depthUsd > 0 ? (givenBack * takenBy(step)) / depthUsd : 0;
    const takenUsd = takenBy(step) - back;
    return takenUsd > 0 ? [{ ...nameOf(step), kind: 'cut', takenUsd }] : [];
  });
  return {
    plannedUsd: trace[0]?.beforeUsd ?? 0,
    addedUsd: sumOf(trace.map(addedBy)) - givenBack,
    parts,
  };
}

/**
 * Of a trade that was refused: whoever refused it took all that anybody had left of it, the steps behind included, and
 * nothing remains.
 */
export function partsOfRefused({ code, trace }: Refusal, { notionalUsd, limit, cutsBehind }: Wish): Parts {
  const emptying = emptiedBy(trace);
  const before = partsOf(emptying === undefined ? trace : trace.slice(0, trace.indexOf(emptying)));
  const who =
    limit !== undefined
      ? { name: limitName(limit), isLimit: true }
      : emptying === undefined
        ? { name: code, isLimit: false }
        : nameOf(emptying);
  return {
    ...before,
    plannedUsd: trace[0]?.beforeUsd ?? 0,
    parts: [...before.parts, ...partsOf(cutsBehind).parts, { ...who, kind: 'denial', takenUsd: notionalUsd }],
  };
}

const nameOf = ({ owner, step, limit }: SizingStep): Pick<Part, 'name' | 'isLimit'> =>
  limit === undefined
    ? { name: `${owner}: ${step}`, isLimit: false }
    : { name: limitName(limit), isLimit: true };

/** `risk/positions-max v3` is the limit `risk/positions-max`. */
const limitName = (cited: string): string => cited.split(' ')[0] ?? cited;

const isDepth = ({ step }: SizingStep): boolean => step === DEPTH_STEP;
const takenBy = ({ beforeUsd, afterUsd }: SizingStep): number => Math.max(0, beforeUsd - afterUsd);
const addedBy = ({ beforeUsd, afterUsd }: SizingStep): number => Math.max(0, afterUsd - beforeUsd);
const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, each) => sum + each, 0);
