import { SSMClient } from '@aws-sdk/client-ssm';
import { awsClientSettings } from '../adapters/aws-client.ts';
import { type BinanceClient, type BinanceOptions, binanceClient } from '../adapters/binance/client.ts';
import { binanceFundingHistory } from '../adapters/binance/funding-history.ts';
import { binanceMarket } from '../adapters/binance/market.ts';
import { binanceVenue } from '../adapters/binance/venue.ts';
import { readSecret } from '../adapters/ssm/secrets.ts';
import { warmMarket } from '../adapters/warm-market.ts';
import type { Clock, Market, Venue } from '../ports.ts';
import { type DeskEnvironment, EnvironmentError } from './environment.ts';
import { paperAccount } from './paper.ts';

/** A venue call may take this long; three in a row still fit into a lease. */
const VENUE_TIMEOUT_MS = 8_000;

/** The account that a desk trades on, and the market it lies in. */
export interface WiredAccount {
  readonly market: Market;
  readonly venue: Venue;
}

/**
 * Which account it is, is decided here and nowhere else. On paper it is an item of the desk's table over the venue's
 * public market, and no key is read or needed; else it is the venue's, with keys from the Parameter Store (I41).
 */
export async function wireAccount(settings: DeskEnvironment, clock: Clock): Promise<WiredAccount> {
  const { paper } = settings;
  const client = paper === undefined ? await accountClient(settings, clock) : marketClient(settings, clock);
  const market = warmMarket(binanceMarket(client), clock);
  if (paper === undefined) return { market, venue: binanceVenue(client) };
  const funding = binanceFundingHistory(client);
  return { market, venue: paperAccount({ ...settings, ...paper }, { market, funding, clock }) };
}

/** A client of public data alone: no key. */
export const marketClient = (settings: DeskEnvironment, clock: Clock): BinanceClient =>
  binanceClient({ ...originOf(settings), timeoutMs: VENUE_TIMEOUT_MS, now: () => clock.now() });

async function accountClient(settings: DeskEnvironment, clock: Clock): Promise<BinanceClient> {
  const origin = originOf(settings);
  const keys = await venueKeys(settings);
  return binanceClient({ ...origin, ...keys, timeoutMs: VENUE_TIMEOUT_MS, now: () => clock.now() });
}

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
      return {};
    case 'live':
      throw new EnvironmentError(
        'this version does not trade live: deploy a paper or a demo desk, or run the embedded one',
      );
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
