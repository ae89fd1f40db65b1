import type { LimitsProblem } from '../limits/limits.ts';
import { isLimitName } from '../limits/schema.ts';
import type { Finding, FindingCode } from './finding.ts';

/** Limits that cannot be read as such: each is an error, since entries stay closed until it is mended. */
export const problemFindings = (problems: readonly LimitsProblem[]): readonly Finding[] =>
  problems.map(({ name, problem }) => ({
    severity: 'error',
    code: codeOf(name),
    title: `${name} is not valid, so nothing is opened`,
    proof: problem,
    limits: [name],
    figures: {},
  }));

function codeOf(name: string): FindingCode {
  if (!isLimitName(name)) return 'unknown-limit';
  if (name === 'exits/ladder') return 'ladder-invalid';
  return name === 'plan/stop-fraction-min' ? 'stop-bounds' : 'limit-invalid';
}
