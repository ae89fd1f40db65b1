/** Once a day: holds what the models said against what came, and renews or ends their licences by it. */
import { retrain } from '../../lib/retrain.ts';
import { wireLearningDesk } from '../../lib/wiring/aws.ts';
import { scheduledHandler } from '../../lib/wiring/handler.ts';

export const handler = scheduledHandler(wireLearningDesk, retrain);
