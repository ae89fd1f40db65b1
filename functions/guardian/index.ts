/** Asks each minute, apart from the trader: is every position of the account protected? */
import { guard } from '../../lib/guard.ts';
import { wireGuardian } from '../../lib/wiring/guardian.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';

export const handler = scheduledHandler(wireGuardian, guard);
