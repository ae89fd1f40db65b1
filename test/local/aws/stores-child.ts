/** Runs both stores on a folder until it is killed; its first line of output is their addresses. */
import { startDynamo } from '../../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../../lib/local/aws/parameter-store.ts';

const stateFolder = process.argv[2] ?? '';
const [dynamo, parameters] = await Promise.all([
  startDynamo({ stateFolder }),
  startParameterStore({ stateFolder }),
]);
process.stdout.write(`${JSON.stringify({ dynamo: dynamo.url, parameters: parameters.url })}\n`);
