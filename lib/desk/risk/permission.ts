import type { Book, Intent, Protection } from '../book.ts';
import { type EntryBook, spreadBps } from '../execution/entry-order.ts';
import { flattenWordFor } from '../limits/flatten.ts';
import { cite, type Limits } from '../limits/limits.ts';
import type { Position } from '../position/position.ts';
import type { Signal } from '../signal/signal.ts';
import { type EpochMs, type Fraction, MINUTE_MS, type Minute, type SymbolId, signOf } from '../units.ts';
import { basisPoints, minuteText, percent } from '../words.ts';
import type { DenialCode } from './denial.ts';
import { haltEndWords } from './halt-end.ts';

export interface Denial {
  readonly code: DenialCode;
  readonly because: string;
}

const deny = (code: DenialCode, because: string): Denial => ({ code, because });

/** Whether the desk as a whole may open anything this minute; undefined when it may. */
export function deskDenial(book: Book, limits: Limits): Denial | undefined {
  const state = limits.values['control/state'];
  if (state === 'reducing')
    return deny('desk-reducing', `control/state is reducing (${cite(limits, 'control/state')})`);
  if (state === 'halted')
    return deny('desk-halted', `control/state is halted (${cite(limits, 'control/state')})`);
  if (book.haltedAt !== undefined) {
    return deny(
      'drawdown-halt',
      `halted at ${minuteText(book.haltedAt)} by drawdown; ${haltEndWords(book, 'edit control/resume to go on')}`,
    );
  }
  return undefined;
}

/** The protection that covers a symbol now, the one that lasts longest. */
export const protectionFor = (
  protections: readonly Protection[],
  symbol: SymbolId,
  now: EpochMs,
): Protection | undefined =>
  protections
    .filter(p => (p.symbol === symbol || p.symbol === 'all') && p.until > now)
    .toSorted((a, b) => b.until - a.until)[0];

export interface SymbolInput {
  readonly signal: Signal;
  readonly minute: Minute;
  readonly limits: Limits;
  readonly book: Book;
  readonly positions: readonly Position[];
  readonly intents: readonly Intent[];
  readonly universe: readonly SymbolId[];
}

/** Whether this signal may be followed at all, before any market data is fetched for it. */
export const signalDenial = (input: SymbolInput): Denial | undefined =>
  unwanted(input) ?? busy(input) ?? keptOut(input);

/** The same for a further slice of an entry, whose own position is no hindrance. */
export const sliceDenial = (input: SymbolInput): Denial | undefined => unwanted(input) ?? keptOut(input);

/** What the limits say of the coin and of the signal. */
function unwanted({ signal, limits, universe }: SymbolInput): Denial | undefined {
  const { symbol } = signal;
  const denied = limits.values['universe/denied'].includes(symbol);
  // A forced signal stands in for the universe and the models, for nothing else.
  if (denied || (signal.source !== 'forced' && !universe.includes(symbol))) {
    return deny(
      'not-in-universe',
      denied ? `${symbol} is in universe/denied` : `${symbol} is not in the universe`,
    );
  }
  // Else what a person has closed would be opened again at once, by the signal that had opened it.
  if (flattenWordFor(limits.values['control/flatten'], symbol, signal.at) !== undefined) {
    return deny('flattened', `the signal is older than a person's word (${cite(limits, 'control/flatten')})`);
  }
  // Here and below a comparison is written so that a figure that is no number denies.
  if (!(signal.confidence >= limits.values['signal/confidence-min'])) {
    return deny(
      'confidence-low',
      `${signal.confidence.toFixed(3)} is below ${limits.values['signal/confidence-min']} (${cite(limits, 'signal/confidence-min')})`,
    );
  }
  return undefined;
}

function busy({ signal: { symbol }, positions, intents }: SymbolInput): Denial | undefined {
  const position = positions.find(each => each.symbol === symbol);
  if (position !== undefined) {
    const state = position.phase === 'closed' ? 'was closed a moment ago' : 'is open';
    return deny('symbol-busy', `a position in ${symbol} ${state}`);
  }
  return intents.some(intent => intent.symbol === symbol)
    ? deny('symbol-busy', `an entry into ${symbol} is under way`)
    : undefined;
}

/** Another hand in the coin, or a protection over it. */
function keptOut({ signal: { symbol }, book, minute }: SymbolInput): Denial | undefined {
  if (book.foreign.some(held => held.symbol === symbol))
    return deny('symbol-foreign', `the account holds ${symbol} by another hand`);
  const protection = protectionFor(book.protections, symbol, minute);
  if (protection !== undefined) {
    return deny('protected-symbol', `${protection.because}, until ${minuteText(protection.until)}`);
  }
  return undefined;
}

export interface MarketInput {
  readonly signal: Signal;
  readonly limits: Limits;
  readonly minute: Minute;
  /** When the last closed signal bar closed. */
  readonly barClosedAt: EpochMs;
  /** The venue's time of the mark price. */
  readonly markAt: EpochMs;
  readonly fundingRate: Fraction;
  readonly depth: EntryBook;
}

const SIGNAL_BAR_MINUTES = 15;
/** A minute may be run a little late; a mark from farther ahead is dated by a clock that is wrong. */
const AHEAD_MINUTES_MAX = 5;

/** Whether the market is fit to enter now: fresh data, a narrow spread, bearable funding. */
export function marketDenial(input: MarketInput): Denial | undefined {
  const { limits, minute, signal } = input;
  const ageMax = limits.values['risk/data-age-minutes-max'];
  const markAge = (minute - input.markAt) / MINUTE_MS;
  const barAge = (minute - input.barClosedAt) / MINUTE_MS - SIGNAL_BAR_MINUTES;
  if (-markAge > AHEAD_MINUTES_MAX)
    return deny('data-stale', `the mark price is of ${Math.floor(-markAge)} minutes after this one`);
  if (!(markAge <= ageMax && barAge <= ageMax)) {
    return deny(
      'data-stale',
      `the newest ${markAge > ageMax ? 'mark price' : 'signal bar'} is ${Math.ceil(Math.max(markAge, barAge))} minutes late (${cite(limits, 'risk/data-age-minutes-max')})`,
    );
  }
  const spread = spreadBps(input.depth);
  if (!(spread <= limits.values['risk/spread-bps-max'])) {
    return deny(
      'spread-wide',
      `the spread is ${basisPoints(spread)} (${cite(limits, 'risk/spread-bps-max')})`,
    );
  }
  const against = signOf(signal.side) * input.fundingRate;
  if (!(against <= limits.values['risk/funding-fraction-max'])) {
    return deny(
      'funding-against',
      `the next funding costs ${percent(against)} (${cite(limits, 'risk/funding-fraction-max')})`,
    );
  }
  return undefined;
}
