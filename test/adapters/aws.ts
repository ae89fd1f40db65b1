import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { awsClientSettings } from '../../lib/adapters/aws-client.ts';
import { startDynamo } from '../../lib/local/aws/dynamo.ts';
import { startParameterStore } from '../../lib/local/aws/parameter-store.ts';
import { ensureTable } from '../../lib/local/aws/table.ts';

/** A failure the local service is to answer with. `applied`: the work is done all the same. */
export interface Fault {
  readonly times: number;
  readonly error: string;
  readonly operation?: string;
  readonly effect?: 'none' | 'applied';
}

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

const faultsAt = (url: string) => async (fault: Fault) => {
  const answer = await fetch(`${url}/sim/faults`, { method: 'POST', body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(`the fault was not taken: ${await answer.text()}`);
};

/** A client as the desk makes it, at a local address. */
export const dynamoAt = (endpoint: string, answerMs?: number) =>
  new DynamoDBClient({ ...awsClientSettings(answerMs), endpoint, region: 'eu-central-1', credentials });
export const ssmAt = (endpoint: string, answerMs?: number) =>
  new SSMClient({ ...awsClientSettings(answerMs), endpoint, region: 'eu-central-1', credentials });

export const TABLE = 'perpdesk';

/** A DynamoDB of the test's own, with the desk's table in it. */
export async function localDynamo() {
  const service = await startDynamo();
  const client = dynamoAt(service.url);
  await ensureTable(client, TABLE);
  return { ...service, client, fault: faultsAt(service.url) };
}

/** A Parameter Store of the test's own. */
export async function localParameterStore() {
  const service = await startParameterStore();
  return { ...service, client: ssmAt(service.url), fault: faultsAt(service.url) };
}
