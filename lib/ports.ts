/**
 * Everything the desk asks of the world, as types. The minute is written against these; adapters, the simulation
 * and the replay implement them. Reads throw a `PortError`; orders answer with an outcome, because "rejected" and
 * "unknown" are results that the desk must act on, not failures.
 */

import type { Book, Intent, Universe, UniverseReasons } from './desk/book.ts';
import type { GuardianState } from './desk/guardian/state.ts';
import type { LeverageTier } from './desk/instrument.ts';
import type { JournalEvent, JournalRecord } from './desk/journal.ts';
import type { Limits, LimitsProblem } from './desk/limits/limits.ts';
import type { Position } from './desk/position/position.ts';
import type { RestingOrder } from './desk/position/resting.ts';
import type { Signal } from './desk/signal/signal.ts';
import type { DayTruth } from './desk/truth/day-truth.ts';
import type { LedgerIncome, LedgerTrade } from './desk/truth/ledger.ts';
import type {
  EpochMs,
  Leverage,
  MarginUsd,
  Minute,
  OrderSide,
  Price,
  Qty,
  SignedQty,
  SymbolId,
  Usd,
} from './desk/units.ts';
import type { PolicyReading, PolicyState } from './models/policy/state.ts';

export type * from './ports/limits.ts';
export type * from './ports/mail.ts';
export type * from './ports/market.ts';
export type * from './ports/models.ts';
export type * from './ports/paper.ts';
export type * from './ports/sweeps.ts';
export type * from './ports/tensors.ts';
export type * from './ports/webhook.ts';

/** Why a call to the outside gave no answer. `because` is a plain sentence for the journal; never a secret in it. */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly kind: 'unavailable' | 'rate-limited' | 'unauthorised' | 'throttled' | 'malformed';
  constructor(kind: PortError['kind'], because: string, options?: ErrorOptions) {
    super(because, options);
    this.kind = kind;
  }
}

export interface Clock {
  now(): EpochMs;
  sleep(ms: number): Promise<void>;
}

// ---- Venue: the account ----------------------------------------------------------------------------------------

export interface Account {
  /** `totalMarginBalance`: wallet and unrealised profit, the desk's only source of equity (I04). */
  readonly equityUsd: Usd;
  readonly walletUsd: Usd;
  readonly availableMarginUsd: MarginUsd;
  /** What the venue needs to keep the positions open. */
  readonly maintenanceUsd: Usd;
}

/**
 * `usdt-isolated`: a margin per position. `credits-cross`: accounts of the European Economic Area, in Credits mode,
 * where all positions share the account's margin and isolated is refused (I56).
 */
export type AccountKind = 'usdt-isolated' | 'credits-cross';

export interface AccountMode {
  readonly kind: AccountKind;
  /** Long and short in one symbol at once, which the desk refuses (I16). */
  readonly hedgeMode: boolean;
}

export interface VenuePosition {
  readonly symbol: SymbolId;
  readonly qty: SignedQty;
  readonly entryPrice: Price;
  readonly markPrice: Price;
  /** Zero or below when the venue gives none. */
  readonly liquidationPrice: Price;
  readonly unrealisedUsd: Usd;
  readonly updatedAt: EpochMs;
}

export interface SymbolSettings {
  readonly symbol: SymbolId;
  readonly leverage: Leverage;
  readonly marginMode: 'isolated' | 'cross';
}

/** An order that opens or closes at once: marketable limit (IOC) or market. */
export interface OrderRequest {
  readonly clientId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly qty: Qty;
  readonly kind: { readonly type: 'ioc-limit'; readonly limitPrice: Price } | { readonly type: 'market' };
  readonly reduceOnly: boolean;
}

/** A conditional order that rests at the venue: a stop or a target, at market when triggered by the mark price. */
export interface ConditionalRequest {
  readonly clientId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly type: 'stop-market' | 'take-profit-market';
  readonly triggerPrice: Price;
  /** `all` closes whatever the position is then (`closePosition`); a quantity is reduce-only. */
  readonly qty: Qty | 'all';
}

export type OrderStatus = 'new' | 'partially-filled' | 'filled' | 'canceled' | 'expired' | 'rejected';

export interface OrderReport {
  readonly clientId: string;
  readonly orderId: string;
  readonly symbol: SymbolId;
  readonly side: OrderSide;
  readonly status: OrderStatus;
  readonly qty: Qty;
  readonly filledQty: Qty;
  /** Volume-weighted; zero where nothing has filled. */
  readonly averagePrice: Price;
  readonly reduceOnly: boolean;
}

/** A resting conditional order, with what only the account needs to know of it. */
export interface ConditionalReport extends RestingOrder {
  readonly algoId: string;
  /** The order it became when it was triggered; trades name that one. */
  readonly orderId: string | undefined;
}

/** The venue's `code` and message, untranslated, for the journal. */
export interface Rejection {
  readonly type: 'rejected';
  readonly code: number;
  readonly because: string;
}
/** Timeout, 503, -1007: it may have happened. Ask by client id, never send again (I10, I62). */
export interface Unknown {
  readonly type: 'unknown';
  readonly because: string;
}
export type Outcome<T> = { readonly type: 'accepted'; readonly report: T } | Rejection | Unknown;

/** One execution. Only these make a position (I12, I13). */
export type Trade = LedgerTrade;

export interface Income extends LedgerIncome {
  readonly id: string;
}

export interface Venue {
  account(): Promise<Account>;
  /** Only positions whose quantity is not zero. */
  positions(): Promise<readonly VenuePosition[]>;
  openOrders(): Promise<readonly OrderReport[]>;
  openConditionals(): Promise<readonly ConditionalReport[]>;
  /** Undefined when the venue knows no such order; a throw means that it could not be asked. */
  findOrder(symbol: SymbolId, clientId: string): Promise<OrderReport | undefined>;
  /** The order a trade names: whose client id it bears, and so whose it is. */
  orderById(symbol: SymbolId, orderId: string): Promise<OrderReport | undefined>;
  findConditional(clientId: string): Promise<ConditionalReport | undefined>;
  trades(symbol: SymbolId, since: EpochMs): Promise<readonly Trade[]>;
  income(since: EpochMs): Promise<readonly Income[]>;
  tiers(symbol: SymbolId): Promise<readonly LeverageTier[]>;
  settings(symbol: SymbolId): Promise<SymbolSettings>;
  mode(): Promise<AccountMode>;
  setLeverage(symbol: SymbolId, leverage: Leverage): Promise<Outcome<SymbolSettings['leverage']>>;
  setMarginMode(symbol: SymbolId, mode: SymbolSettings['marginMode']): Promise<Outcome<void>>;
  place(order: OrderRequest): Promise<Outcome<OrderReport>>;
  placeConditional(order: ConditionalRequest): Promise<Outcome<ConditionalReport>>;
  cancel(symbol: SymbolId, clientId: string): Promise<Outcome<void>>;
  cancelConditional(clientId: string): Promise<Outcome<void>>;
}

// ---- Stores ------------------------------------------------------------------------------------------------------

/**
 * Who works on a minute, in the order in which its journal is read: the functions, and two that have no lease: the paper
 * venue, and the comparison of a twin with its original. A new one goes to the end: its place is part of stored keys.
 */
export const ROLES = [
  'monitor',
  'scan',
  'entry',
  'retrain',
  'close',
  'guardian',
  'paper',
  'limits',
  'twin',
] as const;
export type Role = (typeof ROLES)[number];

/** Permission of one tick to write. `fence` grows with each lease of its role; an older one's writes are refused. */
export interface Lease {
  readonly role: Role;
  readonly minute: Minute;
  readonly fence: number;
  readonly expiresAt: EpochMs;
}

export type LeaseAnswer =
  | { readonly type: 'leased'; readonly lease: Lease }
  /** Another tick of this role is at work. */
  | { readonly type: 'held' }
  /** This minute, or a later one, has been done already. */
  | { readonly type: 'stale' };

/** All that is alive on the desk, read consistently in one request; the guardian's word beside it. */
export interface DeskState {
  readonly book: Book | undefined;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
  readonly universe: Universe | undefined;
  /** The limits that were last found good, for hours when the Parameter Store is silent. */
  readonly lastGoodLimits: Limits | undefined;
  /** As the guardian last wrote it; undefined when it never did, or when its item cannot be read. */
  readonly guardian?: GuardianState | undefined;
  /** What the RL policy has learnt; undefined before its first day. What cannot be read stands here as such. */
  readonly policy?: PolicyReading | undefined;
}

/** An item of the live state that this release cannot read: a later one has written it, or it is broken. */
export interface Unreadable {
  readonly what: 'book' | 'position' | 'intent' | 'universe';
  /** The position's symbol, the intent's id; of the others there is one. */
  readonly id: string;
  /** A plain sentence that names the item. */
  readonly because: string;
}

/** The live state without what cannot be read, and what that is. */
export interface ReadableState extends DeskState {
  readonly unreadable: readonly Unreadable[];
}

/** `conflict`: the item has changed since it was read, or a newer lease of the role exists. Nothing was written. */
export type Saved<T> = { readonly type: 'saved'; readonly item: T } | { readonly type: 'conflict' };

/**
 * Each `save` is one conditional write on one item: it succeeds only if the stored `rev` is the item's own and no
 * newer fence of the role has written it; the answer carries the item with its new `rev`. A `rev` of 0 means "new".
 */
export interface BookStore {
  lease(role: Role, minute: Minute, now: EpochMs, until: EpochMs): Promise<LeaseAnswer>;
  release(lease: Lease): Promise<void>;
  /** Throws a `malformed` PortError where one of its items cannot be read: nothing is opened on half a state. */
  load(): Promise<DeskState>;
  /** The same without what cannot be read: one such item must not keep the others from their exits. */
  loadReadable(): Promise<ReadableState>;
  saveBook(book: Book, lease: Lease): Promise<Saved<Book>>;
  savePosition(position: Position, lease: Lease): Promise<Saved<Position>>;
  /** Moves a closed position out of the live state into the history; safe to repeat. */
  archivePosition(position: Position, lease: Lease): Promise<Saved<Position>>;
  saveIntent(intent: Intent, lease: Lease): Promise<Saved<Intent>>;
  /** Moves a settled intent out of the live state into the history; safe to repeat. */
  archiveIntent(intent: Intent, lease: Lease): Promise<Saved<Intent>>;
  saveUniverse(universe: Universe, lease: Lease): Promise<Saved<Universe>>;
  saveUniverseReasons(reasons: UniverseReasons): Promise<void>;
  saveLastGoodLimits(limits: Limits): Promise<void>;
  /** Written once a day and never changed: `conflict` where the day has its result already. */
  saveDayTruth(truth: DayTruth, lease: Lease): Promise<Saved<DayTruth>>;
  /** What the RL policy has learnt from the trades that are over. */
  savePolicy(policy: PolicyState, lease: Lease): Promise<Saved<PolicyState>>;
}

/**
 * The guardian's own item, in a place that nobody else writes and where it may write nothing else: its lease, what it
 * remembers between two ticks, and its word on entries.
 */
export interface GuardStore extends Pick<BookStore, 'lease' | 'release'> {
  /** Undefined before its first tick. */
  load(): Promise<GuardianState | undefined>;
  save(state: GuardianState, lease: Lease): Promise<Saved<GuardianState>>;
}

/** What people and the embedded runtime read; never written through. */
export interface BookReader {
  load(): Promise<DeskState>;
  universeReasons(): Promise<UniverseReasons | undefined>;
  closedPositions(query: { symbol?: SymbolId; newest: number }): Promise<readonly Position[]>;
  position(id: string): Promise<Position | undefined>;
  /** Positions that were closed in the span, both its minutes included, oldest first. */
  closedBetween(span: { from: Minute; to: Minute }): Promise<readonly Position[]>;
  /** Results of the days of the span, both included, oldest first. */
  dayTruths(span: { from: EpochMs; to: EpochMs }): Promise<readonly DayTruth[]>;
  /** Journal records of the span, both its minutes included, oldest first. */
  journal(span: { from: Minute; to: Minute }): AsyncIterable<JournalRecord>;
}

export interface Journal {
  /** Appends the records of one tick under keys made of minute, role and ordinal: writing them twice changes nothing. */
  write(minute: Minute, role: Role, records: readonly JournalRecord[]): Promise<void>;
}

export type LimitsAnswer =
  | { readonly type: 'limits'; readonly limits: Limits }
  | { readonly type: 'invalid'; readonly problems: readonly LimitsProblem[] };

/** Throws a PortError when the store cannot be read; answers `invalid` when it can and its content is wrong. */
export interface LimitStore {
  /** The limits as of now; an implementation may answer several reads for the same minute with one reading. */
  read(minute: Minute): Promise<LimitsAnswer>;
}

/** Where entry signals come from. The ensemble, or in the embedded desk a given list. */
export interface Signals {
  at(minute: Minute, universe: readonly SymbolId[], limits: Limits): Promise<SignalsAnswer>;
}
export interface SignalsAnswer {
  /** In the order in which they are followed. */
  readonly signals: readonly Signal[];
  /** Why there is no signal where there is none. */
  readonly noTrade?: 'no-licensed-model' | 'no-signal';
  /** The same in a sentence, with the figures. */
  readonly because?: string;
  /** What is to be written down of how the answer was found. */
  readonly notes?: readonly JournalEvent[];
}

/** Metrics in CloudWatch's embedded format, one line a tick. */
export interface Metrics {
  /** `of`: the minute that the figures are of, where they are of one; else they are of the moment. */
  emit(role: Role, values: Readonly<Record<string, number>>, of?: Minute): void;
}
