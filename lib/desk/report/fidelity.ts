import type { Position } from '../position/position.ts';
import { largestCut } from '../sizing/trace.ts';
import { median } from '../statistics.ts';
import { type Usd, usd } from '../units.ts';

/** Executed over intended of a day's entries, and where the planned size went. */
export interface DayFidelity {
  readonly entries: number;
  readonly median: number;
  readonly plannedUsd: Usd;
  readonly executedUsd: Usd;
  /** What took most from the planned sizes in all: the limit, or the owner and name of the step. */
  readonly cut?: { readonly by: string; readonly usd: Usd; readonly entries: number };
}

/** Below this share of the planned size a cut is a rounding, and not worth a word. */
const CUT_FRACTION_MIN = 0.01;

/** Undefined where nothing was opened. Each entry counts with the step that cut it most. */
export function fidelityOf(opened: readonly Position[]): DayFidelity | undefined {
  if (opened.length === 0) return undefined;
  const cuts = new Map<string, { usd: number; entries: number }>();
  for (const { trace, plannedNotionalUsd } of opened) {
    const step = largestCut(trace);
    const taken = step === undefined ? 0 : step.beforeUsd - step.afterUsd;
    if (step === undefined || taken < CUT_FRACTION_MIN * plannedNotionalUsd) continue;
    const by = step.limit ?? `${step.owner}: ${step.step}`;
    const before = cuts.get(by) ?? { usd: 0, entries: 0 };
    cuts.set(by, { usd: before.usd + taken, entries: before.entries + 1 });
  }
  const [worst] = [...cuts].toSorted(([, a], [, b]) => b.usd - a.usd);
  return {
    entries: opened.length,
    median: median(opened.map(each => each.executedNotionalUsd / each.intendedNotionalUsd)),
    plannedUsd: usd(opened.reduce((sum, each) => sum + each.plannedNotionalUsd, 0)),
    executedUsd: usd(opened.reduce((sum, each) => sum + each.executedNotionalUsd, 0)),
    ...(worst === undefined
      ? {}
      : { cut: { by: worst[0], usd: usd(worst[1].usd), entries: worst[1].entries } }),
  };
}
