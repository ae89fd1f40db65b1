import { DAY_MS, type Minute } from '../../desk/units.ts';

/** How long history is kept after the minute it tells of. */
export const KEEP_DAYS = { closedPosition: 400, journal: 90, settledIntent: 7 } as const;

/** The table's `ttl` attribute in epoch seconds, reckoned from the record's own minute, so that repeats are equal. */
export const ttlOf = (minute: Minute, days: number): number => Math.floor((minute + days * DAY_MS) / 1000);
