import { SSMClient } from '@aws-sdk/client-ssm';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { type BinanceClient, binanceClient } from '../adapters/binance/client.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { readSecret } from '../adapters/ssm/secrets.ts';
import type { Clock } from '../ports.ts';
import { type DeskEnvironment, EnvironmentError } from './environment.ts';
import { type AccountMemory, accountMemory, confirmAccount } from './live.ts';

/** A venue call may take this long; three in a row still fit into a lease. */
const VENUE_TIMEOUT_MS = 8_000;

/** What is given by tests alone: a clock, whose market stands at another time than the machine, and a live venue's stand-in. */
export interface Elsewhere {
  readonly baseUrl: string;
}

/** A client for public data alone: no key. */
export const marketClient = (settings: DeskEnvironment, clock: Clock): BinanceClient =>
  binanceClient({ ...venueOf(settings), timeoutMs: VENUE_TIMEOUT_MS, now: () => clock.now() });

/**
 * A client that signs, for an account that the desk may touch. Throws an EnvironmentError when it may not. Whose key it
 * is is kept in the desk's own partition, unless another memory is given.
 */
export async function accountClient(
  settings: DeskEnvironment,
  clock: Clock,
  elsewhere: Elsewhere | undefined,
  memory: AccountMemory = accountMemory(deskTable(settings)),
): Promise<BinanceClient> {
  const keys = await venueKeys(settings);
  const client = binanceClient({
    ...venueOf(settings),
    ...elsewhere,
    ...keys,
    timeoutMs: VENUE_TIMEOUT_MS,
    now: () => clock.now(),
  });
  await confirmAccount(settings, client, parametersOf(settings), keys.apiKey, memory);
  return client;
}

/** Where one desk's parameters are. */
export const parametersOf = ({ desk }: DeskEnvironment) => ({
  client: new SSMClient(awsClientSettings()),
  desk,
});

/** Where the desk trades is decided here and nowhere else. */
function venueOf({ mode, venueUrl }: DeskEnvironment): { readonly baseUrl?: string; readonly demo?: true } {
  switch (mode) {
    case 'embedded':
      return { baseUrl: venueUrl ?? '' };
    case 'demo':
      return { demo: true };
    case 'paper':
      throw new EnvironmentError(
        'this version has no paper venue on AWS: deploy a demo desk, or run the embedded one',
      );
    case 'live':
      // The venue's own address: nothing stands in for it.
      return {};
    default:
      return mode satisfies never;
  }
}

async function venueKeys(settings: DeskEnvironment) {
  const parameters = parametersOf(settings);
  const [apiKey, secret] = await Promise.all([
    readSecret(parameters, `${settings.mode}-key`),
    readSecret(parameters, `${settings.mode}-secret`),
  ]);
  return { apiKey, secret };
}
