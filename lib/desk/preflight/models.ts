import { minuteText } from '../words.ts';
import { type Check, check, type Fact } from './check.ts';
import { onDesk, type Subject } from './target.ts';

/** How one of the four kinds of model stands. */
export interface ModelSeen {
  readonly kind: string;
  /** Undefined where the seat is empty. */
  readonly version?: string;
  /** What it has learnt from. */
  readonly market?: string;
  /** When its record was last held against what came; undefined for never. */
  readonly revalidatedAt?: number;
  /** Why it has no vote; undefined where it has one. */
  readonly because?: string;
}

const MADE_UP = new Set(['synthetic', 'martingale']);

/**
 * Which models may vote. A desk without one runs, watches and opens nothing: that is how each begins, and on paper and demo
 * no fault; with real money there is nothing yet to go live for.
 */
export function modelChecks(models: Fact<readonly ModelSeen[]>, subject: Subject): readonly Check[] {
  if (models.type !== 'known')
    return [check('models', models.type === 'absent' ? 'missing' : 'not-checked', models.because)];
  const seen = models.value;
  const voteless = subject.mode === 'live' && !seen.some(isVoting) ? 'missing' : 'warning';
  const next = onDesk(subject, 'models');
  return seen.map(model => modelCheck(model, voteless, subject.mode === 'embedded', next));
}

const isVoting = ({ version, because }: ModelSeen): boolean => version !== undefined && because === undefined;

function modelCheck(
  { kind, version, market = '', revalidatedAt, because }: ModelSeen,
  voteless: 'missing' | 'warning',
  simulated: boolean,
  next: string,
): Check {
  if (version === undefined) return check(kind, voteless, 'nothing learnt yet, no vote', next);
  if (MADE_UP.has(market) && !simulated)
    return check(kind, 'refused', `${version} has learnt from the market ${market}, which is made up`, next);
  const when =
    revalidatedAt === undefined ? 'never revalidated' : `revalidated ${minuteText(revalidatedAt)} UTC`;
  return because === undefined
    ? check(kind, 'ok', `${version} votes, ${when}`)
    : check(kind, voteless, `${version}, no vote: ${because}; ${when}`, next);
}
