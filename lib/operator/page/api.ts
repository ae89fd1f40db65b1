import type { JournalRecord } from '../../desk/journal.ts';
import type { StatusView } from '../commands/status.ts';
import type { NotTakenView } from '../views/not-taken.ts';
import type { PositionView } from '../views/position.ts';

/** What the page is told, as JSON. Instants are milliseconds since 1970 unless they say otherwise; money is dollars. */

/** The desk as it stands: sent whenever it has changed. */
export interface NowView {
  /** Counts the changes that this server has seen; the page asks for what it shows again when it has grown. */
  readonly revision: number;
  /** Where the desk runs, and so whether a limit can be edited from here. */
  readonly place: 'embedded' | 'cloud';
  readonly status: StatusView;
  readonly positions: readonly PositionCard[];
  /** Journal lines that this server holds, and whether it is still reading older ones. */
  readonly lines: number;
  readonly reading: boolean;
  /** Why the desk could not be read just now; null when it could. */
  readonly silent: string | null;
}

export interface PositionCard {
  readonly id: string;
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly source: string;
  readonly phase: string;
  readonly openedAt: number;
  readonly leverage: number;
  readonly confidence: number;
  readonly qty: number;
  readonly entryQty: number;
  readonly entryPrice: number;
  /** Null until a minute with this position has been recorded. */
  readonly markPrice: number | null;
  readonly initialStopPrice: number;
  readonly stopPrice: number;
  readonly stopStage: string;
  /** Best mark since the trail was armed; null before. */
  readonly bestMark: number | null;
  readonly targets: readonly { readonly price: number; readonly filled: boolean; readonly share: number }[];
  readonly stopsLive: number;
  readonly plannedUsd: number;
  readonly executedUsd: number;
  /** Planned, executed, and who took most of it. */
  readonly size: string;
  /** Realised, fees and funding included, and what is open at the mark, without the exit's costs. */
  readonly pnlUsd: number | null;
  readonly rMultiple: number | null;
  readonly ifStoppedUsd: number;
  readonly minutesHeld: number;
}

/** Points of a chart, oldest first, of equal length. */
export interface EquitySeries {
  readonly at: readonly number[];
  readonly equityUsd: readonly number[];
  readonly highWaterUsd: readonly number[];
}

/** A position, and what it did on the chart. */
export interface PositionDetail extends PositionView {
  readonly path: PositionPath;
}

export interface PositionPath {
  readonly at: readonly number[];
  readonly mark: readonly number[];
  /** The working stop as it was at each of the instants; null where it is not known. */
  readonly stop: readonly (number | null)[];
}

/** A position that is over, in one row. */
export interface TradeRow {
  readonly id: string;
  readonly symbol: string;
  readonly side: string;
  readonly source: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly plannedUsd: number;
  readonly executedUsd: number;
  /** The step that took most of the size; null where nothing but rounding did. */
  readonly cutBy: string | null;
  readonly netUsd: number;
  readonly rMultiple: number;
  readonly exit: string | null;
}

/** A trade that was not taken. `key` names it in `/api/not-taken/KEY`. */
export interface NotTakenRow extends Omit<NotTakenView, 'trace' | 'kind'> {
  readonly key: string;
  readonly hasTrace: boolean;
}

/** A line of the log. The tone says how it is shown, in words as well as in colour. */
export interface LogLine {
  readonly seq: number;
  readonly minute: number;
  readonly type: JournalRecord['type'];
  readonly role: JournalRecord['role'];
  readonly symbol: string | null;
  readonly tone: Tone;
  readonly text: string;
  /** A trade that can be looked at: a position's id, or the key of a trade not taken. */
  readonly position: string | null;
  readonly notTaken: string | null;
}
export type Tone = 'plain' | 'good' | 'warn' | 'bad';

export interface LogPage {
  /** Newest first. */
  readonly lines: readonly LogLine[];
  /** Lines that match, in all. */
  readonly total: number;
  /** Ask with `before` this for older ones; null at the end. */
  readonly before: number | null;
}

/** An alarm as CloudWatch holds it; of an embedded desk, as the same rules have it. */
export interface AlarmRow {
  readonly name: string;
  readonly state: 'ok' | 'alarm' | 'unknown';
  readonly since: number | null;
  readonly says: string;
}
export interface AlarmsView {
  readonly alarms: readonly AlarmRow[];
  /** Why there are none to show; null where there are. */
  readonly because: string | null;
}

/** What came of an edit, or of asking whether it may be made. */
export type EditAnswer =
  | { readonly type: 'set'; readonly before: string; readonly after: string; readonly version: number }
  | { readonly type: 'unchanged'; readonly version: number }
  | { readonly type: 'refused'; readonly problems: readonly string[] }
  /** A desk in the cloud is not edited from the page: these commands do it, and leave a trace of who did. */
  | { readonly type: 'command'; readonly commands: readonly string[] };
