import type { Watch } from './judge.ts';
import { watchAccounting } from './watches/accounting.ts';
import { watchBugs } from './watches/bugs.ts';
import { watchCaps, watchDailyLoss } from './watches/caps.ts';
import { watchExits } from './watches/exits.ts';
import { watchHalts } from './watches/halted.ts';
import { watchKeepers, watchOpeners, watchWord } from './watches/keepers.ts';
import { watchLeases } from './watches/leases.ts';
import { watchLimits } from './watches/limits.ts';
import { watchOrders } from './watches/orders.ts';
import { watchProtection } from './watches/protection.ts';
import { watchRest } from './watches/rest.ts';
import { watchStops } from './watches/stops.ts';
import { watchTraces } from './watches/trace.ts';

/** All that is watched over in every story. */
export const WATCHES: readonly Watch[] = [
  watchOpeners,
  watchOrders,
  watchProtection,
  watchCaps,
  watchDailyLoss,
  watchAccounting,
  watchStops,
  watchHalts,
  watchExits,
  watchTraces,
  watchWord,
  watchKeepers,
  watchLeases,
  watchLimits,
  watchRest,
  watchBugs,
];
