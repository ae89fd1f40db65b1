import type { BookStore } from '../../ports.ts';
import { archive } from './archive.ts';
import { saveGuarded } from './guarded.ts';
import { closedRecords, doneRecords } from './history.ts';
import { record } from './item.ts';
import {
  bookKey,
  dayTruthKey,
  intentKey,
  limitsKey,
  policyKey,
  positionKey,
  universeKey,
  universeReasonsKey,
} from './keys.ts';
import { textsOf } from './last-good-limits.ts';
import { endLease, takeLease } from './lease.ts';
import { loadLive } from './live-state.ts';
import { type DeskTable, putItem } from './table.ts';

/** The desk's state in DynamoDB: one item a thing, conditional writes, no transactions. */
export const dynamoBookStore = (table: DeskTable): BookStore => ({
  lease: (role, minute, now, until) => takeLease(table, role, minute, now, until),
  release: lease => endLease(table, lease),
  load: () => loadLive(table),
  saveBook: (book, lease) => saveGuarded(table, bookKey, book, lease),
  savePosition: (position, lease) => saveGuarded(table, positionKey(position.symbol), position, lease),
  archivePosition: (position, lease) =>
    archive(table, { liveKey: positionKey(position.symbol), history: closedRecords }, position, lease),
  saveIntent: (intent, lease) => saveGuarded(table, intentKey(intent.id), intent, lease),
  archiveIntent: (intent, lease) =>
    archive(table, { liveKey: intentKey(intent.id), history: doneRecords }, intent, lease),
  saveUniverse: (universe, lease) => saveGuarded(table, universeKey, universe, lease),
  saveUniverseReasons: reasons => putItem(table, record(universeReasonsKey, reasons)),
  saveDayTruth: (truth, lease) => saveGuarded(table, dayTruthKey(truth.day), truth, lease),
  savePolicy: (policy, lease) => saveGuarded(table, policyKey, policy, lease),
  saveLastGoodLimits: limits => putItem(table, record(limitsKey, textsOf(limits))),
});
