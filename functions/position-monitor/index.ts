/** Exits first: reconciles the account, repairs protection and decides exits, each minute. */
import { monitor } from '../../lib/minute.ts';
import { wireMonitorDesk } from '../../lib/wiring/aws.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';

export const handler = scheduledHandler(wireMonitorDesk, monitor);
