import type { Book } from '../../desk/book.ts';
import type { JournalRecord } from '../../desk/journal.ts';
import { netOf, oneRUsd } from '../../desk/position/evolve.ts';
import type { Position } from '../../desk/position/position.ts';
import { MINUTE_MS, type Minute, type Price, type SymbolId, signOf } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { noTradeSentence } from '../../operator/sentences.ts';
import type { ExchangeStatus } from '../exchange-control.ts';
import type { HandlerFailure } from '../handlers.ts';

/** What the terminal shows, as data: read from the exchange and from the book, never from the handlers. */
export interface View {
  readonly title: string;
  readonly now: Minute;
  /** Market minutes played a second, lately. */
  readonly speed: number;
  readonly equityUsd: number;
  readonly dayUsd: number;
  readonly dayFraction: number;
  readonly drawdownFraction: number;
  readonly unprotectedMinutes: number;
  readonly duplicateOrders: number;
  readonly handlerFailures: number;
  /** What the last handler that threw said. */
  readonly lastFailure: string | undefined;
  readonly universeSize: number;
  readonly positions: readonly PositionLine[];
  /** Newest last. */
  readonly decisions: readonly JournalRecord[];
  /** Why the last minute opened nothing; undefined when it did. */
  readonly noTrade: string | undefined;
  /** What the person at the terminal can do about it. */
  readonly hint: string | undefined;
}

export interface PositionLine {
  readonly symbol: SymbolId;
  readonly side: Position['side'];
  readonly forced: boolean;
  readonly phase: Position['phase'];
  readonly qty: number;
  readonly entry: Price;
  readonly mark: Price | undefined;
  readonly stop: Price;
  readonly stopStage: Position['stopStage'];
  readonly target: Price | undefined;
  /** What was realised so far, less costs, and what is open at the mark. */
  readonly profitUsd: number;
  readonly rMultiple: number;
  readonly minutesHeld: number;
}

export interface ViewParts {
  readonly title: string;
  readonly status: ExchangeStatus;
  readonly book: Book | undefined;
  readonly positions: readonly Position[];
  readonly universeSize: number;
  readonly marks: ReadonlyMap<SymbolId, Price>;
  readonly decisions: readonly JournalRecord[];
  readonly lastMinute: Extract<JournalRecord, { type: 'minute' }> | undefined;
  readonly failures: readonly HandlerFailure[];
  readonly speed: number;
  /** What to do about a desk without a licensed model; undefined where it follows a given list. */
  /** A given list of signals stands in the place of the models. */
  readonly followsList: boolean;
  readonly hint: string | undefined;
}

/** Puts the readings together. */
export function viewOf(parts: ViewParts): View {
  const { status, book, lastMinute } = parts;
  const now = status.time as Minute;
  const dayStart = book?.day.equityAtStartUsd ?? status.equityUsd;
  const dayUsd = status.equityUsd - dayStart - (book?.day.transfersUsd ?? 0);
  const highWater = Math.max(book?.highWaterUsd ?? 0, status.equityUsd);
  const idle = lastMinute?.noTrade === 'no-licensed-model';
  return {
    title: parts.title,
    now,
    speed: parts.speed,
    equityUsd: status.equityUsd,
    dayUsd,
    dayFraction: dayStart > 0 ? dayUsd / dayStart : 0,
    // The exchange is read after the book: equity may stand above the mark the book knows.
    drawdownFraction: highWater > 0 ? Math.max(0, 1 - status.equityUsd / highWater) : 0,
    unprotectedMinutes: status.unprotectedMinutes,
    duplicateOrders: status.duplicateOrders,
    handlerFailures: parts.failures.length,
    lastFailure: failureSentence(parts.failures.at(-1)),
    universeSize: parts.universeSize,
    positions: parts.positions
      .filter(({ phase }) => phase !== 'closed')
      .map(position => positionLine(position, parts.marks.get(position.symbol), now)),
    decisions: parts.decisions,
    noTrade: lastMinute === undefined ? undefined : noTradeWords(lastMinute, parts.followsList),
    hint: idle ? parts.hint : undefined,
  };
}

/** A desk that follows a list waits for its next signal. */
const noTradeWords = (record: Extract<JournalRecord, { type: 'minute' }>, followsList: boolean) =>
  followsList && record.noTrade === 'no-signal' ? 'no signal of the list is due' : noTradeSentence(record);

const failureSentence = (failure: HandlerFailure | undefined): string | undefined =>
  failure && `${failure.handler} threw at ${minuteText(failure.minute)}: ${failure.because}`;

function positionLine(position: Position, mark: Price | undefined, now: Minute): PositionLine {
  const { symbol, side, phase, qty, entryPrice, stopPrice, stopStage, openedAt } = position;
  const open = mark === undefined ? 0 : signOf(side) * (mark - entryPrice) * qty;
  const profitUsd = netOf(position) + open;
  return {
    symbol,
    side,
    forced: position.source === 'forced',
    phase,
    qty,
    entry: entryPrice,
    mark,
    stop: stopPrice,
    stopStage,
    target: position.targets.find(({ filled }) => !filled)?.triggerPrice,
    profitUsd,
    rMultiple: profitUsd / oneRUsd(position),
    minutesHeld: Math.round((now - openedAt) / MINUTE_MS),
  };
}
