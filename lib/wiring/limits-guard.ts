/** Composition root of the limits guard: the parameters, its memory, and no key. */
import { dynamoLimitsMemory } from '../adapters/dynamo/limits-memory.ts';
import { dynamoBookReader } from '../adapters/dynamo/reader.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { readStoredLimits } from '../adapters/ssm/desk-parameters.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { LimitsDesk } from '../minute/desk.ts';
import type { Clock } from '../ports.ts';
import { parametersOf } from './account.ts';
import { readEnvironment } from './environment.ts';
import { journalIn } from './journal.ts';

export async function wireLimitsGuard(
  env: Readonly<Record<string, string | undefined>> = process.env,
  clock: Clock = systemClock,
): Promise<LimitsDesk> {
  const settings = readEnvironment(env);
  const { desk, mode } = settings;
  const table = deskTable(settings);
  const parameters = parametersOf(settings);
  return {
    mode,
    texts: { read: () => readStoredLimits(parameters) },
    memory: dynamoLimitsMemory(table),
    book: dynamoBookReader(table),
    journal: journalIn(table, settings),
    metrics: emfMetrics({ desk, mode, clock }),
  };
}
