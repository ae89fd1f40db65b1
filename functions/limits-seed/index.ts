import { SSMClient } from '@aws-sdk/client-ssm';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from './cloudformation.ts';
import { propertiesOf } from './properties.ts';
import { saySeeding, seedLimits } from './seeding.ts';

/** Writes are slow (the store takes a few a second), and each may be repeated without harm. */
const client = new SSMClient({ maxAttempts: 10, retryMode: 'standard' });

/**
 * Called by CloudFormation when a desk is deployed and its limits are described differently from before. Creates the
 * limits that are missing; when the desk is taken down it does nothing, so the limits stay.
 */
export const handler = (event: CloudFormationCustomResourceEvent): Promise<void> =>
  answerCloudFormation(event, async () => {
    const properties = propertiesOf(event.ResourceProperties);
    const physicalId = `limits-of-${properties.desk}`;
    if (event.RequestType === 'Delete') return { physicalId, data: {} };
    return { physicalId, data: saySeeding(await seedLimits(client, properties)) };
  });
