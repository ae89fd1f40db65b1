/**
 * The day's truth, shortly after 00:00 UTC: what the account earned by the venue's trades and income alone, held
 * against what the book and the journal say. A day that cannot be read now is caught up with by a later tick; a day
 * that has its result is never touched again, but for a note that its report went by e-mail, and of a twin's that it was held
 * against its original's. Beside it the RL policy learns from the trades that are over, and those that were not taken are
 * followed in shadow.
 */
import type { Book } from './desk/book.ts';
import { isEntryId } from './desk/client-id.ts';
import type { JournalRecord } from './desk/journal.ts';
import type { Position } from './desk/position/position.ts';
import { type AccountHistory, type DayTruth, dayTruth } from './desk/truth/day-truth.ts';
import { firstDay, isReady, type OpenDay, unclosedDays } from './desk/truth/days.ts';
import { truthFaults } from './desk/truth/faults.ts';
import type { LedgerTrade } from './desk/truth/ledger.ts';
import { knownTrades, tradeKey } from './desk/truth/ownership.ts';
import { DAY_MS, dayOf, type EpochMs, epochMs, type Minute, minuteOf, type SymbolId } from './desk/units.ts';
import { dayText } from './desk/words.ts';
import { compareDays } from './minute/compare-days.ts';
import type { CloseDesk } from './minute/desk.ts';
import { followNotTaken } from './minute/follow-not-taken.ts';
import { learnPolicy } from './minute/learn-policy.ts';
import { mailReport } from './minute/mail-report.ts';
import { ownState, sentenceOf, type Tick, type TickEnd, underLease } from './minute/tick.ts';
import { PortError } from './ports.ts';

/** A tick closes so many days at most: each needs the venue, and the lease is short. */
const DAYS_A_TICK = 7;
/** Of a day's differences the journal names the largest; the day's own item holds more. */
const DIFFERENCES_NOTED = 10;

/** Closes each day that is over and has no result yet. Safe to repeat, and to leave out for a while. */
export const close = (desk: CloseDesk, minute: Minute): Promise<TickEnd> =>
  underLease(desk, 'close', minute, async tick => {
    const { book, positions, policy } = await ownState(tick);
    if (book === undefined) throw new PortError('unavailable', 'the monitor has not opened the book yet');
    const closed = await desk.history.dayTruths({ from: firstDay(minute), to: dayOf(minute) });
    const days = unclosedDays(book, new Set(closed.map(({ day }) => day)), minute);
    const results: DayTruth[] = [];
    for (const day of days.slice(0, DAYS_A_TICK)) {
      const truth = await closeDay(tick, day, book, positions);
      if (truth !== undefined) results.push(truth);
    }
    const left = days.filter(({ day }) => !results.some(result => result.day === day));
    // A twin asks its original's policy, and has none to teach.
    const learns = desk.original === undefined;
    const { failed, bug } = learns
      ? await learnPolicy(tick, { book, positions, policy })
      : { failed: 0, bug: undefined };
    desk.metrics.emit('close', {
      ...(results.length === 0
        ? {}
        : { TruthMismatchUsd: Math.max(...results.map(({ mismatchUsd }) => mismatchUsd)) }),
      TruthFaults: truthFaults([...closed, ...results], left, minute),
      ModelFaults: failed,
    });
    await followNotTaken(tick);
    // A bug is for the function's error alarm.
    if (bug !== undefined) throw bug;
    await compareDays(tick, { book, positions });
    await mailReport(tick, positions);
  });

/** The day's result, stored; undefined where it could not be had, which is noted and does not hold up other days. */
async function closeDay(
  tick: Tick<CloseDesk>,
  day: OpenDay,
  book: Book,
  live: readonly Position[],
): Promise<DayTruth | undefined> {
  try {
    if (!isReady(day, book)) throw new PortError('unavailable', 'the monitor has not been past its end yet');
    const truth = await readTruth(tick, day, book, live);
    noteTruth(tick, truth);
    // The record first: a tick that dies in between is repeated as a whole, and writes the same record once more.
    await tick.flush();
    const saved = await tick.desk.store.saveDayTruth(truth, tick.lease);
    return saved.type === 'saved' ? saved.item : truth;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    tick.note({
      type: 'trouble',
      what: `the truth of ${dayText(day.day)}`,
      because: `${sentenceOf(error)}; a later tick catches up`,
    });
    return undefined;
  }
}

/** Everything a day's truth is made of, and the truth. */
async function readTruth(
  tick: Tick<CloseDesk>,
  day: OpenDay,
  { highWaterUsd }: Book,
  live: readonly Position[],
): Promise<DayTruth> {
  const { desk, minute } = tick;
  // What was live when it was read may have been archived since: then it is in both, and counts once.
  const over = await desk.history.closedBetween({ from: minuteOf(day.from), to: minute });
  const positions = [...new Map([...live, ...over].map(each => [each.id, each])).values()];
  const [account, records] = await Promise.all([readAccount(tick, day, positions), readRecords(tick, day)]);
  return dayTruth({ day, mode: desk.mode, minute, account, positions, records, highWaterUsd });
}

/** The account's trades and income from the day's beginning until now, with what it holds. */
async function readAccount(
  { desk }: Tick<CloseDesk>,
  day: OpenDay,
  positions: readonly Position[],
): Promise<AccountHistory> {
  const { venue } = desk;
  const [income, holdings] = await Promise.all([venue.income(day.from), venue.positions()]);
  const symbols = new Set([...income, ...positions, ...holdings].flatMap(({ symbol }) => symbol ?? []));
  const reads = [...symbols].map(symbol => venue.trades(symbol, tradesSince(symbol, day, positions)));
  const trades = (await Promise.all(reads)).flat();
  return {
    trades,
    income,
    held: new Map(holdings.map(({ symbol, qty }) => [symbol, qty])),
    entryOrders: await readEntryOrders(desk, trades, positions),
  };
}

/** A position that was open when the day began is followed from its first fill. */
const tradesSince = (symbol: SymbolId, { from }: OpenDay, positions: readonly Position[]): EpochMs =>
  positions
    .filter(each => each.symbol === symbol)
    .reduce((since, { openedAt }) => epochMs(Math.min(since, openedAt)), from);

/** Which of the orders that the book does not explain were sent by the desk to open something. */
async function readEntryOrders(
  { venue, name }: CloseDesk,
  trades: readonly LedgerTrade[],
  positions: readonly Position[],
): Promise<ReadonlySet<string>> {
  const known = knownTrades(positions);
  const strange = new Map(
    trades
      .filter(({ symbol, tradeId }) => !known.has(tradeKey(symbol, tradeId)))
      .map(({ symbol, orderId }) => [orderId, symbol]),
  );
  const asked = [...strange].map(async ([orderId, symbol]) => {
    const order = await venue.orderById(symbol, orderId);
    return order !== undefined && isEntryId(name, order.clientId) ? [orderId] : [];
  });
  return new Set((await Promise.all(asked)).flat());
}

/** The journal's word on money. What came late, a fill found after an outage, is noted on the day after. */
async function readRecords(
  { desk, minute }: Tick<CloseDesk>,
  { from, to }: OpenDay,
): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  const until = minuteOf(Math.min(minute, to + DAY_MS));
  for await (const record of desk.history.journal({ from: minuteOf(from), to: until }))
    if (record.type === 'exit' || record.type === 'closed') records.push(record);
  return records;
}

function noteTruth(tick: Tick<CloseDesk>, truth: DayTruth): void {
  const { day, venue, foreign, book, mismatchUsd, differenceCount, differences } = truth;
  tick.note({
    type: 'truth',
    day,
    venue,
    foreign,
    book,
    mismatchUsd,
    differenceCount,
    differences: differences.slice(0, DIFFERENCES_NOTED),
  });
}
