import type { Instrument } from '../../desk/instrument.ts';
import type { EpochMs, Fraction, Price, SymbolId } from '../../desk/units.ts';
import type { EngineState } from '../engine/state.ts';

/** What was last seen of a symbol that the account has something at stake in. */
export interface Look {
  /** The venue's time of the reading. */
  readonly at: EpochMs;
  /** What the account is valued at until the next reading. */
  readonly mark: Price;
  /** The next settlement as it was announced, for a minute in which the venue has not published it yet. */
  readonly funding: { readonly at: EpochMs; readonly rate: Fraction };
  /** Kept for the day on which the venue no longer lists it. */
  readonly instrument: Instrument;
  /** How far the running bar had come when a position was opened in it: what lies before cannot be a gain. */
  readonly opened?: OpenedIn;
}

/** A bar that was half over. */
export interface OpenedIn {
  readonly bar: EpochMs;
  readonly high: Price;
  readonly low: Price;
}

/** Everything a paper account is, as plain data: one item of a store. */
export interface PaperAccount {
  readonly engine: EngineState;
  readonly looks: Readonly<Record<string, Look>>;
  /** Marks of the last instructions carried out, so that one whose answer was lost is not carried out again (I10). */
  readonly applied: readonly string[];
}

/** Symbols that a bar could do something to, in alphabetical order: positions, and whatever rests. */
export function busySymbols({ positions, orders, algos }: EngineState): SymbolId[] {
  const busy = new Set<string>(Object.keys(positions));
  for (const { symbol, status } of orders)
    if (status === 'NEW' || status === 'PARTIALLY_FILLED') busy.add(symbol);
  for (const { symbol, status } of algos) if (status === 'NEW') busy.add(symbol);
  return [...busy].sort() as SymbolId[];
}
