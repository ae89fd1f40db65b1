import { defaultLimits, type Limits } from '../desk/limits/limits.ts';
import type { Denial } from '../desk/risk/permission.ts';
import type { ScanDesk } from './desk.ts';
import { sentenceOf, type Tick } from './tick.ts';

export type EntryLimits =
  | { readonly type: 'limits'; readonly limits: Limits }
  | ({ readonly type: 'none' } & Denial);

/** The limits for entries: what is stored, valid as a whole, or none at all (entries fail closed). */
export async function limitsForEntry(tick: Tick<ScanDesk>): Promise<EntryLimits> {
  try {
    const answer = await tick.desk.limits.read(tick.minute);
    if (answer.type === 'limits') return answer;
    const because = answer.problems.map(({ name, problem }) => `${name}: ${problem}`).join('; ');
    return { type: 'none', code: 'limits-invalid', because };
  } catch (error) {
    return { type: 'none', code: 'limits-unreadable', because: sentenceOf(error) };
  }
}

/** The limits for exits: what is stored, else what was last good, else the schema's defaults (exits fail open). */
export async function limitsForExits(tick: Tick, lastGood: Limits | undefined): Promise<Limits> {
  const answer = await limitsForEntry(tick);
  if (answer.type === 'none') {
    const instead = lastGood === undefined ? 'the schema’s defaults' : 'the last good limits';
    tick.note({ type: 'trouble', what: 'limits', because: `${answer.because}; exits go on with ${instead}` });
    return lastGood ?? defaultLimits();
  }
  if (!sameVersions(answer.limits, lastGood)) await tick.desk.store.saveLastGoodLimits(answer.limits);
  return answer.limits;
}

const sameVersions = (a: Limits, b: Limits | undefined): boolean =>
  a === b || (b !== undefined && JSON.stringify(a) === JSON.stringify(b));
