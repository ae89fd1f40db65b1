import { type Examination, type ExamineInput, examineRead } from '../../../lib/desk/doctor/examine.ts';
import type { Finding, FindingCode } from '../../../lib/desk/doctor/finding.ts';
import { defaultLimits, withLimits } from '../../../lib/desk/limits/limits.ts';
import { PROFILES } from '../../../lib/desk/limits/profiles.ts';
import { usd } from '../../../lib/desk/units.ts';

export interface Case {
  readonly profile?: 'high-leverage' | 'math-ai';
  readonly equity?: number;
  readonly set?: Readonly<Record<string, string>>;
  readonly input?: Partial<ExamineInput>;
}

/** The defaults or a profile, with changes, examined at an equity of 10,000 unless another is given. */
export const examined = ({ profile, equity = 10_000, set, input }: Case): Examination =>
  examineRead(withLimits(defaultLimits(), { ...(profile && PROFILES[profile]), ...set }), {
    equityUsd: usd(equity),
    equitySource: 'venue',
    ...input,
  });

export const findingsOf = (examination: Examination, code: FindingCode): readonly Finding[] =>
  examination.findings.filter(each => each.code === code);

/** The only finding of a code; throws when there is none or there are several. */
export function theFinding(examination: Examination, code: FindingCode): Finding {
  const found = findingsOf(examination, code);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(
      `${found.length} of ${code} in ${examination.findings.map(each => each.code).join(', ')}`,
    );
  }
  return only;
}
