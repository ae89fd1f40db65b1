/** Once a day: what the account earned by the venue's own word, held against the desk's. */
import { close } from '../../lib/close.ts';
import { wireCloseDesk } from '../../lib/wiring/aws.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';

export const handler = scheduledHandler(wireCloseDesk, close);
