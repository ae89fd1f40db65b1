import type { Finding } from '../doctor/finding.ts';
import { type Check, type Fact, judged } from './check.ts';
import { onCdk, onDesk, type Subject } from './target.ts';

export interface LimitsSeen {
  /** How many are stored; undefined where those were looked at that a deployment would store. */
  readonly stored: number | undefined;
  /** The doctor's. */
  readonly findings: readonly Finding[];
}

/** Whether the limits are valid, and what the doctor says of them together. `flags`: the doctor's own, where they differ. */
export const limitsCheck = (limits: Fact<LimitsSeen>, doctor: Pick<Subject, 'flags' | 'cdkFlags'>): Check =>
  judged(limits, {
    name: 'limits',
    absent: onCdk(doctor, 'deploy'),
    judge: ({ stored, findings }) => {
      const of = (severity: Finding['severity']) => findings.filter(each => each.severity === severity);
      const [errors, warnings] = [of('error'), of('warning')];
      const what = stored === undefined ? 'as first stored' : `${stored} stored`;
      const [worst] = errors;
      if (worst !== undefined) {
        const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
        return { state: 'refused', seen: `${what}: ${worst.title}${more}`, next: onDesk(doctor, 'doctor') };
      }
      if (stored === 0) return { state: 'missing', seen: 'none is stored', next: onCdk(doctor, 'deploy') };
      if (warnings.length === 0) return { state: 'ok', seen: `${what}, and the doctor has nothing to say` };
      const many = `${warnings.length} warning${warnings.length === 1 ? '' : 's'}`;
      return {
        state: 'warning',
        seen: `${what}: no error, ${many}: ${warnings[0]?.title}`,
        next: onDesk(doctor, 'doctor'),
      };
    },
  });
