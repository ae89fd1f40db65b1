import type { ExitKind } from '../position/position.ts';
import type { EpochMs, Fraction, Minute, NotionalUsd, Side, SymbolId, Usd } from '../units.ts';

/**
 * A day of a desk held against the same day of its twin, which is the same desk on paper. Everything signed is the desk
 * less its twin, and what is called worse is worse for the desk. Accounts differ in size, so sizes and profit are
 * compared as fractions of each desk's own equity at the day's start, with what was paid in or out in the day.
 */
export interface Divergence {
  /** 00:00 UTC. */
  readonly day: EpochMs;
  /** The desk that the twin shadows, and its mode. */
  readonly original: string;
  readonly originalMode: string;
  /** Minutes in which entry ran. */
  readonly minutes: Shared;
  /** Entries of the day; of the first day those since both desks were there. */
  readonly entries: Shared;
  /** Entries of one desk alone, the first of them. */
  readonly apart: readonly EntryApart[];
  /** What both entered, in sizes; absent where they entered nothing together. */
  readonly sizes?: SizesApart;
  /** Prices of what both did; absent where there is nothing to compare. */
  readonly fills?: FillsApart;
  /** Exits of the pairs that were of another kind, in another minute, or of one desk alone. */
  readonly exitsApart: number;
  /** The pairs that parted most, the widest first. */
  readonly pairs: readonly PairApart[];
  /** Of pairs of which the later ended in the day; without those that a person has added to. */
  readonly results?: ResultsApart;
  /** Absent where one of the two was not there all day. */
  readonly money?: MoneyApart;
}

/** How many both have, and how many one of the two alone. */
export interface Shared {
  readonly both: number;
  readonly originalAlone: number;
  readonly twinAlone: number;
}

/** An entry that one of the two made, and what the other said in that minute. */
export interface EntryApart {
  readonly by: 'original' | 'twin';
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly at: Minute;
  /** Executed, of the equity of the desk that entered. */
  readonly equityFraction: Fraction;
  /** The other's denial, or why its minute opened nothing. */
  readonly code: string;
  readonly because: string;
}

export interface SizesApart {
  /** Executed over intended, the median of each. */
  readonly originalFidelity: number;
  readonly twinFidelity: number;
  /** The desk's share of its equity over the twin's, the median: 1 where they are sized alike. */
  readonly ratio: number;
}

export interface FillsApart {
  /** Prices that were compared: entries, and exits of one kind that both made in the same minute, give or take one. */
  readonly prices: number;
  /** What the desk traded at them. */
  readonly notionalUsd: NotionalUsd;
  /** Above zero the desk did worse than its twin; weighted by what it traded. */
  readonly meanBps: number;
  readonly medianBps: number;
  readonly entryBps?: number;
  readonly exitBps?: number;
  /** How much later the desk's entries were filled than its twin's, the median; absent where nothing was entered by both. */
  readonly entrySecondsLater?: number;
  /** The same in dollars of the desk. */
  readonly costUsd: Usd;
}

/** The step of the sizing that took another share of the two, and what each had left after it. */
export interface StepApart {
  readonly owner: string;
  readonly step: string;
  readonly originalFraction: Fraction;
  readonly twinFraction: Fraction;
}

export interface PairApart {
  readonly symbol: SymbolId;
  readonly side: Side;
  /** When the desk entered. */
  readonly at: Minute;
  /** So much later than its twin. */
  readonly entryMinutesLater: number;
  /** Above zero: the desk paid more, or got less. */
  readonly entryBps: number;
  /** All exits together, whatever ended them; absent while one of the two still holds it. */
  readonly exitBps?: number;
  readonly originalEquityFraction: Fraction;
  readonly twinEquityFraction: Fraction;
  readonly sizeStep?: StepApart;
  /** The first exit that the two did not make alike. */
  readonly exit?: ExitApart;
  /** The desk's result less its twin's; absent while one of the two still holds it. */
  readonly differenceR?: number;
}

/** An exit as each of the two made it; absent where one made none like it. */
export interface ExitApart {
  readonly original?: ExitMade;
  readonly twin?: ExitMade;
}

export interface ExitMade {
  readonly kind: ExitKind;
  readonly at: Minute;
}

export interface ResultsApart {
  readonly pairs: number;
  readonly originalR: number;
  readonly twinR: number;
}

export interface MoneyApart {
  readonly original: DayMoney;
  readonly twin: DayMoney;
  /** Percentage points of equity. */
  readonly points: number;
}

export interface DayMoney {
  /** Net of fees and funding, by the venue; without what another hand did. */
  readonly netUsd: Usd;
  /** At the day's start, with what was paid in or out in the day. */
  readonly equityUsd: Usd;
}

/** What came of one desk's trades and not of the other's: entries made alone, and exits that parted. */
export const decisionsApart = ({ entries, exitsApart }: Divergence): number =>
  entries.originalAlone + entries.twinAlone + exitsApart;
