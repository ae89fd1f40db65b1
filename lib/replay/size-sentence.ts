import { largestCuts, type SizeTotals } from './figures/sizes.ts';
import { counted, pct, roundDollars } from './words.ts';

/** Below this share of what was planned a change is a rounding. */
const WORTH_A_WORD = 0.01;

/** Planned, executed, what took most and what gave most. */
export function sizeSentence(sizes: SizeTotals): string {
  const { trades, plannedUsd, executedUsd } = sizes;
  if (trades === 0) return 'Nothing was opened.';
  const share = plannedUsd > 0 ? `, ${pct(executedUsd / plannedUsd)}` : '';
  const head = `${roundDollars(plannedUsd)} planned, ${roundDollars(executedUsd)} executed${share}.`;
  return [head, taken(sizes), given(sizes)].filter(each => each !== '').join(' ');
}

function taken(sizes: SizeTotals): string {
  const [most] = largestCuts(sizes);
  if (most === undefined || most.cutUsd < WORTH_A_WORD * sizes.plannedUsd)
    return 'Nothing but rounding took from it.';
  const limit = most.limits[0] === undefined ? '' : ` (${most.limits[0]})`;
  return `${most.owner}: ${most.step} took most, ${roundDollars(most.cutUsd)} of ${counted(most.cut, 'trade')}${limit}.`;
}

function given({ steps, plannedUsd }: SizeTotals): string {
  const [most] = steps.toSorted((a, b) => b.grownUsd - a.grownUsd);
  if (most === undefined || most.grownUsd < WORTH_A_WORD * plannedUsd) return '';
  return `${most.owner}: ${most.step} had added ${roundDollars(most.grownUsd)} to ${counted(most.grown, 'trade')}.`;
}
