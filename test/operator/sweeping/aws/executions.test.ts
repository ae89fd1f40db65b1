import { ListMapRunsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { isSilence } from '../../../../lib/operator/aws-access.ts';
import { sfnExecutions } from '../../../../lib/operator/sweeping/aws/executions.ts';

const MACHINE = 'arn:aws:states:eu-central-1:000000000000:stateMachine:sweeps';

/** Step Functions that knows the run, and nobody hears from again. */
function silentAfterTheRun(): SFNClient {
  const client = new SFNClient({ region: 'eu-central-1' });
  return Object.assign(client, {
    send: async (command: unknown) => {
      if (command instanceof ListMapRunsCommand) return { mapRuns: [{ mapRunArn: `${MACHINE}/run:1` }] };
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    },
  });
}

test('a network that fails while what went wrong is asked for is told as one', async () => {
  const executions = sfnExecutions(silentAfterTheRun(), MACHINE);
  const error = await executions.failedPaths('run-1').catch((thrown: unknown) => thrown);
  expect(String(error)).toBe(
    'PortError: Step Functions: reading what went wrong failed: Error: read ECONNRESET',
  );
  expect(isSilence(error)).toBe(true);
});
