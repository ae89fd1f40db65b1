import { type Fraction, fraction } from '../desk/units.ts';
import { percent } from '../desk/words.ts';
import { dayBlockBootstrap, type Interval } from './bootstrap.ts';
import { tradesToKnow } from './knowing.ts';
import type { DayRecord } from './record.ts';
import { entropyOf } from './statistics.ts';

/** What a record of resolved predictions shows, with how sure it is. */
export interface Standing {
  /** Resolved predictions, and those of them that took a side: the win rate is theirs. */
  readonly n: number;
  readonly leaning: number;
  /** Days with such predictions. */
  readonly days: number;
  readonly winRate: Interval;
  /** The rate to beat: one half, or that of always saying the same side where that is higher. */
  readonly against: Fraction;
  /** Win rate less the rate to beat. */
  readonly edge: Interval;
  /** The base rate's log loss less the model's, over all predictions, in nats a prediction. */
  readonly gain: Interval;
  readonly whenWeWillKnow: Knowing;
}

export interface Knowing {
  /** Independent trades that tell this win rate from the rate to beat; infinite for a rate that is no better. */
  readonly tradesNeeded: number;
  /** What the predictions so far are worth in independent trades: those of one day resemble each other. */
  readonly tradesHave: number;
  /** Days still to go at the present pace; 0 when it is known already, infinite when there is nothing to know. */
  readonly days: number;
  readonly sentence: string;
}

interface Figures {
  readonly winRate: number;
  readonly against: number;
  readonly gain: number;
}

/** The figures of a record, each with its interval by day-block bootstrap. `seed` makes them repeatable. */
export function standingOf(record: readonly DayRecord[], seed: number): Standing {
  const once = new Uint16Array(record.length).fill(1);
  const measured = figuresOf(record, once);
  const interval = (of: (figures: Figures) => number) =>
    dayBlockBootstrap(record.length, seed, drawn => of(figuresOf(record, drawn)));
  const winRate = interval(figures => figures.winRate);
  const leaning = record.reduce((sum, day) => sum + day.leaning, 0);
  const have = Math.min(leaning, (winRate.value * (1 - winRate.value)) / winRate.error ** 2);
  return {
    n: record.reduce((sum, day) => sum + day.n, 0),
    leaning,
    days: record.filter(day => day.leaning > 0).length,
    winRate,
    against: fraction(measured.against),
    edge: interval(figures => figures.winRate - figures.against),
    gain: interval(figures => figures.gain),
    whenWeWillKnow: knowingOf(measured, Number.isFinite(have) ? have : 0, record),
  };
}

/** The base rate is that of the very record: an opponent who knew it beforehand, and so a hard one. */
function figuresOf(record: readonly DayRecord[], drawn: Uint16Array): Figures {
  let [leaning, leaningUps, leaningDowns, wins] = [0, 0, 0, 0];
  let [ups, downs, logLoss] = [0, 0, 0];
  for (let d = 0; d < record.length; d += 1) {
    const times = drawn[d] as number;
    if (times === 0) continue;
    const day = record[d] as DayRecord;
    leaning += times * day.leaning;
    leaningUps += times * day.leaningUps;
    leaningDowns += times * day.leaningDowns;
    wins += times * day.wins;
    ups += times * day.ups;
    downs += times * day.downs;
    logLoss += times * day.logLoss;
  }
  return {
    winRate: wins / leaning,
    against: leaning > 0 ? Math.max(0.5, leaningUps / leaning, leaningDowns / leaning) : 0.5,
    gain: entropyOf(ups / (ups + downs)) - logLoss / (ups + downs),
  };
}

function knowingOf({ winRate, against }: Figures, have: number, record: readonly DayRecord[]): Knowing {
  const needed = tradesToKnow(winRate, against);
  const worth = `${Math.round(have)} independent trades so far`;
  if (needed === Infinity) {
    const edge = tradesToKnow(against + 0.05, against);
    const sentence = `the win rate is not above the rate to beat (${worth}); an edge of 5 points would take about ${edge}`;
    return { tradesNeeded: needed, tradesHave: have, days: Infinity, sentence };
  }
  const span = (record.at(-1)?.day ?? 0) - (record[0]?.day ?? 0) + 1;
  const days = have > 0 ? Math.max(0, Math.ceil(((needed - have) * span) / have)) : Infinity;
  const told = `${percent(winRate)} against ${percent(against)} takes about ${needed} independent trades; ${worth}`;
  return {
    tradesNeeded: needed,
    tradesHave: have,
    days,
    sentence: days === 0 || days === Infinity ? told : `${told}, so about ${days} more days`,
  };
}
