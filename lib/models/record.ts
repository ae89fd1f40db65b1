import { DAY_MS, dayOf, type EpochMs } from '../desk/units.ts';
import { logLossOf } from './statistics.ts';

/** A prediction whose horizon is over. */
export interface ResolvedPrediction {
  /** Close of the signal bar. */
  readonly at: EpochMs;
  readonly pUp: number;
  /** 1, 0, or NaN where neither side was right. */
  readonly label: number;
}

/**
 * From this confidence on a prediction takes a side. Nearer to one half no trade could pay its costs (0.1 R and more), and
 * what such a prediction happens to be right about says nothing of the trades that would be made.
 */
export const LEANING_FROM = 0.55;

/** A day's resolved predictions in sums: enough for the licence's bootstrap, small enough for a manifest. */
export interface DayRecord {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** All predictions; those that went up and down, and the log loss summed over these. */
  readonly n: number;
  readonly ups: number;
  readonly downs: number;
  readonly logLoss: number;
  /** Those of them that took a side, and how often up, down and the chosen side were right. */
  readonly leaning: number;
  readonly leaningUps: number;
  readonly leaningDowns: number;
  readonly wins: number;
  readonly pUpMin: number;
  readonly pUpMax: number;
}

/** Predictions as days, oldest first. */
export function recordOf(predictions: Iterable<ResolvedPrediction>): readonly DayRecord[] {
  const days = new Map<number, DayRecord>();
  for (const prediction of predictions) {
    const one = single(prediction);
    const sofar = days.get(one.day);
    days.set(one.day, sofar === undefined ? one : sumOf(sofar, one));
  }
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}

/** A record with later predictions resolved: days that stand in both are added up. */
export function joined(record: readonly DayRecord[], more: readonly DayRecord[]): readonly DayRecord[] {
  const days = new Map(record.map(day => [day.day, day]));
  for (const day of more) {
    const sofar = days.get(day.day);
    days.set(day.day, sofar === undefined ? day : sumOf(sofar, day));
  }
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}

function single({ at, pUp, label }: ResolvedPrediction): DayRecord {
  const leans = Math.max(pUp, 1 - pUp) >= LEANING_FROM;
  // One that was right for neither side is lost.
  const won = pUp >= 0.5 ? label === 1 : label === 0;
  const count = (counted: boolean) => (counted ? 1 : 0);
  return {
    day: dayOf(at) / DAY_MS,
    n: 1,
    ups: count(label === 1),
    downs: count(label === 0),
    logLoss: Number.isNaN(label) ? 0 : logLossOf(pUp, label),
    leaning: count(leans),
    leaningUps: count(leans && label === 1),
    leaningDowns: count(leans && label === 0),
    wins: count(leans && won),
    pUpMin: pUp,
    pUpMax: pUp,
  };
}

const sumOf = (a: DayRecord, b: DayRecord): DayRecord => ({
  day: a.day,
  n: a.n + b.n,
  ups: a.ups + b.ups,
  downs: a.downs + b.downs,
  logLoss: a.logLoss + b.logLoss,
  leaning: a.leaning + b.leaning,
  leaningUps: a.leaningUps + b.leaningUps,
  leaningDowns: a.leaningDowns + b.leaningDowns,
  wins: a.wins + b.wins,
  pUpMin: Math.min(a.pUpMin, b.pUpMin),
  pUpMax: Math.max(a.pUpMax, b.pUpMax),
});
