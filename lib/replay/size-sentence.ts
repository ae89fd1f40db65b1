import { largestCuts, type SizeTotals } from './figures/sizes.ts';
import { counted, pct, roundDollars } from './words.ts';

/** Planned, executed, and what took most. */
export function sizeSentence(sizes: SizeTotals): string {
  const { trades, plannedUsd, executedUsd } = sizes;
  if (trades === 0) return 'Nothing was opened.';
  const share = plannedUsd > 0 ? `, ${pct(executedUsd / plannedUsd)}` : '';
  const head = `${roundDollars(plannedUsd)} planned, ${roundDollars(executedUsd)} executed${share}.`;
  const [most] = largestCuts(sizes);
  if (most === undefined) return `${head} No step took anything.`;
  const limit = most.limits[0] === undefined ? '' : ` (${most.limits[0]})`;
  return `${head} ${most.owner}: ${most.step} took most, ${roundDollars(most.cutUsd)} of ${counted(most.cut, 'trade')}${limit}.`;
}
