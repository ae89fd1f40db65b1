/** After each edit of a limit, and once an hour: do the limits still make sense together? */
import { checkLimits } from '../../lib/limits-check.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';
import { wireLimitsGuard } from '../../lib/wiring/limits-guard.ts';

export const handler = scheduledHandler(wireLimitsGuard, checkLimits);
