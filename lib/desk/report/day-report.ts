import type { JournalRecord } from '../journal.ts';
import { netOf, oneRUsd } from '../position/evolve.ts';
import type { ExitKind, Position } from '../position/position.ts';
import { DENIALS } from '../risk/denial.ts';
import type { DayTruth } from '../truth/day-truth.ts';
import type { Divergence } from '../twin/divergence.ts';
import {
  DAY_MS,
  type EpochMs,
  MINUTE_MS,
  type NotionalUsd,
  type Side,
  type SymbolId,
  type Usd,
} from '../units.ts';
import { type DayFidelity, fidelityOf } from './fidelity.ts';
import { type LicenceChange, licenceChanges } from './licences.ts';
import { type Tally, type Trouble, tallied, troublesOf } from './tally.ts';

/** A trade that ended in the day. Dollars net of fees and funding. */
export interface ReportTrade {
  readonly id: string;
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly source: 'ensemble' | 'forced';
  readonly plannedUsd: NotionalUsd;
  readonly executedUsd: NotionalUsd;
  readonly netUsd: Usd;
  readonly rMultiple: number;
  /** What closed the last of it; absent where the fills do not say. */
  readonly ended?: ExitKind;
  readonly minutesHeld: number;
}

/** A day of a desk as a person reads it on the morning after. */
export interface DayReport {
  readonly desk: string;
  readonly mode: string;
  /** 00:00 UTC. */
  readonly day: EpochMs;
  /** The venue's own account of the day; absent until the day is closed. */
  readonly truth?: DayTruth;
  /** In the order in which they ended. */
  readonly trades: readonly ReportTrade[];
  /** Coins that were held into the next day. */
  readonly held: readonly SymbolId[];
  /** How true to what was intended the day's entries were; absent without an entry. */
  readonly fidelity?: DayFidelity;
  /** Trades that were wished for and refused, by reason, the most frequent first. */
  readonly denials: readonly Tally[];
  /** Minutes that opened nothing, by reason, the most frequent first. */
  readonly quiet: readonly Tally[];
  /** Minutes in which entry ran at all. */
  readonly minutes: number;
  readonly licences: readonly LicenceChange[];
  /** What happened on the models' seats. */
  readonly seats: readonly { readonly version: string; readonly what: string; readonly because: string }[];
  /** Each edit in a line: name, version, before and after. */
  readonly limits: readonly string[];
  readonly troubles: readonly Trouble[];
  /** The desk that this one shadows. */
  readonly original?: string;
  /** How far the two went apart; absent until it is known. */
  readonly divergence?: Divergence;
}

export interface DayReportInput {
  readonly desk: string;
  readonly mode: string;
  readonly day: EpochMs;
  readonly truth: DayTruth | undefined;
  /** Those that are open now, and those that were closed since the day began. */
  readonly positions: readonly Position[];
  /** Of the day, and of a while before it: what held when the day began. Oldest first. */
  readonly records: readonly JournalRecord[];
  /** The desk that this one is known to shadow. */
  readonly original?: string;
}

/** The report of a day. Pure: the same readings give the same report. */
export function dayReportOf(input: DayReportInput): DayReport {
  const { desk, mode, day, truth, positions, records } = input;
  const isIn = (at: number | undefined) => at !== undefined && at >= day && at < day + DAY_MS;
  const own = records.filter(({ minute }) => isIn(minute));
  const minutes = own.filter(record => record.type === 'minute');
  const fidelity = fidelityOf(positions.filter(({ openedAt }) => isIn(openedAt)));
  const divergence = own.find(record => record.type === 'divergence');
  const original = divergence?.original ?? input.original;
  return {
    desk,
    mode,
    day,
    ...(truth === undefined ? {} : { truth }),
    trades: positions
      .filter(({ closedAt }) => isIn(closedAt))
      .toSorted((a, b) => Number(a.closedAt) - Number(b.closedAt))
      .map(tradeOf),
    held: positions.filter(position => wasHeldInto(position, day + DAY_MS)).map(({ symbol }) => symbol),
    ...(fidelity === undefined ? {} : { fidelity }),
    denials: tallied(
      own.flatMap(record => (record.type === 'not-taken' ? [record.code] : [])),
      code => DENIALS[code],
    ),
    quiet: tallied(
      minutes.flatMap(({ noTrade }) => noTrade ?? []),
      code => QUIET[code] ?? code,
    ),
    minutes: minutes.length,
    licences: licenceChanges(records, day),
    seats: own.flatMap(record =>
      record.type === 'seat' ? [{ version: record.version, what: record.what, because: record.because }] : [],
    ),
    limits: editsOf(own),
    troubles: troublesOf(own),
    ...(original === undefined ? {} : { original }),
    ...(divergence === undefined ? {} : { divergence }),
  };
}

/** Why a minute opened nothing, in the words of a reader who was not there. */
export const QUIET: Readonly<Record<string, string>> = {
  ...DENIALS,
  'no-licensed-model': 'no model holds a licence to vote',
  'no-signal': 'no coin had a signal',
  'signals-not-taken': 'there were signals, and each was refused',
};

const wasHeldInto = ({ openedAt, closedAt }: Position, end: number): boolean =>
  openedAt < end && (closedAt === undefined || closedAt >= end);

function tradeOf(position: Position): ReportTrade {
  const { id, symbol, side, source, openedAt, closedAt = openedAt } = position;
  const netUsd = netOf(position);
  const last = position.fills.findLast(({ kind }) => kind !== 'entry')?.kind;
  return {
    id,
    symbol,
    side,
    source,
    plannedUsd: position.plannedNotionalUsd,
    executedUsd: position.executedNotionalUsd,
    netUsd,
    rMultiple: netUsd / oneRUsd(position),
    ...(last === undefined || last === 'entry' ? {} : { ended: last }),
    minutesHeld: (closedAt - openedAt) / MINUTE_MS,
  };
}

/** The limits guard says of each minute all that it has seen of it, so that one edit may be in the journal twice. */
const editsOf = (records: readonly JournalRecord[]): readonly string[] => [
  ...new Set(
    records.flatMap(record =>
      record.type === 'state' && record.what === 'limit edited' ? [record.because] : [],
    ),
  ),
];
