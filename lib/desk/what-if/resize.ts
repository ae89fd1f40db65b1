import type { SizingStep, SizingTrace } from '../sizing/trace.ts';

/** The limits of which a trace tells enough to size a trade again, each with the step that it works in. */
const STEPS = {
  'risk/trade-notional-usd-max': 'per-trade cap',
  'risk/symbol-notional-usd-max': 'per-symbol cap',
  'risk/gross-notional-usd-max': 'gross cap',
  'sizing/confidence-low-multiplier': 'confidence band',
  'sizing/confidence-high-multiplier': 'confidence band',
} as const;

export type AskableLimit = keyof typeof STEPS;
export const ASKABLE_LIMITS = Object.keys(STEPS) as readonly AskableLimit[];
export const isAskable = (name: string): name is AskableLimit => name in STEPS;

export interface Resized {
  /** Dollars of notional after the last step. */
  readonly afterUsd: number;
  /** A later step let the recorded size pass, and nobody wrote down how much more it would have let pass. */
  readonly isUpperBound: boolean;
}

const CAP_STEPS: readonly string[] = ['per-trade cap', 'per-symbol cap', 'gross cap'];

/** The trade's steps once more, with another value of one limit. Every other step does as it did, as a ceiling. */
export function resized(trace: SizingTrace, name: AskableLimit, value: number): Resized {
  let [size, isUpperBound] = [trace[0]?.beforeUsd ?? 0, false];
  for (const step of trace) {
    const before = size;
    size = isOf(step, name) ? withValue(step, size, value) : again(step, size);
    // More than the recorded size has come this far, and the step's ceiling is not written down.
    if (before > step.beforeUsd && step.owner !== 'RL policy' && isOpen(step)) isUpperBound = true;
  }
  return { afterUsd: size, isUpperBound };
}

/** Whether the step is the limit's own: by its name, and of the confidence band by the band that it fell in. */
export function isOf({ step, because }: SizingStep, name: AskableLimit): boolean {
  if (step !== STEPS[name]) return false;
  if (name === 'sizing/confidence-low-multiplier') return because.includes(' is below ');
  return name !== 'sizing/confidence-high-multiplier' || because.includes(' or more');
}

function withValue(step: SizingStep, size: number, value: number): number {
  if (step.step === 'confidence band') return size * value;
  const used = amountsOf(step);
  // A cap of before the desk wrote its amounts down: what it did is all that is known of it.
  return used === undefined ? again(step, size) : Math.min(size, Math.max(0, value - used.usedUsd));
}

function again(step: SizingStep, size: number): number {
  const { owner, beforeUsd, afterUsd } = step;
  // Multipliers, lots, and slices that give back: in proportion.
  if (owner === 'Confidence' || owner === 'RL policy' || owner === 'Instrument' || afterUsd > beforeUsd)
    return beforeUsd > 0 ? (size * afterUsd) / beforeUsd : size;
  if (afterUsd < beforeUsd) return Math.min(size, afterUsd);
  const amounts = amountsOf(step);
  return amounts === undefined ? size : Math.min(size, Math.max(0, amounts.maxUsd - amounts.usedUsd));
}

const isOpen = (step: SizingStep): boolean =>
  step.afterUsd === step.beforeUsd && step.owner !== 'Instrument' && amountsOf(step) === undefined;

/** What a cap's sentence says that it allows, and what of it was in use. */
function amountsOf({ step, because }: SizingStep) {
  if (!CAP_STEPS.includes(step)) return undefined;
  const max = /^at most \$([\d,.]+\d)/.exec(because)?.[1];
  const used = /\$([\d,.]+\d) (?:held|entered)/.exec(because)?.[1] ?? '0';
  return max === undefined ? undefined : { maxUsd: numberOf(max), usedUsd: numberOf(used) };
}

const numberOf = (text: string): number => Number(text.replaceAll(',', ''));
