import { DAY_MS, type EpochMs } from '../desk/units.ts';
import { dayBlockBootstrap, type Interval } from './bootstrap.ts';
import type { DayRecord } from './record.ts';

/** A refit of the same recipe may be worse than the champion by this much, in nats a prediction: that is noise. */
export const REFIT_TOLERANCE = 0.001;
/** Days on which two models must both have predicted before one of them may take the other's place. */
export const DAYS_TO_COMPARE = 10;
/** Days after which a champion that has not been shown worse is rid of the one before it. */
export const DAYS_ON_TRIAL = 30;

/** What is known of a model where two are compared: what came of its predictions, and how far it has learnt. */
export interface Contender {
  readonly version: string;
  readonly record: readonly DayRecord[];
  readonly trainedTo: EpochMs;
}

/** How much lower a model's log loss is than another's on the days of both. */
export interface Comparison {
  readonly days: number;
  /** Nats a prediction; NaN where there are no days. The bounds are one-sided, of 95 % each. */
  readonly gain: Interval;
}

/**
 * Two models on the same days, paired: each day's mean log loss of the one less the other's, the days drawn with
 * replacement. `after`: only days that begin at or after it count.
 */
export function compared(
  one: readonly DayRecord[],
  other: readonly DayRecord[],
  after: EpochMs,
  seed: number,
): Comparison {
  const first = Math.ceil(after / DAY_MS);
  const others = new Map(other.map(day => [day.day, day]));
  const pairs = one.flatMap(day => {
    const its = others.get(day.day);
    const known = its !== undefined && day.day >= first && resolvedIn(day) > 0 && resolvedIn(its) > 0;
    return known
      ? [{ weight: Math.min(resolvedIn(day), resolvedIn(its)), gain: lossOf(its) - lossOf(day) }]
      : [];
  });
  const gain = dayBlockBootstrap(pairs.length, seed, drawn => {
    let [sum, weights] = [0, 0];
    pairs.forEach(({ weight, gain: own }, d) => {
      const times = drawn[d] as number;
      sum += times * weight * own;
      weights += times * weight;
    });
    return sum / weights;
  });
  return { days: pairs.length, gain };
}

const resolvedIn = ({ ups, downs }: DayRecord): number => ups + downs;
const lossOf = (day: DayRecord): number => day.logLoss / resolvedIn(day);

export interface Verdict {
  readonly replaces: boolean;
  readonly because: string;
}

/**
 * Whether a refit of the champion's recipe takes its place: where it is not worse, on the days on which both predicted
 * what they had not seen. Where there is no such day nothing can be said, and the champion stays.
 */
export function refitVerdict(refit: Contender, champion: Contender): Verdict {
  const { days, gain } = compared(refit.record, champion.record, 0 as EpochMs, 1);
  if (days === 0) return { replaces: false, because: `there is no day on which both predicted` };
  const replaces = gain.value >= -REFIT_TOLERANCE;
  const because = `its log loss is ${differenceText(gain.value)} that of ${champion.version} on ${days} days; ${REFIT_TOLERANCE} above is allowed`;
  return { replaces, because };
}

/** Whether one of another recipe takes the champion's place: where it is better, on days that neither has learnt from. */
export function challengeVerdict(challenger: Contender, champion: Contender, seed: number): Verdict {
  const after = Math.max(challenger.trainedTo, champion.trainedTo) as EpochMs;
  return betterVerdict(challenger, champion, after, seed);
}

/** Whether the champion before comes back: where it has been better than what followed it, since it stepped down. */
export function rollbackVerdict(previous: Contender, line: Contender, since: EpochMs, seed: number): Verdict {
  return betterVerdict(previous, line, since, seed);
}

function betterVerdict(one: Contender, other: Contender, after: EpochMs, seed: number): Verdict {
  const { days, gain } = compared(one.record, other.record, after, seed);
  if (days < DAYS_TO_COMPARE)
    return { replaces: false, because: `${days} of ${DAYS_TO_COMPARE} days to compare it on` };
  const told = `its log loss is ${differenceText(gain.value)} that of ${other.version} on ${days} days`;
  const doubt = `at 95 % ${differenceText(gain.low)}`;
  return { replaces: gain.low > 0, because: `${told}, ${doubt}` };
}

const differenceText = (gain: number): string =>
  Number.isFinite(gain)
    ? `${Math.abs(gain).toFixed(5)} ${gain >= 0 ? 'below' : 'above'}`
    : 'not known to be below';
