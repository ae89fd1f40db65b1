import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { knownAccount } from '../../adapters/dynamo/confirmed-account.ts';
import { deskTable } from '../../adapters/dynamo/table.ts';
import { liveAccountParameter } from '../../adapters/ssm/names.ts';
import { readConfirmedAccount } from '../../adapters/ssm/secrets.ts';
import { defaultLimits } from '../../desk/limits/limits.ts';
import { absent, type Fact, known, unknown } from '../../desk/preflight/check.ts';
import type { DeployedFacts, KeyFacts, LiveFacts } from '../../desk/preflight/judge.ts';
import { type DeskMode, TARGETS, type Target } from '../../desk/preflight/target.ts';
import type { DeskState } from '../../ports.ts';
import { connectAws } from '../aws.ts';
import { type AwsAccess, accessSettings } from '../aws-access.ts';
import type { Connection, Whereabouts } from '../connection.ts';
import { Asking, cloudFault } from './asking.ts';
import { cloudCalls, regionInForce, type SeenStack } from './cloud.ts';
import { keysOf, latenessOf, limitsOf, modelsOf, objectionOf, storedKeys, wordOf } from './desk.ts';
import { type Keyed, keyed, keyFacts, liveKeyFacts } from './keyed.ts';
import { type PlanRead, plannedRegion, stackOfDesk } from './plan.ts';
import type { VenueKeys } from './venue.ts';
import { type AskedVenue, askVenue, type Elsewhere } from './venue-facts.ts';

export interface AskedDeployed {
  readonly read: PlanRead;
  readonly where: Whereabouts;
  readonly desk: string;
  readonly target: Target | undefined;
  /** The stack that is named; else the one of the desk in the context. */
  readonly stack: string | undefined;
}

export interface Deployed {
  readonly mode: DeskMode;
  readonly region: string | undefined;
  readonly facts: DeployedFacts;
}

/** Asks of a value where it is known; what it is not known by says why nothing was asked. */
export const after = async <A, B>(fact: Fact<A>, call: (value: A) => Promise<Fact<B>>): Promise<Fact<B>> =>
  fact.type === 'known' ? await call(fact.value) : unknown(fact.because);

/** Where AWS is asked: what the command line says, the environment, and at last what the context deploys to. */
export async function accessOf(
  where: Whereabouts,
  read: PlanRead,
): Promise<AwsAccess & { readonly environment: string | undefined }> {
  const { profile } = where;
  const environment = where.region ?? (await regionInForce(where));
  return { profile, environment, region: environment ?? plannedRegion(read) };
}

/** Gathers what a desk in the cloud shows of itself, and what the venue says to it. */
export async function deployed(
  { read, where, desk, target, stack: named }: AskedDeployed,
  elsewhere?: Elsewhere,
): Promise<Deployed> {
  const { environment, ...access } = await accessOf(where, read);
  const calls = cloudCalls(access, named ?? stackOfDesk(read, desk));
  const cloud = new Asking(cloudFault(access));
  const caller = await cloud.ask(() => calls.caller());
  const stack = await cloud.ask(() => calls.stack());
  const own = stack.type === 'known' ? stack.value.desks.find(({ name }) => name === desk) : undefined;
  const mode = target ?? TARGETS.find(each => each === own?.mode) ?? plannedMode(read, desk) ?? 'paper';
  const venue = await askVenue(mode, elsewhere);
  const there: Fact<SeenStack> =
    stack.type === 'known' && own === undefined ? absent(`the stack has no desk ${desk}`) : stack;
  const places = placesOf(where, stack);
  const connection = connectAws({ desk, ...places, ...access });
  const asked: Asked = { connection, cloud, there, venue, mode, access, table: places.table };
  try {
    const { state, ...shown } = await shownBy(asked);
    const byKey = mode === 'paper' ? undefined : await shownByKey(asked, state, own?.liveAccount);
    return {
      mode,
      region: access.region,
      facts: {
        caller,
        stack,
        regions: { environment, context: plannedRegion(read) },
        venue: venue.facts,
        ...shown,
        key: byKey?.key,
        live: byKey?.live,
        subscriptions: await after(stack, ({ topics }) =>
          Object.keys(topics).length === 0
            ? Promise.resolve(unknown('the outputs of the stack name no topic'))
            : cloud.ask(() => calls.subscriptions(topics)),
        ),
      },
    };
  } finally {
    await Promise.all([venue.close(), connection.close()]);
    calls.close();
  }
}

/** Where the desk's things lie: as the command line names them, else as the stack does. */
function placesOf({ table, bucket }: Whereabouts, stack: Fact<SeenStack>) {
  const told = stack.type === 'known' ? stack.value : undefined;
  return { table: table ?? told?.table, bucket: bucket ?? told?.bucket };
}

interface Asked {
  readonly connection: Connection;
  readonly cloud: Asking;
  /** The stack, where it has the desk. */
  readonly there: Fact<SeenStack>;
  readonly venue: AskedVenue;
  readonly mode: DeskMode;
  readonly access: AwsAccess;
  readonly table: string | undefined;
}

const plannedMode = (read: PlanRead, desk: string): Target | undefined =>
  read.type === 'plan' ? read.plan.desks.find(({ name }) => name === desk)?.mode : undefined;

/** What the desk's stores say, one after the other. */
async function shownBy({ connection, cloud, there }: Asked) {
  const state = await after(there, () => cloud.ask(() => connection.reader.load()));
  const book = state.type === 'known' ? state.value.book : undefined;
  const limits = await after(there, () => cloud.ask(() => limitsOf(connection, book?.equityUsd)));
  const models = await after(state, () => cloud.ask(() => modelsOf(connection, book?.monitoredMinute)));
  const running = await after(state, loaded => cloud.ask(async () => latenessOf(connection, loaded)));
  const inForce = limits.type === 'known' ? limits.value.inForce : defaultLimits();
  const guardian = await after(state, loaded => cloud.ask(async () => objectionOf(loaded, inForce)));
  return {
    state,
    limits: limits.type === 'known' ? known(limits.value.seen) : limits,
    inForce,
    models,
    running,
    guardian,
  };
}

/** What the venue says to the desk's key; of a paper desk no key is looked for. */
async function shownByKey(
  asked: Asked,
  state: Fact<DeskState>,
  liveAccount: string | undefined,
): Promise<{ readonly key: KeyFacts; readonly live: LiveFacts | undefined }> {
  const { connection, cloud, there, venue, mode } = asked;
  const stored = await after(there, () => cloud.ask(() => storedKeys(connection)));
  const keys = await after(there, () => cloud.ask(() => keysOf(connection, mode)));
  const key = keyed(venue, keys);
  const live = mode === 'live' ? await liveFacts(asked, { key, keys, state, liveAccount }) : undefined;
  const symbols = state.type === 'known' ? (state.value.universe?.symbols ?? []) : [];
  return { live, key: await keyFacts(key, stored, symbols) };
}

interface AskedLive {
  readonly key: Keyed;
  readonly keys: Fact<VenueKeys>;
  readonly state: Fact<DeskState>;
  readonly liveAccount: string | undefined;
}

async function liveFacts(
  { connection, cloud, there, table, access }: Asked,
  { key, keys, state, liveAccount: deployed }: AskedLive,
): Promise<LiveFacts> {
  const { desk, parameters, reader } = connection;
  const client = new DynamoDBClient(accessSettings(access));
  try {
    const remembered = await after(keys, ({ apiKey }) =>
      cloud.ask(async () =>
        table === undefined ? undefined : await knownAccount(deskTable({ table, desk, client }), apiKey),
      ),
    );
    const { access: rights, actual } = await liveKeyFacts(key, remembered);
    return {
      access: rights,
      word: await after(state, loaded => cloud.ask(() => wordOf(reader, loaded))),
      egress: await after(there, async ({ egress }) =>
        egress === undefined ? absent('the stack has no fixed address') : known(egress),
      ),
      numbers: {
        deployed,
        confirmed: await after(there, () => cloud.ask(() => readConfirmedAccount(parameters))),
        actual,
        parameter: liveAccountParameter(desk),
      },
    };
  } finally {
    client.destroy();
  }
}
