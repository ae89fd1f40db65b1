/** An alarm of the desk went off, or is over: tells people, with what the desk knows of it. */
import { notify } from '../../lib/notify.ts';
import { notifyingHandler } from '../../lib/wiring/notifier.ts';

export const handler = notifyingHandler(notify);
