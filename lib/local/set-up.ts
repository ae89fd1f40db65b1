import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { awsClientSettings } from '../adapters/aws-client.ts';
import type { DeskParameters } from '../adapters/ssm/desk-parameters.ts';
import { ssmLimitEditor } from '../adapters/ssm/limit-editor.ts';
import { secretParameter } from '../adapters/ssm/names.ts';
import { readSecret } from '../adapters/ssm/secrets.ts';
import { seedLimits } from '../adapters/ssm/seed-store.ts';
import { PortError } from '../ports.ts';
import { ensureTable } from './aws/table.ts';
import { TABLE } from './desk-environment.ts';
import { Refusal } from './refusal.ts';
import { EXCHANGE_KEYS } from './run-servers.ts';

/** Written last: where it stands, the set-up was finished. */
const LAST_SECRET = 'embedded-secret';

interface SetUp {
  readonly desk: string;
  /** Limits that differ from the defaults. */
  readonly limits: Readonly<Record<string, string>>;
}

/**
 * What deploying does for a desk in the cloud, done here on its first start: the table, every limit, the venue's keys.
 * A set-up that was cut off is done again; a finished one is never repeated, since limits may have been edited since.
 * AWS is where the environment says. Throws a Refusal when a limit is refused.
 */
export async function setUp({ desk, limits }: SetUp): Promise<void> {
  const [tables, client] = [new DynamoDBClient(awsClientSettings()), new SSMClient(awsClientSettings())];
  await ensureTable(tables, TABLE);
  const parameters = { client, desk };
  if (await isDone(parameters)) return;
  await seedLimits(parameters);
  await editLimits(parameters, limits);
  const keep = (name: string, value: string) =>
    client.send(
      new PutParameterCommand({
        Name: secretParameter(desk, name),
        Value: value,
        Type: 'SecureString',
        Overwrite: true,
      }),
    );
  await keep('embedded-key', EXCHANGE_KEYS.apiKey);
  await keep(LAST_SECRET, EXCHANGE_KEYS.secret);
}

async function isDone(parameters: DeskParameters): Promise<boolean> {
  try {
    await readSecret(parameters, LAST_SECRET);
    return true;
  } catch (error) {
    if (error instanceof PortError && error.kind === 'unauthorised') return false;
    throw error;
  }
}

/** Edits as a person would, one by one. Two that only fit together are tried in the other order as well. */
async function editLimits(
  parameters: DeskParameters,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  const editor = ssmLimitEditor(parameters);
  let waiting = Object.entries(texts);
  while (waiting.length > 0) {
    const refused: typeof waiting = [];
    let problem = '';
    for (const [name, text] of waiting) {
      const edit = await editor.set(name, text);
      if (edit.type !== 'refused') continue;
      refused.push([name, text]);
      problem = `--set ${name}=${text}: ${edit.problems[0]?.problem ?? 'refused'}`;
    }
    if (refused.length === waiting.length) throw new Refusal(problem);
    waiting = refused;
  }
}
