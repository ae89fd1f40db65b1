/** Composition root of the guardian: the venue, its own item, and what it may read of the rest. */
import { dynamoGuardStore } from '../adapters/dynamo/guard-store.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { guardStoreAtHand } from '../adapters/guard-store-at-hand.ts';
import { ssmLimitStore } from '../adapters/ssm/limit-store.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { GuardDesk } from '../guard/desk.ts';
import type { Clock } from '../ports.ts';
import { type Elsewhere, limitsOf, wireAccount } from './account.ts';
import { readEnvironment } from './environment.ts';
import { journalIn } from './journal.ts';
import { accountMemoryIfThere } from './live.ts';

export async function wireGuardian(
  env: Readonly<Record<string, string | undefined>> = process.env,
  clock: Clock = systemClock,
  elsewhere?: Elsewhere,
): Promise<GuardDesk> {
  const settings = readEnvironment(env);
  const { desk, mode, secondLookMs } = settings;
  const table = deskTable(settings);
  const journal = journalIn(table.guardian, settings);
  const memory = accountMemoryIfThere(table.guardian);
  const { market, venue } = await wireAccount(settings, clock, elsewhere, {
    records: { memory, journal },
  });
  return {
    name: desk,
    mode,
    clock,
    market,
    venue,
    book: dynamoBookReader(table),
    limits: ssmLimitStore(limitsOf(settings)),
    store: guardStoreAtHand(dynamoGuardStore(table.guardian)),
    journal,
    metrics: emfMetrics({ desk, mode, clock }),
    secondLookMs,
  };
}
