import type { EpochMs, Minute, SymbolId } from '../../desk/units.ts';
import { dayText } from '../../desk/words.ts';
import { ROLES, type Role } from '../../ports.ts';

/**
 * The keys of the desk's table. One partition a desk; everything alive under one prefix, so that a tick reads it in
 * a single query; history under prefixes of its own, ordered by time.
 */
export const partitionOf = (desk: string): string => `DESK#${desk}`;

/** The guardian's own partition of a desk, so that its role can write there and nowhere else. */
export const guardianPartitionOf = (desk: string): string => `${partitionOf(desk)}#guardian`;
export const guardianKey = 'guardian';

/** Where a desk's paper account lies, by the desk's own partition: whoever touches the account need not touch the book. */
export const paperPartitionOf = (partition: string): string => `${partition}#paper`;
export const accountKey = 'account';

export const LIVE = 'live#';
export const LIVE_INTENTS = 'live#intent#';
export const LIVE_POSITIONS = 'live#position#';

export const bookKey = 'live#book';
export const universeKey = 'live#universe';
export const limitsKey = 'live#limits';
/** Among what is alive, so that entry has it without asking for it. */
export const policyKey = 'live#policy';
/** What the limits guard last saw. */
export const limitsSeenKey = 'limits-seen';
export const intentKey = (id: string): string => `${LIVE_INTENTS}${id}`;
/** By symbol, so that there can be only one. */
export const positionKey = (symbol: SymbolId): string => `${LIVE_POSITIONS}${symbol}`;

export const leaseKey = (role: Role): string => `lease#${role}`;
export const universeReasonsKey = 'universe-reasons';
/** Who holds which seat of the models. */
export const rosterKey = 'model-roster';
/** Which account the live key belongs to. */
export const confirmedAccountKey = 'confirmed-account';
export const doneIntentKey = (id: string): string => `intent-done#${id}`;

/** A closed position is stored twice: under its id, which begins with the symbol, and under its time of closing. */
export const CLOSED_BY_TIME = 'closed-at#';
export const closedPositionKey = (id: string): string => `closed#${id}`;
export const closedOfSymbol = (symbol: SymbolId): string => `closed#${symbol}-`;
export const closedByTimeKey = (closedAt: Minute, id: string): string =>
  `${CLOSED_BY_TIME}${minuteKey(closedAt)}#${id}`;

/** The first and the last possible key of a span of minutes of closing, both included. */
export const closedSpan = (from: Minute, to: Minute): readonly [string, string] => [
  `${CLOSED_BY_TIME}${minuteKey(from)}`,
  `${CLOSED_BY_TIME}${minuteKey(to)}#~`,
];

/** One item a day: `truth#2025-05-27`. */
export const dayTruthKey = (day: EpochMs): string => `truth#${dayText(day)}`;

/** The symbol that a position's id begins with: `SOLUSDT-20250527T1430`. */
export const symbolOfPositionId = (id: string): SymbolId => id.slice(0, id.lastIndexOf('-')) as SymbolId;

/** Records of one minute sort as they came about. */
const rankOf = (role: Role): number => ROLES.indexOf(role) + 1;
const JOURNAL = 'journal#';
export const journalKey = (minute: Minute, role: Role, ordinal: number): string =>
  `${JOURNAL}${minuteKey(minute)}#${rankOf(role)}-${role}#${String(ordinal).padStart(6, '0')}`;
/** The first and the last possible key of a span of minutes, both included. */
export const journalSpan = (from: Minute, to: Minute): readonly [string, string] => [
  `${JOURNAL}${minuteKey(from)}`,
  `${JOURNAL}${minuteKey(to)}#~`,
];

/** `2025-05-27T14:30Z`: sorts as time does. */
const minuteKey = (minute: Minute): string => `${new Date(minute).toISOString().slice(0, 16)}Z`;
