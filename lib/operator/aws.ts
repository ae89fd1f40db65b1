import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { alarmMute } from '../adapters/alarm-mute.ts';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { portError } from '../adapters/aws-errors.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { type DeskTable, deskTable } from '../adapters/dynamo/table.ts';
import { ssmLimitEditor } from '../adapters/ssm/limit-editor.ts';
import { Refusal } from '../local/refusal.ts';
import { awsModels } from './aws-models.ts';
import type { Connection, Whereabouts } from './connection.ts';

const DEFAULT_DESK = 'main';
/** What every desk in the cloud trades, as a model's manifest names it. */
const MARKET = 'binance-usdm';
/** How the stack's table begins; CloudFormation gives it the rest of its name. */
const TABLE_PREFIX = 'perpdesk-Books';

/**
 * Reaches a desk in the cloud, by the credentials and the region of the environment. Nothing is asked before a command
 * needs it: whoever may only store secrets needs no right to the table.
 */
export function connectAws({
  desk = DEFAULT_DESK,
  table: named,
  bucket,
}: Pick<Whereabouts, 'desk' | 'table' | 'bucket'>): Connection {
  const [tables, client] = [new DynamoDBClient(awsClientSettings()), new SSMClient(awsClientSettings())];
  const watch = new CloudWatchClient(awsClientSettings());
  const parameters = { client, desk };
  let known: Promise<DeskTable> | undefined;
  const table = () => {
    known ??= tableOf(tables, named).then(name => deskTable({ table: name, desk, client: tables }));
    return known;
  };
  const reader = async () => dynamoBookReader(await table());
  const models = awsModels(table, desk, bucket);
  return {
    desk,
    reader: {
      load: async () => (await reader()).load(),
      universeReasons: async () => (await reader()).universeReasons(),
      closedPositions: async query => (await reader()).closedPositions(query),
      position: async id => (await reader()).position(id),
      closedBetween: async span => (await reader()).closedBetween(span),
      dayTruths: async span => (await reader()).dayTruths(span),
      journal: async function* (span) {
        yield* (await reader()).journal(span);
      },
    },
    limits: ssmLimitEditor(parameters),
    parameters,
    models: { store: models.store, market: MARKET },
    alarms: alarmMute(watch, desk),
    close: async () => {
      models.close();
      tables.destroy();
      client.destroy();
      watch.destroy();
    },
  };
}

/** The table that is named, else the only one that looks like the stack's. */
async function tableOf(client: DynamoDBClient, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const found: string[] = [];
  try {
    for await (const page of paginateListTables({ client }, {}))
      found.push(...(page.TableNames ?? []).filter(name => name.startsWith(TABLE_PREFIX)));
  } catch (error) {
    throw portError('DynamoDB: looking for the table', error);
  }
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  throw new Refusal(
    only === undefined
      ? `--aws: no table of this account and region begins with ${TABLE_PREFIX}; set AWS_REGION and AWS_PROFILE to where the stack is, or give --table NAME`
      : `--aws: ${found.length} tables could be the desk's; give --table with one of ${found.join(', ')}`,
  );
}
