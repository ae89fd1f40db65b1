import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { ensureTable } from '../../../lib/local/aws/table.ts';
import { dynamoClient, ssmClient, stateFolder } from './clients.ts';

const TableName = 'perpdesk';
const Name = '/perpdesk/main/limits/risk/positions-max';
const WRITE_FOR_MS = 400;

async function startStores(folder: string) {
  const script = fileURLToPath(new URL('./stores-child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => kill(child));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const urls = JSON.parse(line) as { dynamo: string; parameters: string };
  return { child, dynamo: dynamoClient(urls.dynamo), parameters: ssmClient(urls.parameters) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Writes one after the other until the other end is gone; answers the number of the last write that was answered. */
async function writeUntilGone(write: (n: number) => Promise<unknown>): Promise<number> {
  for (let n = 1; ; n++) {
    try {
      await write(n);
    } catch {
      return n - 1;
    }
  }
}

test('a kill -9 in the middle of writing loses nothing that was answered', async () => {
  const folder = stateFolder();
  const before = await startStores(folder);
  await ensureTable(before.dynamo, TableName);
  const putItem = (n: number) =>
    before.dynamo.send(
      new PutItemCommand({ TableName, Item: { pk: { S: 'D' }, sk: { S: 'BOOK' }, n: { N: String(n) } } }),
    );
  const putParameter = (n: number) =>
    before.parameters.send(
      new PutParameterCommand({ Name, Value: String(n), Type: 'String', Overwrite: true }),
    );
  const writing = Promise.all([writeUntilGone(putItem), writeUntilGone(putParameter)]);
  await new Promise(resolve => setTimeout(resolve, WRITE_FOR_MS));
  await kill(before.child);
  const [items, parameters] = await writing;
  expect(Math.min(items, parameters)).toBeGreaterThan(5);

  const after = await startStores(folder);
  const { Item } = await after.dynamo.send(
    new GetItemCommand({ TableName, Key: { pk: { S: 'D' }, sk: { S: 'BOOK' } } }),
  );
  const { Parameter } = await after.parameters.send(new GetParameterCommand({ Name }));
  // The write under way may or may not have arrived.
  expect([items, items + 1]).toContain(Number(Item?.n?.N));
  expect([parameters, parameters + 1]).toContain(Number(Parameter?.Value));
});
