/** Composition root of the guardian: the venue, its own item, and what it may read of the rest. */
import { binanceMarket } from '../adapters/binance/market.ts';
import { binanceVenue } from '../adapters/binance/venue.ts';
import { dynamoGuardStore } from '../adapters/dynamo/guard-store.ts';
import { dynamoJournal } from '../adapters/dynamo/journal.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { guardStoreAtHand } from '../adapters/guard-store-at-hand.ts';
import { ssmLimitStore } from '../adapters/ssm/limit-store.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { warmMarket } from '../adapters/warm-market.ts';
import type { GuardDesk } from '../guard/desk.ts';
import type { Clock } from '../ports.ts';
import { accountClient, type Elsewhere, parametersOf } from './account.ts';
import { readEnvironment } from './environment.ts';
import { accountMemoryIfThere } from './live.ts';

export async function wireGuardian(
  env: Readonly<Record<string, string | undefined>> = process.env,
  clock: Clock = systemClock,
  elsewhere?: Elsewhere,
): Promise<GuardDesk> {
  const settings = readEnvironment(env);
  const { desk, mode, secondLookMs } = settings;
  const table = deskTable(settings);
  const client = await accountClient(settings, clock, elsewhere, accountMemoryIfThere(table.guardian));
  return {
    name: desk,
    mode,
    clock,
    market: warmMarket(binanceMarket(client), clock),
    venue: binanceVenue(client),
    book: dynamoBookReader(table),
    limits: ssmLimitStore(parametersOf(settings)),
    store: guardStoreAtHand(dynamoGuardStore(table.guardian)),
    journal: dynamoJournal(table.guardian),
    metrics: emfMetrics({ desk, mode, clock }),
    secondLookMs,
  };
}
