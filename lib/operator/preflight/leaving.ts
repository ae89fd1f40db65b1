import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deskTable } from '../../adapters/dynamo/table.ts';
import { absent, type Fact, unknown } from '../../desk/preflight/check.ts';
import type { DeskToLeave, HeldAtVenue, StateSeen } from '../../desk/preflight/destroy.ts';
import { type DeskMode, type Subject, TARGETS } from '../../desk/preflight/target.ts';
import { Refusal } from '../../local/refusal.ts';
import { connectAws } from '../aws.ts';
import { type AwsAccess, accessSettings } from '../aws-access.ts';
import { tableOf } from '../aws-places.ts';
import type { Connection } from '../connection.ts';
import { Asking, cloudFault, storeFault } from './asking.ts';
import { cloudCalls, type SeenStack } from './cloud.ts';
import { after } from './deployed.ts';
import { bookOf, keysOf } from './desk.ts';
import { AT_REST, embeddedVenue } from './embedded.ts';
import { heldAt, heldOnPaper } from './held.ts';
import { keyed } from './keyed.ts';
import { type AskedVenue, askVenue, type Elsewhere } from './venue-facts.ts';

/** What all desks of the stack still hold: `cdk destroy` knows no single one. */
export interface StackToLeave {
  readonly stack: Fact<SeenStack>;
  readonly desks: readonly DeskToLeave[];
}

/** Asks each desk that the deployed stack has, and its venue. `flags`: how the desks are named to a command. */
export async function stackToLeave(
  { stackName, ...access }: AwsAccess & { readonly stackName: string },
  flags: (desk: string) => string,
  elsewhere?: Elsewhere,
): Promise<StackToLeave> {
  const calls = cloudCalls(access, stackName);
  const cloud = new Asking(cloudFault(access));
  try {
    const stack = await cloud.ask(() => calls.stack());
    const desks: DeskToLeave[] = [];
    for (const { name, mode: told } of stack.type === 'known' ? stack.value.desks : []) {
      const mode = TARGETS.find(each => each === told);
      if (mode === undefined) throw new Refusal(`desk ${name}: this version knows no mode ${told}`);
      const table = stack.type === 'known' ? stack.value.table : undefined;
      const subject = { desk: name, mode, flags: flags(name) };
      desks.push(await deskInCloud(subject, { table, access, cloud }, elsewhere));
    }
    return { stack, desks };
  } finally {
    calls.close();
  }
}

interface InCloud {
  readonly table: string | undefined;
  readonly access: AwsAccess;
  readonly cloud: Asking;
}

async function deskInCloud(
  subject: Subject,
  { table, access, cloud }: InCloud,
  elsewhere: Elsewhere | undefined,
): Promise<DeskToLeave> {
  const { desk, mode } = subject;
  const connection = connectAws({ desk, table, bucket: undefined, ...access });
  const client = new DynamoDBClient(accessSettings(access));
  const venue = mode === 'paper' ? undefined : await askVenue(mode, elsewhere);
  try {
    const own = await ownState(connection, cloud, Date.now);
    if (venue !== undefined)
      return { subject, ...own, venue: await heldByKey(connection, cloud, venue, mode) };
    const held = async () =>
      heldOnPaper(deskTable({ table: await tableOf(client, desk, table), desk, client }));
    return { subject, ...own, venue: await cloud.ask(held) };
  } finally {
    client.destroy();
    await Promise.all([venue?.close(), connection.close()]);
  }
}

/** The same of an embedded desk, whose exchange answers while the desk runs. */
export async function embeddedToLeave(connection: Connection, subject: Subject): Promise<DeskToLeave> {
  const stores = new Asking(storeFault);
  const own = await ownState(connection, stores);
  const venue = await embeddedVenue(connection);
  if (venue === undefined) return { subject, ...own, venue: unknown(AT_REST) };
  try {
    return { subject, ...own, venue: await heldByKey(connection, stores, venue, subject.mode) };
  } finally {
    await venue.close();
  }
}

/**
 * The state first, then the book: what is read after a state that holds cannot be opened any more. `now`: of a desk in the
 * cloud, whose minutes work while this is asked; an embedded one decides in the market's own time.
 */
async function ownState(
  connection: Connection,
  stores: Asking,
  now?: () => number,
): Promise<Pick<DeskToLeave, 'book' | 'state'>> {
  const state = await stores.ask(() => stateOf(connection, now));
  return { state, book: await stores.ask(async () => bookOf(await connection.reader.load())) };
}

const STATE = 'control/state';

async function stateOf({ limits }: Connection, now: (() => number) | undefined): Promise<StateSeen> {
  const value = (await limits.get(STATE))?.text ?? 'active';
  if (now === undefined) return { value };
  const [newest] = await limits.history(STATE);
  return { value, ...(newest === undefined ? {} : { editedAgoMs: now() - newest.at }) };
}

async function heldByKey(
  connection: Connection,
  stores: Asking,
  venue: AskedVenue,
  mode: DeskMode,
): Promise<Fact<HeldAtVenue>> {
  const keys = await stores.ask(() => keysOf(connection, mode));
  if (keys.type === 'absent') return absent(`${keys.because}, so that nobody can ask the venue`);
  return await after(keys, value => keyed(venue, { type: 'known', value }).ask(client => heldAt(client)));
}
