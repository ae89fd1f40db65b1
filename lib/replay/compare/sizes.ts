import { changesOf, keyOf } from '../figures/sizes.ts';
import type { ReplayTrade } from '../result.ts';
import type { PairedTrade } from './pairs.ts';

/** One trade that the two runs made in different sizes, and the step that made most of the difference. */
export interface SizeDifference extends PairedTrade {
  /** Executed in B less executed in A, dollars. */
  readonly usd: number;
  /** Owner and step: `Risk Guard: symbol cap`. */
  readonly by: string;
  /** The limit that the step named, in either. */
  readonly limit?: string;
}

/** The differences by the step that made them. */
export interface StepDifference {
  readonly by: string;
  readonly trades: number;
  readonly usd: number;
  readonly limits: readonly string[];
}

/** Sizes nearer than this, of the larger one, are the same. */
const SAME_FRACTION = 0.001;

/** Those of different size, the largest difference first. */
export const sizeDifferences = (both: readonly PairedTrade[]): readonly SizeDifference[] =>
  both
    .filter(
      ({ a, b }) =>
        Math.abs(b.executedUsd - a.executedUsd) > SAME_FRACTION * Math.max(a.executedUsd, b.executedUsd),
    )
    .map(differenceOf)
    .toSorted((x, y) => Math.abs(y.usd) - Math.abs(x.usd));

function differenceOf({ a, b }: PairedTrade): SizeDifference {
  const usd = b.executedUsd - a.executedUsd;
  const [inA, inB] = [madeBy(a), madeBy(b)];
  const parts = [...new Set([...inA.keys(), ...inB.keys()])].map(by => {
    const [stepA, stepB] = [inA.get(by), inB.get(by)];
    return { by, usd: (stepB?.usd ?? 0) - (stepA?.usd ?? 0), limit: stepB?.limit ?? stepA?.limit };
  });
  const most = parts.toSorted((x, y) => Math.sign(usd) * (y.usd - x.usd))[0];
  return {
    a,
    b,
    usd,
    by: most?.by ?? 'not said',
    ...(most?.limit === undefined ? {} : { limit: most.limit }),
  };
}

/** What each step made of a size; the first step, of which the trace says no change, made all that was planned. */
function madeBy(trade: ReplayTrade): ReadonlyMap<string, { readonly usd: number; readonly limit?: string }> {
  const made = new Map<string, { usd: number; limit?: string }>();
  changesOf(trade).forEach((change, i) => {
    const before = made.get(keyOf(change))?.usd ?? (i === 0 ? trade.plannedUsd : 0);
    made.set(keyOf(change), {
      usd: before + change.usd,
      ...(change.limit === undefined ? {} : { limit: change.limit }),
    });
  });
  return made;
}

/** The steps that made the differences, the one that made most first. */
export function stepDifferences(differences: readonly SizeDifference[]): readonly StepDifference[] {
  const steps = new Map<string, SizeDifference[]>();
  for (const each of differences) steps.set(each.by, [...(steps.get(each.by) ?? []), each]);
  return [...steps]
    .map(([by, own]) => ({
      by,
      trades: own.length,
      usd: own.reduce((sum, { usd }) => sum + usd, 0),
      limits: [...new Set(own.flatMap(({ limit }) => limit ?? []))],
    }))
    .toSorted((x, y) => Math.abs(y.usd) - Math.abs(x.usd));
}
