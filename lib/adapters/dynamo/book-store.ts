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
import { limitsKind, textsOf } from './last-good-limits.ts';
import { endLease, takeLease } from './lease.ts';
import { loadLive, loadReadable } from './live-state.ts';
import { policyKind } from './policy-shape.ts';
import { bookKind, intentKind, positionKind, universeKind, universeReasonsKind } from './state.ts';
import { type DeskTable, putItem } from './table.ts';
import { dayTruthKind } from './truth-shapes.ts';

/** The desk's state in DynamoDB: one item a thing, conditional writes, no transactions. */
export const dynamoBookStore = (table: DeskTable): BookStore => ({
  lease: (role, minute, now, until) => takeLease(table, role, minute, now, until),
  release: lease => endLease(table, lease),
  load: () => loadLive(table),
  loadReadable: () => loadReadable(table),
  saveBook: (book, lease) => saveGuarded(table, bookKind, bookKey, book, lease),
  savePosition: (position, lease) =>
    saveGuarded(table, positionKind, positionKey(position.symbol), position, lease),
  archivePosition: (position, lease) =>
    archive(
      table,
      { kind: positionKind, liveKey: positionKey(position.symbol), history: closedRecords },
      position,
      lease,
    ),
  saveIntent: (intent, lease) => saveGuarded(table, intentKind, intentKey(intent.id), intent, lease),
  archiveIntent: (intent, lease) =>
    archive(table, { kind: intentKind, liveKey: intentKey(intent.id), history: doneRecords }, intent, lease),
  saveUniverse: (universe, lease) => saveGuarded(table, universeKind, universeKey, universe, lease),
  saveUniverseReasons: reasons => putItem(table, record(universeReasonsKind, universeReasonsKey, reasons)),
  saveDayTruth: (truth, lease) => saveGuarded(table, dayTruthKind, dayTruthKey(truth.day), truth, lease),
  savePolicy: (policy, lease) => saveGuarded(table, policyKind, policyKey, policy, lease),
  saveLastGoodLimits: limits => putItem(table, record(limitsKind, limitsKey, textsOf(limits))),
});
