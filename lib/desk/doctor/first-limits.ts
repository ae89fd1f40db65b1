import { defaultLimits, withLimits } from '../limits/limits.ts';
import { isLimitName } from '../limits/schema.ts';
import { usd } from '../units.ts';
import { oneLine } from '../words.ts';
import { limitsDenial } from './errors.ts';

const SHOWN_MAX = 80;
/** Dollars to try where nobody knows yet what an account will hold. */
const ANY_EQUITY = [1_000, 10_000, 100_000, 1_000_000];

/**
 * What is wrong with texts that a desk's limits shall begin with, over the defaults, in one line; undefined where nothing is.
 * Wrong are names that belong to no limit, texts that cannot be read, pairs that cannot both be meant, and limits under which
 * nothing could be opened: at `equityUsd`, or at any equity where that is undefined. Pure.
 */
export function firstLimitsProblem(
  texts: Readonly<Record<string, string>>,
  equityUsd: number | undefined,
): string | undefined {
  const unknown = Object.keys(texts).find(name => !isLimitName(name));
  if (unknown !== undefined) return `${oneLine(unknown, SHOWN_MAX)} is no limit; docs/limits.md lists them`;
  const read = withLimits(defaultLimits(), texts);
  if (read.type === 'invalid') {
    const [first] = read.problems;
    return `${first?.name}: ${first?.problem}`;
  }
  const equities = equityUsd === undefined ? ANY_EQUITY : [equityUsd];
  const denials = equities.map(equity => limitsDenial(read.limits, usd(equity)));
  return denials.every(denial => denial !== undefined) ? denials[0]?.because : undefined;
}
