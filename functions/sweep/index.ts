/** A combination of a sweep, or the conclusion of all of them, as the state machine asks for it. */
import { sweep } from '../../lib/sweep.ts';
import { sweepHandler, wireSweep } from '../../lib/wiring/sweep.ts';

export const handler = sweepHandler(wireSweep, sweep);
