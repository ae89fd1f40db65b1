import type { Intent } from '../book.ts';
import type { Position } from '../position/position.ts';
import type { DenialCode } from '../risk/denial.ts';
import type { Denial } from '../risk/permission.ts';
import { type Shrunk, type SizeInput, shrunk } from '../sizing/size.ts';
import { DEPTH_STEP, type SizingStep, type SizingTrace } from '../sizing/trace.ts';
import { fraction, isBetterFor, notionalUsd, type Price } from '../units.ts';
import { minuteText } from '../words.ts';

/** Why a price leaves nothing to enter for: it is past the stop or the next target. Undefined while it lies between. */
export function pricePassed({ side, stopPrice, targets }: Position, at: Price): string | undefined {
  if (!isBetterFor(side, at, stopPrice)) return `the price ${at} is past the stop ${stopPrice}`;
  const next = targets.find(({ filled }) => !filled);
  return next !== undefined && !isBetterFor(side, next.triggerPrice, at)
    ? `the price ${at} has reached ${next.leg} at ${next.triggerPrice}`
    : undefined;
}

export interface SliceInput extends Omit<SizeInput, 'confidence' | 'enteredUsd'> {
  readonly waiting: Intent;
  readonly position: Position;
  /** The mark. */
  readonly referencePrice: Price;
}

export type SliceAnswer =
  | Extract<Shrunk, { readonly type: 'sized' }>
  /** Nothing now; the book of the next minute may hold more. */
  | { readonly type: 'waits'; readonly because: string }
  | { readonly type: 'ends'; readonly because: string };

/** Reasons of the market's making, which may be gone in the next minute. */
const PASSING: ReadonlySet<DenialCode> = new Set([
  'data-stale',
  'data-implausible',
  'equity-implausible',
  'venue-unreadable',
  'spread-wide',
  'depth-thin',
]);
const isPassing = (code: DenialCode): boolean => PASSING.has(code);

/** What a denial means for a slice that waits. */
export const afterDenial = ({ code, because }: Denial): Extract<SliceAnswer, { because: string }> => ({
  type: isPassing(code) ? 'waits' : 'ends',
  because,
});

/**
 * The next slice: what waits, never more than is left of the intended size, through the same steps and limits as they are
 * now. It risks what lies between the price of now and the position's own stop, which does not move for it.
 */
export function sizeSlice(input: SliceInput): SliceAnswer {
  const { waiting, position, referencePrice, plan, limits, instrument } = input;
  const passed = pricePassed(position, referencePrice);
  if (passed !== undefined) return { type: 'ends', because: passed };
  const { executedNotionalUsd: entered, intendedNotionalUsd: intended } = position;
  const open = notionalUsd(Math.max(0, Math.min(waiting.notionalUsd, intended - entered)));
  const line: SizingStep = {
    owner: 'Smart Execution',
    step: `slice ${waiting.slice}`,
    beforeUsd: open,
    afterUsd: open,
    because: `what depth left at ${minuteText(waiting.minute).slice(11)}`,
  };
  const toStop = fraction(Math.abs(referencePrice - position.stopPrice) / referencePrice);
  const answer = shrunk([line], {
    ...input,
    plan: { ...plan, stopFraction: toStop },
    enteredUsd: entered,
  });
  if (answer.type === 'sized') {
    const far = pricePassed(position, answer.order.expectedPrice);
    return far === undefined ? answer : { type: 'ends', because: far };
  }
  const least = Math.max(instrument.notionalMin, limits.values['execution/entry-notional-usd-min']);
  return isPassing(answer.code) || shortOfDepth(answer.trace, least)
    ? { type: 'waits', because: answer.because }
    : { type: 'ends', because: answer.because };
}

/** True where it was the book that left too little for an order, and not what was asked of it. */
const shortOfDepth = (trace: SizingTrace, leastUsd: number): boolean =>
  trace.some(
    ({ step, beforeUsd, afterUsd }) => step === DEPTH_STEP && afterUsd < beforeUsd && beforeUsd >= leastUsd,
  );
