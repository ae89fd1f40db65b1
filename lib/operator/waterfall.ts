import {
  isSlice,
  largestCut,
  type SizingOwner,
  type SizingStep,
  type SizingTrace,
  traced,
} from '../desk/sizing/trace.ts';
import type { NotionalUsd } from '../desk/units.ts';
import { dollars } from '../desk/words.ts';
import { paragraph, type Screen } from './screen.ts';

/** One line of the waterfall: a step of the trace, or what the market left unfilled of the order. */
export type WaterfallStep = Omit<SizingStep, 'owner'> & { readonly owner: SizingOwner | 'Venue' };

/** Fills nearer than this to the last step of the trace need no line of their own. */
const SAME_FRACTION = 0.005;

/** The trace, and after it what the order was filled with, where that is another size. */
export function waterfallSteps(trace: SizingTrace, executedUsd: NotionalUsd): readonly WaterfallStep[] {
  const ordered = traced(trace);
  if (Math.abs(executedUsd - ordered) <= SAME_FRACTION * ordered) return trace;
  const because =
    executedUsd < ordered
      ? 'what was not filled at once within the limit price is not chased'
      : 'the fills add up to more than the trace';
  return [...trace, { owner: 'Venue', step: 'fills', beforeUsd: ordered, afterUsd: executedUsd, because }];
}

const GAP = 2;
/** Cells that a bar may have; it takes what the figures leave. */
const BAR = 24;

/** Each step with its size before and after, a bar of the planned size, and below it the reason, where that is asked for. */
export function waterfallLines(
  steps: readonly WaterfallStep[],
  { width, paint }: Screen,
  tells: (step: WaterfallStep) => boolean = () => true,
): string[] {
  const largest = Math.max(...steps.map(step => Math.max(step.beforeUsd, step.afterUsd)), 1);
  const nameOf = ({ owner, step }: WaterfallStep) => `${owner}: ${step}`;
  const names = Math.max('step'.length, ...steps.map(step => nameOf(step).length));
  const amounts = Math.max(
    'before'.length,
    ...steps.flatMap(step => [dollars(step.beforeUsd).length, dollars(step.afterUsd).length]),
  );
  const room = amounts + GAP;
  const barRoom = Math.max(0, Math.min(BAR, width - names - 2 * room - GAP));
  const head = `${'step'.padEnd(names)}${'before'.padStart(room)}${'after'.padStart(room)}`;
  const lines = steps.flatMap(step => {
    const figures = `${dollars(step.beforeUsd).padStart(room)}${dollars(step.afterUsd).padStart(room)}`;
    const name = nameOf(step).padEnd(names);
    const line = `${name}${figures}${' '.repeat(GAP)}${bar(step, largest, barRoom)}`.trimEnd();
    const reason = step.limit === undefined ? step.because : `${step.because} (${step.limit})`;
    return [
      step.afterUsd < step.beforeUsd ? paint.warn(line) : line,
      ...(tells(step) ? paragraph(reason, width, '    ').map(paint.dim) : []),
    ];
  });
  return [paint.dim(head), ...lines];
}

function bar({ beforeUsd, afterUsd }: WaterfallStep, largest: number, room: number): string {
  const cells = (amount: number) => Math.round((amount / largest) * room);
  return '█'.repeat(cells(afterUsd)) + '░'.repeat(Math.max(0, cells(beforeUsd) - cells(afterUsd)));
}

/** Below this share of the planned size a cut is a rounding. */
const CUT_FRACTION_MIN = 0.01;

/**
 * The one sentence that answers "who made it so small?": planned, executed, and the step that took most.
 * `executedUsd` is zero for a trade that was not taken.
 */
export function sizeSentence(trace: SizingTrace, plannedUsd: NotionalUsd, executedUsd: NotionalUsd): string {
  const sizes = `${dollars(plannedUsd)} planned, ${executedUsd > 0 ? `${dollars(executedUsd)} executed` : 'nothing executed'}`;
  const gained = trace.find(step => step.afterUsd > step.beforeUsd && !isSlice(step));
  const grown = gained === undefined ? '' : `; ${gained.owner} had made it ${dollars(gained.afterUsd)}`;
  const most = mostTaken(trace, executedUsd);
  if (most === undefined || most.takenUsd < CUT_FRACTION_MIN * plannedUsd) {
    return executedUsd > 0 ? `${sizes}: nothing but rounding took from it${grown}` : `${sizes}${grown}`;
  }
  return `${sizes}: ${most.who} took most, ${dollars(most.takenUsd)}${most.limit}${grown}`;
}

function mostTaken(trace: SizingTrace, executedUsd: NotionalUsd) {
  const cut = largestCut(trace);
  const unfilled = executedUsd > 0 ? traced(trace) - executedUsd : 0;
  const taken = cut === undefined ? 0 : cut.beforeUsd - cut.afterUsd;
  if (unfilled > taken) {
    return {
      who: 'the market, which offered no more within the limit price,',
      takenUsd: unfilled,
      limit: '',
    };
  }
  if (cut === undefined) return undefined;
  const limit = cut.limit === undefined ? '' : ` (${cut.limit})`;
  return { who: `${cut.owner}'s ${cut.step}`, takenUsd: taken, limit };
}
