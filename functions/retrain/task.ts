/** The function beside this file as a process of its own, for a training that outgrows the time a function has. */
import { retrain } from '../../lib/retrain.ts';
import { wireLearningDesk } from '../../lib/wiring/aws.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';
import { runTask, TASK_MAY_TAKE_MS } from '../../lib/wiring/task.ts';

const wire = () => wireLearningDesk(undefined, undefined, TASK_MAY_TAKE_MS);

await runTask({ handler: scheduledHandler(wire, retrain) });
