import type { JournalRecord } from '../journal.ts';
import type { Position } from '../position/position.ts';
import { type EpochMs, type Minute, type SymbolId, type Usd, usd } from '../units.ts';
import type { OpenDay } from './days.ts';
import { type Difference, FINDING_USD, sizeOf } from './difference.ts';
import { compareFills } from './fills.ts';
import { compareFundings } from './fundings.ts';
import { amountOf, isIn, type LedgerIncome, type LedgerTrade, type Money, moneyOf } from './ledger.ts';
import { compareLedgers } from './ledgers.ts';
import { knownTrades, ownershipOf } from './ownership.ts';
import { compareRecords } from './records.ts';
import { roundTrips } from './round-trips.ts';

/**
 * A day of the account, 00:00 to 00:00 UTC, rebuilt from the venue's trades and income alone (I37), and what the desk
 * says of the same day.
 */
export interface DayTruth {
  readonly rev: number;
  readonly day: EpochMs;
  readonly mode: string;
  /** The minute of the tick that closed the day. */
  readonly closedAt: Minute;
  /** Everything on the account, whoever did it. */
  readonly venue: Money;
  /** Of that, what the desk did not do: a person's trades, and what came of them. */
  readonly foreign: Money;
  /** The desk's own part by its book. Equals venue less foreign, or there is a finding. */
  readonly book: Money;
  /** Executions of the day, foreign ones included. */
  readonly fills: number;
  /** Deposits less withdrawals. */
  readonly transfersUsd: Usd;
  /** Income of any other kind: rebates, what the insurance fund took or gave. */
  readonly otherUsd: Usd;
  /** Equity by the day's first reading, and by the first of the day after; absent where there was none. */
  readonly equityOpenUsd?: Usd;
  readonly equityCloseUsd?: Usd;
  /** What equity did beyond transfers and traded money: the open positions' mark, and fees paid in another coin. */
  readonly markedUsd?: Usd;
  /** The highest equity there has been when the day was closed, moved along with transfers (I39). */
  readonly highWaterUsd: Usd;
  /** Trades of the desk from flat to flat that ended in the day, after all costs, by the venue's fills. */
  readonly won: number;
  readonly lost: number;
  /** All differences together, each counted as it is, whichever way. From a cent on they are a finding. */
  readonly mismatchUsd: Usd;
  /** How many there are; `differences` holds the largest of them. */
  readonly differenceCount: number;
  readonly differences: readonly Difference[];
  /** What became of its report by e-mail; absent while none was tried. */
  readonly report?: ReportState;
  /** Of a desk that shadows another: that the two were compared, so that it is done once. */
  readonly compared?: true;
}

/**
 * `sending` is written before the report goes: whoever finds it sends no second one, whether the first arrived or not.
 * `refused`: it surely did not go, and may be tried again.
 */
export type ReportState = 'sending' | 'sent' | 'refused';

/** What the venue tells of an account, from before the day on until now. */
export interface AccountHistory {
  readonly trades: readonly LedgerTrade[];
  readonly income: readonly LedgerIncome[];
  /** Signed quantities held now. */
  readonly held: ReadonlyMap<SymbolId, number>;
  /** Numbers of the orders that the desk sent to open something. */
  readonly entryOrders: ReadonlySet<string>;
}

export interface DayInput {
  readonly day: OpenDay;
  readonly mode: string;
  readonly minute: Minute;
  readonly account: AccountHistory;
  /** Open, and closed since the day began. */
  readonly positions: readonly Position[];
  /** Of the day and after: what is noted late counts too. */
  readonly records: readonly JournalRecord[];
  readonly highWaterUsd: Usd;
}

/** An item has room for so many; a day with more has one cause, which the largest show. */
const DIFFERENCES_KEPT = 50;

/** The truth of a day. Pure: the same readings give the same result. */
export function dayTruth({
  day,
  mode,
  minute,
  account,
  positions,
  records,
  highWaterUsd,
}: DayInput): DayTruth {
  const isDesks = ownershipOf(positions, account.trades, account.entryOrders);
  const known = knownTrades(positions);
  const trades = account.trades.filter(each => isIn(day, each));
  const income = account.income.filter(each => isIn(day, each));
  const funding = income.filter(({ kind }) => kind === 'funding');
  const fills = compareFills(day, trades, positions, isDesks);
  const fundings = compareFundings(day, funding, positions, isDesks);
  const found = [
    ...fills.differences,
    ...fundings.differences,
    ...compareRecords(day, positions, records),
    ...compareLedgers(day, trades, income),
  ].toSorted((a, b) => b.sizeUsd - a.sizeUsd);
  const trips = roundTrips(day, { ...account, known, isDesks }).filter(trip => trip.isDesks);
  const venue = moneyOf(trades, funding);
  const transfersUsd = amountOf(income.filter(({ kind }) => kind === 'transfer'));
  return {
    rev: 0,
    day: day.day,
    mode,
    closedAt: minute,
    venue,
    foreign: moneyOf(fills.foreign, fundings.foreign),
    book: moneyOf(
      positions.flatMap(each => each.fills.filter(fill => isIn(day, fill))),
      positions.flatMap(each => each.fundings.filter(payment => isIn(day, payment))),
    ),
    fills: trades.length,
    transfersUsd,
    otherUsd: amountOf(income.filter(({ kind }) => kind === 'other')),
    ...equityOf(day, usd(venue.netUsd + transfersUsd)),
    highWaterUsd,
    won: trips.filter(({ netUsd }) => netUsd > 0).length,
    lost: trips.filter(({ netUsd }) => netUsd <= 0).length,
    mismatchUsd: sizeOf(found),
    differenceCount: found.length,
    differences: found.slice(0, DIFFERENCES_KEPT),
  };
}

/** Equity at both ends of the day, and how far it moved by itself. */
function equityOf({ opening, closing }: OpenDay, explainedUsd: Usd): Partial<DayTruth> {
  return {
    ...(opening === undefined ? {} : { equityOpenUsd: opening.equityUsd }),
    ...(closing === undefined ? {} : { equityCloseUsd: closing.equityUsd }),
    ...(opening === undefined || closing === undefined
      ? {}
      : { markedUsd: usd(closing.equityUsd - opening.equityUsd - explainedUsd) }),
  };
}

export const isFinding = ({ mismatchUsd }: Pick<DayTruth, 'mismatchUsd'>): boolean =>
  mismatchUsd > FINDING_USD;
