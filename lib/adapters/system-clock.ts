import { setTimeout as pause } from 'node:timers/promises';
import { epochMs } from '../desk/units.ts';
import type { Clock } from '../ports.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  sleep: async ms => {
    await pause(ms);
  },
};
