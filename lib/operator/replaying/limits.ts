import { defaultLimits, type Limits, withLimits } from '../../desk/limits/limits.ts';
import { PROFILES } from '../../desk/limits/profiles.ts';
import { Refusal } from '../../local/refusal.ts';
import { readBackup } from '../commands/limit-backup.ts';
import { whatIfsOf } from '../what-ifs.ts';
import type { ReplayFlags } from './flags.ts';

/** The defaults, then a profile, then a file of limits, then what-ifs, each over the one before. @throws Refusal */
export function limitsOf({ profile, limits, set }: Pick<ReplayFlags, 'profile' | 'limits' | 'set'>): Limits {
  const texts = {
    ...(profile === undefined ? {} : profileOf(profile)),
    ...(limits === undefined ? {} : readBackup(limits).limits),
    ...whatIfsOf(set),
  };
  const read = withLimits(defaultLimits(), texts);
  if (read.type === 'limits') return read.limits;
  const [first] = read.problems;
  const more = read.problems.length > 1 ? ` (and ${read.problems.length - 1} more)` : '';
  throw new Refusal(`${limits ?? 'replay'}: ${first?.name}: ${first?.problem}${more}`);
}

function profileOf(name: string): Readonly<Record<string, string>> {
  const texts = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined;
  if (texts !== undefined) return texts;
  throw new Refusal(
    `--profile ${name}: there is no such profile; choose ${Object.keys(PROFILES).join(' or ')}`,
  );
}
