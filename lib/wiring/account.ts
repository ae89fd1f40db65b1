import { SSMClient } from '@aws-sdk/client-ssm';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { type BinanceClient, type BinanceOptions, binanceClient } from '../adapters/binance/client.ts';
import { binanceFundingHistory } from '../adapters/binance/funding-history.ts';
import { hourlyAdmission } from '../adapters/binance/hourly-admission.ts';
import { binanceMarket } from '../adapters/binance/market.ts';
import { sparedMarket } from '../adapters/binance/spared-market.ts';
import { binanceVenue } from '../adapters/binance/venue.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { readSecret } from '../adapters/ssm/secrets.ts';
import { warmMarket } from '../adapters/warm-market.ts';
import type { Desk } from '../minute/desk.ts';
import type { Clock, Journal, Market } from '../ports.ts';
import type { DeskEnvironment } from './environment.ts';
import { journalIn } from './journal.ts';
import { type AccountMemory, accountMemory, confirmAccount } from './live.ts';
import { paperAccount } from './paper.ts';

/** A venue call may take this long; three in a row still fit into a lease. */
const VENUE_TIMEOUT_MS = 8_000;

/** What stands in for a live venue, in tests alone. */
export interface Elsewhere {
  readonly baseUrl: string;
}

/** The account that a desk trades on, the market it lies in, and for a live one what has to be asked before entries. */
export type WiredAccount = Pick<Desk, 'market' | 'venue' | 'admission'>;

/** Where whoever touches the account writes what it has to about it: in a partition that its role may write. */
export interface AccountRecords {
  readonly memory: AccountMemory;
  readonly journal: Journal;
}

/** For whom the account is wired. */
interface WhoAsks {
  /** Looks for something to open, so that it leaves the rest of the venue's patience to those who do not. */
  readonly opens?: boolean;
  /** Left out: the desk's own partition. */
  readonly records?: AccountRecords;
}

/**
 * Which account it is, is decided here and nowhere else. On paper it is an item of the desk's table over the venue's
 * public market, and no key is read or needed; else it is the venue's own, with keys from the Parameter Store (I41).
 */
export async function wireAccount(
  settings: DeskEnvironment,
  clock: Clock,
  elsewhere?: Elsewhere,
  { opens = false, records = recordsOf(settings) }: WhoAsks = {},
): Promise<WiredAccount> {
  const { memory, journal } = records;
  const { paper, mode } = settings;
  if (paper !== undefined) {
    const client = marketClient(settings, clock);
    const [market, funding] = [warmMarket(binanceMarket(client), clock), binanceFundingHistory(client)];
    const venue = paperAccount({ ...settings, ...paper }, { market, funding, clock }, journal);
    return { market: opens ? openersMarket(client, clock) : market, venue };
  }
  const client = await accountClient(settings, clock, elsewhere, memory);
  const market = opens ? openersMarket(client, clock) : warmMarket(binanceMarket(client), clock);
  const account = { market, venue: binanceVenue(client) };
  return mode === 'live' ? { ...account, admission: hourlyAdmission(client, clock) } : account;
}

const openersMarket = (client: BinanceClient, clock: Clock): Market =>
  warmMarket(sparedMarket(binanceMarket(client), client), clock);

/** A client of public data alone: no key. */
export const marketClient = (settings: DeskEnvironment, clock: Clock): BinanceClient =>
  binanceClient({ ...originOf(settings), timeoutMs: VENUE_TIMEOUT_MS, now: () => clock.now() });

/** The desk's own partition, which all functions but the guardian write. */
function recordsOf(settings: DeskEnvironment): AccountRecords {
  const table = deskTable(settings);
  return { memory: accountMemory(table), journal: journalIn(table, settings) };
}

/** A client that signs, for an account that the desk may touch. Throws an EnvironmentError when it may not. */
async function accountClient(
  settings: DeskEnvironment,
  clock: Clock,
  elsewhere: Elsewhere | undefined,
  memory: AccountMemory,
): Promise<BinanceClient> {
  const keys = await venueKeys(settings);
  const client = binanceClient({
    ...originOf(settings),
    ...elsewhere,
    ...keys,
    timeoutMs: VENUE_TIMEOUT_MS,
    now: () => clock.now(),
  });
  await confirmAccount(settings, client, parametersOf(settings), keys.apiKey, memory);
  return client;
}

/** Where the limits are that a desk goes by: its own, or those of the desk that it shadows. */
export const limitsOf = ({ desk, twinOf = desk }: DeskEnvironment) => ({
  client: new SSMClient(awsClientSettings()),
  desk: twinOf,
});

/** Where one desk's parameters are. */
export const parametersOf = ({ desk }: DeskEnvironment) => ({
  client: new SSMClient(awsClientSettings()),
  desk,
});

function originOf({ mode, venueUrl }: DeskEnvironment): Pick<BinanceOptions, 'baseUrl' | 'demo'> {
  switch (mode) {
    case 'embedded':
      return { baseUrl: venueUrl ?? '' };
    case 'demo':
      return { demo: true };
    case 'paper':
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
