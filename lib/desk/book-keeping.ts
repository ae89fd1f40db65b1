import type { Book, Protection } from './book.ts';
import { cite, type Limits } from './limits/limits.ts';
import type { Position } from './position/position.ts';
import { dayOf, epochMs, HOUR_MS, type Minute, minutesAfter, type SymbolId, type Usd, usd } from './units.ts';
import { dollars, percent } from './words.ts';

export interface AccountReading {
  readonly equityUsd: Usd;
  readonly walletUsd: Usd;
}

/** The book as a first reading of the account opens it. */
export function openBook(account: AccountReading, minute: Minute): Book {
  return {
    rev: 0,
    day: {
      startsAt: dayOf(minute),
      equityAtStartUsd: account.equityUsd,
      transfersUsd: usd(0),
      fidelities: [],
    },
    equityUsd: account.equityUsd,
    walletUsd: account.walletUsd,
    highWaterUsd: account.equityUsd,
    haltedAt: undefined,
    reservations: [],
    protections: [],
    foreign: [],
    usedSignals: [],
    monitoredMinute: undefined,
    incomeReadTo: epochMs(minute),
  };
}

export interface Reading {
  readonly account: AccountReading;
  readonly minute: Minute;
  /** Deposits less withdrawals since the last reading. */
  readonly transfersUsd: Usd;
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
export function keepBook(before: Book, { account, minute, transfersUsd, limits }: Reading): Kept {
  const sameDay = before.day.startsAt === dayOf(minute);
  const day = sameDay
    ? { ...before.day, transfersUsd: usd(before.day.transfersUsd + transfersUsd) }
    : { startsAt: dayOf(minute), equityAtStartUsd: account.equityUsd, transfersUsd: usd(0), fidelities: [] };
  const highWaterUsd = usd(Math.max(before.highWaterUsd + transfersUsd, account.equityUsd));
  const marked: Book = {
    ...before,
    day,
    highWaterUsd,
    equityUsd: account.equityUsd,
    walletUsd: account.walletUsd,
    protections: before.protections.filter(({ until }) => until > minute),
    usedSignals: before.usedSignals.filter(({ at }) => minute - at < HOUR_MS),
  };
  return limits === undefined ? { book: marked, changes: [] } : drawdown(marked, minute, limits);
}

/** Halts on drawdown, and lifts the halt after a person's later `control/resume`, from where equity stands then. */
function drawdown(book: Book, minute: Minute, limits: Limits): Kept {
  const { haltedAt } = book;
  if (haltedAt !== undefined) {
    if (limits.values['control/resume'] <= haltedAt) return { book, changes: [] };
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
  const stopped = position.fills.some(fill => fill.kind === 'stop-loss');
  return stopped && minutes > 0
    ? {
        symbol: position.symbol,
        until: minutesAfter(minute, minutes),
        because: `cooldown after a stop-out of ${position.id}`,
      }
    : undefined;
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
