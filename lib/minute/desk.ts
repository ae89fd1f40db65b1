import type { Admission } from '../desk/admission.ts';
import type { ModelKind } from '../models/ensemble.ts';
import type {
  BookReader,
  BookStore,
  Clock,
  Journal,
  LimitStore,
  LimitsMemory,
  LimitTexts,
  Mail,
  Market,
  Metrics,
  ModelStore,
  Signals,
  Tensors,
  Venue,
  Webhook,
} from '../ports.ts';

/** What a tick needs of any desk: when it is, who it is, and where its lease and its records go. */
export interface TickDesk {
  readonly mode: string;
  readonly clock: Clock;
  readonly store: Pick<BookStore, 'lease' | 'release'>;
  readonly journal: Journal;
}

/** What every function of a desk has: its name, its mode, the public market and the stores. */
export interface ScanDesk extends TickDesk {
  readonly name: string;
  /** `embedded`, `paper`, `demo` or `live`; decided in the wiring, written into every record, never branched on. */
  readonly mode: string;
  readonly clock: Clock;
  readonly market: Market;
  readonly store: BookStore;
  readonly limits: LimitStore;
  readonly journal: Journal;
  readonly metrics: Metrics;
}

/** What learning has beside the public market: the models, what they said, and the market they said it of. */
export interface LearningDesk extends ScanDesk {
  readonly models: ModelStore;
  readonly history: Pick<BookReader, 'journal'>;
  /** Where the desk trades, as manifests name it: `binance-usdm`, `synthetic`. */
  readonly modelMarket: string;
  readonly tensors: Tensors;
  /** Absent where models are held against what came, and none is fitted. */
  readonly training?: TrainingPlan;
  /** How long one run may take where that is not what a function may: its lease lasts as long. */
  readonly mayTakeMs?: number;
}

/** What is fitted anew each day, and to what. */
export interface TrainingPlan {
  readonly kinds: readonly ModelKind[];
  /** Days of bars to learn from. */
  readonly days: number;
  /** Rows are made for each such bar only. */
  readonly everyBars: number;
  /** Hears how far a training has come. */
  readonly tell?: (line: string) => void;
}

/** What the daily truth reads: the account, the positions that are over, the journal, the days that are closed. */
export interface CloseDesk extends ScanDesk {
  readonly venue: Pick<Venue, 'positions' | 'trades' | 'income' | 'orderById'>;
  readonly history: Pick<BookReader, 'closedBetween' | 'dayTruths' | 'journal'>;
  /** Who gets the day's report; absent where nobody does. */
  readonly mail?: Mail;
  /** The desk that this one shadows, whose days its own are held against; absent where it is no twin. */
  readonly original?: Original;
}

/** Another desk, as its twin sees it: what it has written, and no way to write. */
export interface Original {
  readonly name: string;
  readonly history: Pick<BookReader, 'load' | 'closedBetween' | 'dayTruths' | 'journal'>;
}

/** What the limits guard reads and writes: no market, no account, no lease. */
export interface LimitsDesk {
  readonly mode: string;
  readonly texts: LimitTexts;
  readonly memory: LimitsMemory;
  readonly book: Pick<BookReader, 'load'>;
  readonly journal: Journal;
  readonly metrics: Metrics;
}

/** What telling people of an alarm needs: what the desk has written, and the two ways to them. */
export interface NotifyDesk {
  readonly name: string;
  readonly mode: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly reader: Pick<BookReader, 'load' | 'journal' | 'closedBetween' | 'dayTruths'>;
  readonly mail: Mail;
  /** Undefined where nobody has stored one. */
  readonly webhook: () => Promise<Webhook | undefined>;
  /** Writes a line into the function's own log. */
  readonly tell: (line: Readonly<Record<string, string>>) => void;
}

/** What only the functions that touch the account have; the scan's role cannot even read the keys. */
export interface Desk extends ScanDesk {
  readonly venue: Venue;
  readonly signals: Signals;
  /** Trades that are over, for what a symbol's own record says. */
  readonly history: Pick<BookReader, 'closedPositions'>;
  /** Whether the account and its key are fit for opening anything; asked where the desk is live. */
  readonly admission?: () => Promise<Admission & { readonly isNew: boolean }>;
  /** The desk that this one shadows; written into the book, so that whoever reads it knows. */
  readonly twinOf?: string;
  /** How long entry waits for the monitor of its minute. */
  readonly watermarkWaitMs: number;
}
