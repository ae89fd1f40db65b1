/** Decides each minute which coins may be traded, with a reason for each that may not. */
import { scan } from '../../lib/minute.ts';
import { wireScanDesk } from '../../lib/wiring/aws.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';

export const handler = scheduledHandler(wireScanDesk, scan);
