import type { DayRecord } from '../../../lib/models/record.ts';

/** A day of a hundred predictions with a mean log loss, which swings a little from day to day. */
export const aDay = (day: number, loss: number): DayRecord => ({
  day,
  n: 100,
  ups: 50,
  downs: 50,
  logLoss: 100 * (loss + 0.01 * Math.sin(day)),
  leaning: 0,
  leaningUps: 0,
  leaningDowns: 0,
  wins: 0,
  pUpMin: 0.4,
  pUpMax: 0.6,
});

export const days = (from: number, to: number, loss: number): DayRecord[] =>
  Array.from({ length: to - from }, (_, n) => aDay(from + n, loss));
