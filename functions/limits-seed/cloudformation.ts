import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** What a custom resource tells CloudFormation of itself. The whole answer may hold 4096 bytes. */
export interface ResourceAnswer {
  readonly physicalId: string;
  readonly data: Readonly<Record<string, string>>;
}

const REASON_MAX = 1000;

/**
 * Does the work and reports its end to CloudFormation, good or bad. Throws only when the report itself cannot be
 * delivered, so that Lambda tries again; CloudFormation gives up after the resource's own time limit.
 */
export async function answerCloudFormation(
  event: CloudFormationCustomResourceEvent,
  work: () => Promise<ResourceAnswer>,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const outcome = await outcomeOf(event, work);
  const body = JSON.stringify({ StackId, RequestId, LogicalResourceId, ...outcome });
  const response = await fetch(event.ResponseURL, {
    method: 'PUT',
    // The address is signed for an empty content type; anything else is refused.
    headers: { 'content-type': '' },
    body,
  });
  if (!response.ok) throw new Error(`CloudFormation refused the report with status ${response.status}`);
}

async function outcomeOf(event: CloudFormationCustomResourceEvent, work: () => Promise<ResourceAnswer>) {
  try {
    const { physicalId, data } = await work();
    return { Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: data };
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    console.error(reason);
    // A failed creation is followed by a deletion of this id, which does nothing.
    const known = 'PhysicalResourceId' in event ? event.PhysicalResourceId : 'limits-not-seeded';
    return { Status: 'FAILED', Reason: reason.slice(0, REASON_MAX), PhysicalResourceId: known };
  }
}
