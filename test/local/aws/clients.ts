import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { onTestFinished } from 'vitest';
import { startDynamo } from '../../../lib/local/aws/dynamo.ts';
import type { LocalService } from '../../../lib/local/aws/http.ts';
import { type ParameterStoreOptions, startParameterStore } from '../../../lib/local/aws/parameter-store.ts';

const common = { region: 'eu-central-1', credentials: { accessKeyId: 'anna', secretAccessKey: 'secret' } };

/** Unmodified SDK clients; one attempt, so that a test sees each failure itself. */
export const dynamoClient = (endpoint: string, maxAttempts = 1) =>
  new DynamoDBClient({ ...common, endpoint, maxAttempts });
export const ssmClient = (endpoint: string, maxAttempts = 1) =>
  new SSMClient({ ...common, endpoint, maxAttempts });

/** A folder that lives as long as the test. */
export function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perpdesk-aws-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A running DynamoDB and a client of it; both end with the test unless closed before. */
export async function dynamo(folder?: string) {
  const service = await startDynamo(folder === undefined ? {} : { stateFolder: folder });
  const client = dynamoClient(service.url);
  return { ...service, client, close: closing(client, service) };
}

/** A running Parameter Store and a client of it. */
export async function parameterStore(options: ParameterStoreOptions = {}) {
  const service = await startParameterStore(options);
  const client = ssmClient(service.url);
  return { ...service, client, close: closing(client, service) };
}

function closing(client: { destroy(): void }, service: LocalService): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const once = () => {
    client.destroy();
    closed ??= service.close();
    return closed;
  };
  onTestFinished(once);
  return once;
}

/** Asks a service to fail. */
export async function askForFault(url: string, fault: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${url}/sim/faults`, { method: 'POST', body: JSON.stringify(fault) });
  if (!response.ok) throw new Error(await response.text());
}

/** The name of the error that a call ends with, or `none`. */
export async function errorName(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
