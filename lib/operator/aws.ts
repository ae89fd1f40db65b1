import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { alarmMute } from '../adapters/alarm-mute.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { shadowingReader } from '../adapters/dynamo/shadowing.ts';
import { type DeskTable, deskTable, isWritten } from '../adapters/dynamo/table.ts';
import { type DeskParameters, readStoredLimits } from '../adapters/ssm/desk-parameters.ts';
import { type LimitEditor, ssmLimitEditor } from '../adapters/ssm/limit-editor.ts';
import { Refusal } from '../local/refusal.ts';
import { PortError } from '../ports.ts';
import { accessSettings } from './aws-access.ts';
import { awsModels } from './aws-models.ts';
import { tableOf } from './aws-places.ts';
import type { Connection, Whereabouts } from './connection.ts';
import { lateWords } from './lateness.ts';
import { limitsOfOriginal } from './limits-of-original.ts';

export const DEFAULT_DESK = 'main';
/** What every desk in the cloud trades, as a model's manifest names it. */
const MARKET = 'binance-usdm';

/**
 * Reaches a desk in the cloud, by the credentials and the region of the environment, or those that are named. Nothing is
 * asked before a command needs it: whoever may only store secrets needs no right to the table. Reading a desk of which
 * there is nothing, and editing its limits, is a Refusal: an empty answer would look like a desk at rest.
 */
export function connectAws({
  desk = DEFAULT_DESK,
  table: named,
  bucket,
  ...access
}: Pick<Whereabouts, 'desk' | 'table' | 'bucket' | 'region' | 'profile'>): Connection {
  const settings = accessSettings(access);
  const [tables, client] = [new DynamoDBClient(settings), new SSMClient(settings)];
  const watch = new CloudWatchClient(settings);
  const parameters = { client, desk };
  const tableName = once(() => tableOf(tables, desk, named));
  const table = once(async () => deskTable({ table: await tableName(), desk, client: tables }));
  const reader = once(async () => {
    await refusingNone(desk, [async () => isWritten(await table()), () => hasLimits(parameters)]);
    const own = await table();
    return shadowingReader(dynamoBookReader(own), other =>
      deskTable({ table: own.table, desk: other, client: tables }),
    );
  });
  const editor = once(async () => {
    await refusingNone(desk, [() => hasLimits(parameters), async () => isWritten(await table())]);
    const original = await twinIfRead(table, () => hasLimits(parameters));
    return original === undefined
      ? ssmLimitEditor(parameters)
      : limitsOfOriginal(ssmLimitEditor({ client, desk: original }), desk, original);
  });
  const voting = once(async () => {
    const own = await table();
    const original = await twinOf(own);
    return original === undefined
      ? { desk, table: own }
      : { desk: original, table: deskTable({ table: own.table, desk: original, client: tables }) };
  });
  const models = awsModels(voting, bucket, access);
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
    limits: limitsBehind(editor),
    parameters,
    models: { store: models.store, market: MARKET },
    alarms: alarmMute(watch, desk),
    lateness: monitored => lateWords(monitored, Date.now()),
    // Loaded here, since only the page asks.
    alarmStates: async () => (await import('./aws-alarms.ts')).awsAlarms(watch, desk),
    counted: async () => {
      const { countedUsage } = await import('./cost/aws-usage.ts');
      return countedUsage(watch, { desk, table: await tableName() }, Date.now());
    },
    close: async () => {
      models.close();
      tables.destroy();
      client.destroy();
      watch.destroy();
    },
  };
}

const limitsBehind = (editor: () => Promise<LimitEditor>): LimitEditor => ({
  list: async () => (await editor()).list(),
  get: async name => (await editor()).get(name),
  set: async (name, text) => (await editor()).set(name, text),
  check: async texts => (await editor()).check(texts),
  setAll: async texts => (await editor()).setAll(texts),
  history: async name => (await editor()).history(name),
});

/** Makes something when it is first asked for, and once. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Refuses where each of the places that a desk leaves something in holds nothing of it. */
async function refusingNone(desk: string, places: readonly (() => Promise<boolean>)[]): Promise<void> {
  for (const holds of places) if (await holds()) return;
  throw new Refusal(
    `--aws: there is no desk ${desk} here: no limits under /perpdesk/${desk}, nothing in the table; give --desk, --region or --profile`,
  );
}

/** The desk that a twin goes by, as its book has it; a desk that has become a twin has limits of its own, which hold no longer. */
const twinOf = async (table: DeskTable): Promise<string | undefined> =>
  (await dynamoBookReader(table).load()).book?.twinOf;

/** The same where the table can be read; a desk with limits is taken to be no twin while it cannot, so that it can be halted. */
async function twinIfRead(
  table: () => Promise<DeskTable>,
  isLimited: () => Promise<boolean>,
): Promise<string | undefined> {
  try {
    return await twinOf(await table());
  } catch (error) {
    const isSilent = error instanceof PortError || error instanceof Refusal;
    if (isSilent && (await isLimited())) return undefined;
    throw error;
  }
}

const hasLimits = async (parameters: DeskParameters): Promise<boolean> =>
  (await readStoredLimits(parameters)).length > 0;
