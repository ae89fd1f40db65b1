import type { Book, Opening, Protection, Reservation } from './book.ts';
import { cite, type Limits } from './limits/limits.ts';
import type { Position } from './position/position.ts';
import { dayOf, epochMs, HOUR_MS, type Minute, minutesAfter, type SymbolId, type Usd, usd } from './units.ts';
import { dollars, minuteText, percent } from './words.ts';

export interface AccountReading {
  readonly equityUsd: Usd;
  readonly walletUsd: Usd;
}

/** The book as a first reading of the account opens it. */
export function openBook(account: AccountReading, minute: Minute, mode: string): Book {
  return {
    rev: 0,
    mode,
    day: {
      startsAt: dayOf(minute),
      equityAtStartUsd: account.equityUsd,
      transfersUsd: usd(0),
      fidelities: [],
    },
    openings: [openingOf(account, minute)],
    equityUsd: account.equityUsd,
    walletUsd: account.walletUsd,
    highWaterUsd: account.equityUsd,
    haltedAt: undefined,
    reservations: [],
    protections: [],
    foreign: [],
    recentStops: [],
    orphans: [],
    suspectEquityUsd: undefined,
    usedSignals: [],
    monitoredMinute: undefined,
    incomeReadTo: epochMs(minute),
  };
}

/** The book of a desk that shadows another one, or none, and since when it shadows that one. */
export function asTwinOf(before: Book, original: string | undefined, minute: Minute): Book {
  if (before.twinOf === original) return before;
  const { twinOf: _twinOf, twinSince: _twinSince, ...book } = before;
  return original === undefined ? book : { ...book, twinOf: original, twinSince: minute };
}

/** How many days' first readings are kept: what the daily truth may have to catch up on, and some more. */
const OPENINGS_KEPT = 40;

const openingOf = ({ equityUsd }: AccountReading, minute: Minute): Opening => ({
  day: dayOf(minute),
  at: minute,
  equityUsd,
});

export interface Reading {
  readonly account: AccountReading;
  readonly minute: Minute;
  /** Deposits less withdrawals since the last reading. */
  readonly transfersUsd: Usd;
  /** What fills, funding and transfers since the last reading have moved equity by; absent where there was none. */
  readonly explainedUsd?: Usd;
  readonly limits: Limits | undefined;
}

export interface Kept {
  readonly book: Book;
  /** A state change worth a record, in words. */
  readonly changes: readonly { readonly what: string; readonly because: string }[];
}

/**
 * Marks the book to this minute's account: the day begins at 00:00 UTC, deposits and withdrawals move the marks
 * without being profit or loss, and equity too far below its highest mark halts the desk until a person resumes it.
 */
export function keepBook(before: Book, reading: Reading): Kept {
  const { account, minute, transfersUsd, limits } = reading;
  if (limits !== undefined && isImplausible(before, reading, limits))
    return disbelieved(before, reading, limits);
  // A day that was opened by a reading of nothing begins with the first that is something.
  const sameDay = before.day.startsAt === dayOf(minute) && before.day.equityAtStartUsd > 0;
  const day = sameDay
    ? { ...before.day, transfersUsd: usd(before.day.transfersUsd + transfersUsd) }
    : { startsAt: dayOf(minute), equityAtStartUsd: account.equityUsd, transfersUsd: usd(0), fidelities: [] };
  const highWaterUsd = usd(Math.max(before.highWaterUsd + transfersUsd, account.equityUsd));
  const openings = sameDay
    ? before.openings
    : [...before.openings, openingOf(account, minute)].slice(-OPENINGS_KEPT);
  const marked: Book = {
    ...before,
    day,
    openings,
    highWaterUsd,
    equityUsd: account.equityUsd,
    walletUsd: account.walletUsd,
    suspectEquityUsd: undefined,
    protections: before.protections.filter(({ until }) => until > minute),
    usedSignals: before.usedSignals.filter(({ at }) => minute - at < HOUR_MS),
  };
  return limits === undefined
    ? { book: marked, changes: [] }
    : drawdown(afterSilence(marked, minute, limits), minute, limits);
}

/** A second reading as far off agrees with the first when it lies this near to it. */
const AGREES_WITHIN = 0.05;

/**
 * Equity moved further than it can, and no earlier reading says the same (I36). A fill explains what it brought and no
 * more: an account that reads as empty just after one is not believed either.
 */
function isImplausible(
  { equityUsd, suspectEquityUsd }: Book,
  { account, explainedUsd }: Reading,
  limits: Limits,
): boolean {
  if (!isReading(account)) return true;
  if (!(equityUsd > 0)) return false;
  const most = limits.values['risk/equity-move-fraction-max'] * equityUsd;
  const near = (expected: number) => Math.abs(account.equityUsd - expected) <= most;
  if (near(equityUsd) || near(equityUsd + (explainedUsd ?? 0))) return false;
  const agrees =
    suspectEquityUsd !== undefined &&
    Math.abs(account.equityUsd - suspectEquityUsd) <= AGREES_WITHIN * equityUsd;
  return !agrees;
}

const isReading = ({ equityUsd, walletUsd }: AccountReading): boolean =>
  Number.isFinite(equityUsd) && Number.isFinite(walletUsd);

/** The marks stay where they were; entries wait for a reading that can be believed. */
function disbelieved(before: Book, { account, minute }: Reading, limits: Limits): Kept {
  const because = `equity reads ${dollars(account.equityUsd)} after ${dollars(before.equityUsd)} (${cite(limits, 'risk/equity-move-fraction-max')})`;
  // The next minute is judged by a reading of its own, and entry of it waits for that.
  const protection: Protection = { symbol: 'all', until: minutesAfter(minute, 1), because };
  return {
    book: {
      ...before,
      // What is no number can be agreed with by no second reading, and no store could hold it.
      suspectEquityUsd: isReading(account) ? account.equityUsd : undefined,
      protections: [...before.protections, protection],
    },
    changes: [{ what: 'equity not believed', because }],
  };
}

const SILENT_MINUTES = 3;

/** After the account could not be read for a while, entries wait until the venue has held for some minutes. */
function afterSilence(book: Book, minute: Minute, limits: Limits): Book {
  const last = book.monitoredMinute;
  const pause = limits.values['risk/venue-pause-minutes'];
  if (last === undefined || pause === 0 || minute <= minutesAfter(last, SILENT_MINUTES)) return book;
  const because = `the account could not be read since ${minuteText(last)}`;
  return {
    ...book,
    protections: [...book.protections, { symbol: 'all', until: minutesAfter(minute, pause), because }],
  };
}

/** Halts on drawdown, and lifts the halt after a person's later `control/resume`, from where equity stands then. */
function drawdown(book: Book, minute: Minute, limits: Limits): Kept {
  const { haltedAt } = book;
  if (haltedAt !== undefined) {
    const resume = limits.values['control/resume'];
    // An instant still to come is not yet a decision: it would lift every halt until then at once (I43).
    if (resume <= haltedAt || resume > minute) return { book, changes: [] };
    return {
      book: { ...book, haltedAt: undefined, highWaterUsd: book.equityUsd },
      changes: [{ what: 'resumed', because: `a person edited ${cite(limits, 'control/resume')}` }],
    };
  }
  const fallen = 1 - book.equityUsd / book.highWaterUsd;
  const most = limits.values['risk/drawdown-fraction-max'];
  if (!(book.highWaterUsd > 0) || fallen < most) return { book, changes: [] };
  const because = `equity ${dollars(book.equityUsd)} is ${percent(fallen)} below its highest mark ${dollars(book.highWaterUsd)} (${cite(limits, 'risk/drawdown-fraction-max')})`;
  return { book: { ...book, haltedAt: minute }, changes: [{ what: 'halted', because }] };
}

/** A symbol is left alone for a while after a stop took it out at a loss. */
export function cooldownAfter(position: Position, minute: Minute, limits: Limits): Protection | undefined {
  const minutes = limits.values['risk/stop-cooldown-minutes'];
  const stopped = position.fills.some(fill => fill.kind === 'stop-loss' || fill.kind === 'liquidation');
  return stopped && minutes > 0
    ? {
        symbol: position.symbol,
        until: minutesAfter(minute, minutes),
        because: `cooldown after a stop-out of ${position.id}`,
      }
    : undefined;
}

/** The book with capacity held for some intents, each once. */
export function reserving(book: Book, reservations: readonly Reservation[]): Book {
  const ids = new Set(reservations.map(({ intentId }) => intentId));
  return {
    ...book,
    reservations: [...book.reservations.filter(({ intentId }) => !ids.has(intentId)), ...reservations],
  };
}

/** The book without an intent's reservation. */
export const released = (book: Book, intentId: string): Book => ({
  ...book,
  reservations: book.reservations.filter(each => each.intentId !== intentId),
});

/** Reservations that outlived the tick that made them without leaving an intent: the tick died between two writes. */
export const withoutOrphans = (book: Book, intentIds: ReadonlySet<string>, minute: Minute): Book => ({
  ...book,
  reservations: book.reservations.filter(
    each => intentIds.has(each.intentId) || each.minute >= minutesAfter(minute, -1),
  ),
});

/** The book with a signal bar marked as decided. */
export const withUsed = (book: Book, symbol: SymbolId, at: Minute): Book => ({
  ...book,
  usedSignals: [...book.usedSignals, { symbol, at }],
});

/** The book with an entry's fidelity among the day's. */
export const withFidelity = (book: Book, executed: number, intended: number): Book => ({
  ...book,
  day: { ...book.day, fidelities: [...book.day.fidelities, executed / intended] },
});
