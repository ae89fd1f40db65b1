/** Follows the minute's signals into protected positions, or records why not. */
import { enter } from '../../lib/minute.ts';
import { wireEntryDesk } from '../../lib/wiring/aws.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';

export const handler = scheduledHandler(wireEntryDesk, enter);
