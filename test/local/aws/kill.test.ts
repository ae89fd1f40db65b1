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

/** Writes before the end: enough for it to come in the middle of one. */
const WRITES_MIN = 6;

/** Writes one after the other until the other end is gone. `gone`: the number of the last write that was answered. */
function writeUntilGone(write: (n: number) => Promise<unknown>) {
  let enough = () => {};
  const underWay = new Promise<void>(resolve => {
    enough = resolve;
  });
  const gone = (async () => {
    for (let n = 1; ; n++) {
      try {
        await write(n);
      } catch {
        return n - 1;
      }
      if (n === WRITES_MIN) enough();
    }
  })();
  return { underWay, gone };
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
  const writers = [writeUntilGone(putItem), writeUntilGone(putParameter)];
  await Promise.all(writers.map(({ underWay }) => underWay));
  await kill(before.child);
  const [items = 0, parameters = 0] = await Promise.all(writers.map(({ gone }) => gone));

  const after = await startStores(folder);
  const { Item } = await after.dynamo.send(
    new GetItemCommand({ TableName, Key: { pk: { S: 'D' }, sk: { S: 'BOOK' } } }),
  );
  const { Parameter } = await after.parameters.send(new GetParameterCommand({ Name }));
  // The write under way may or may not have arrived.
  expect([items, items + 1]).toContain(Number(Item?.n?.N));
  expect([parameters, parameters + 1]).toContain(Number(Parameter?.Value));
});
