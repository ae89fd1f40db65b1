/**
 * The one minute. Three functions run it, each in its own Lambda, each under its own lease, all keyed by the
 * scheduled minute; the embedded desk, the replay and the fault simulation call these same three.
 *
 *   monitor   reconcile with the venue → apply fills → repair protection → decide exits → act
 *   scan      tickers, bars, books → eligible → ranked → the universe, with a reason for each coin left out
 *   enter     wait for the monitor → ask the guardian's word → slices that wait → signals → plan → size → reserve → place → protect
 *
 * Exits come before entries: entry of a minute waits until the monitor of that minute is done. Entries fail closed,
 * exits fail open. Decisions are made in `desk/`, without I/O; here and in `minute/` the I/O is put in order.
 */
import type { Book, Intent } from './desk/book.ts';
import { asTwinOf, type Kept, keepBook, openBook, withoutOrphans } from './desk/book-keeping.ts';
import { limitsDenial } from './desk/doctor/errors.ts';
import { guardianDenial } from './desk/guardian/word.ts';
import type { Limits } from './desk/limits/limits.ts';
import type { Position } from './desk/position/position.ts';
import type { DenialCode } from './desk/risk/denial.ts';
import { isOpen } from './desk/risk/exposure.ts';
import { lossUsed } from './desk/risk/loss-used.ts';
import { type Denial, deskDenial } from './desk/risk/permission.ts';
import { doubtfulAccount } from './desk/risk/plausible.ts';
import type { Signal } from './desk/signal/signal.ts';
import { median } from './desk/statistics.ts';
import { epochMs, MINUTE_MS, type Minute, usd } from './desk/units.ts';
import { compose, depthFault, screen, universeFor } from './desk/universe/scan.ts';
import { noteAccount } from './minute/account.ts';
import { accountDenial } from './minute/admission.ts';
import type { Desk, ScanDesk } from './minute/desk.ts';
import { follow } from './minute/entry.ts';
import { type EntryState, entryStateOf } from './minute/entry-state.ts';
import { intentIds, settleIntent, UNSETTLED } from './minute/intents.ts';
import { limitsForEntry, limitsForExits } from './minute/limits.ts';
import { oneByOne } from './minute/one-by-one.ts';
import { type BookChange, keepPosition } from './minute/positions.ts';
import { hiddenOf, readableState } from './minute/readable.ts';
import { dropSlices, followSlices, isWaiting } from './minute/slices.ts';
import { foreignOf, mindForeign, sweepOrphans } from './minute/strays.ts';
import { beat, eachApart, type Tick, type TickEnd, underLease, updateBook } from './minute/tick.ts';
import { marketAge, readCoins, readDepths } from './minute/universe.ts';
import { readVenue, type VenueView } from './minute/venue-view.ts';
import type { AccountMode, Income, ReadableState } from './ports.ts';

// ---- Monitor ---------------------------------------------------------------------------------------------------

/** Exits first: every position gets its fills, its stops and targets, and its end, before anything is opened. */
export const monitor = (desk: Desk, minute: Minute): Promise<TickEnd> =>
  underLease(desk, 'monitor', minute, async tick => {
    const state = await readableState(tick);
    const [limits, view] = await Promise.all([
      limitsForExits(tick, state.lastGoodLimits),
      readVenue(tick, incomeUnreadFrom(state.book) ?? epochMs(minute)),
    ]);
    const changes: BookChange[] = [];
    const positions = new Map(state.positions.map(position => [position.id, position]));
    const inDoubt = new Set(doubtful(state.intents, minute));
    await eachApart(tick, 'intent', state.intents, async intent => {
      const before = positions.get(intent.positionId);
      const { change, position } = await settleIntent(tick, intent, view, limits, state.intents, before);
      changes.push(change);
      if (change !== UNSETTLED.change) inDoubt.delete(intent);
      if (position !== undefined) positions.set(position.id, position);
    });
    const kept: Position[] = [];
    const monitored = hiddenOf(state, 'book').size > 0 ? 'unknown' : state.book?.monitoredMinute;
    await eachApart(tick, 'position', state.positions, async ({ id, ...loaded }) => {
      const before = positions.get(id) ?? { id, ...loaded };
      const { position, change } = await keepPosition(tick, before, view, limits, monitored);
      kept.push(position);
      positions.set(id, position);
      if (change !== undefined) changes.push(change);
    });
    const known = state.book ?? openBook(view.account, minute, tick.desk.mode);
    const marked = marking(tick, view, known, limits);
    const denial = nothingMayOpen(marked(known).book, limits);
    changes.push(...(await dropSlices(tick, state, positions, denial)));
    await mindForeign(tick, state, view, limits);
    const orphans = await sweepOrphans(tick, state, view);
    changes.push(book => ({ ...book, orphans, foreign: foreignOf(state, view) }));
    const figures = { OrderFaults: inDoubt.size + hiddenOf(state, 'intent').size };
    // A book that cannot be read is not written either: entry waits in vain for this minute, which closes it.
    if (hiddenOf(state, 'book').size > 0) return report(tick, state, kept, view, figures);
    for (const { what, because } of marked(known).changes) tick.note({ type: 'state', what, because });
    const isFunded = kept.length === state.positions.length && hiddenOf(state, 'position').size === 0;
    const book = await finishMonitoring(tick, state, view, known, isFunded, before =>
      changes.reduce((each, change) => change(each), marked(before).book),
    );
    noteAccount(tick, book, [...positions.values()], view);
    report(tick, state, kept, view, { ...figures, LossUsed: lossUsed(book, limits) });
  });

/** Why the desk may open nothing at all: what a person or a halt says, or limits that together allow no trade. */
const nothingMayOpen = (book: Book, limits: Limits): Denial | undefined =>
  deskDenial(book, limits) ?? limitsDenial(limits, book.equityUsd);

/** How this minute's reading of the account marks a book. Of what is read a second time only funding counts, once. */
function marking({ minute }: Tick, view: VenueView, known: Book, limits: Limits): (book: Book) => Kept {
  const income = view.income.filter(({ at }) => at >= known.incomeReadTo);
  const transfersUsd = usd(sumOf(income, ({ kind }) => kind === 'transfer'));
  const explainedUsd = usd(sumOf(income, ({ kind }) => kind !== 'other'));
  return book => keepBook(book, { account: view.account, minute, transfersUsd, explainedUsd, limits });
}

/** Writes the book as the account marked it and the positions changed it, and lets entry of this minute begin. */
async function finishMonitoring(
  tick: Tick,
  state: ReadableState,
  view: VenueView,
  known: Book,
  isFunded: boolean,
  changed: BookChange,
): Promise<Book> {
  const { minute } = tick;
  const ids = intentIds(state.intents);
  // What cannot be read may be what a reservation is held for.
  const swept = (book: Book) => (state.unreadable.length > 0 ? book : withoutOrphans(book, ids, minute));
  return await updateBook(tick, known, book => ({
    ...asTwinOf(swept(changed(book)), tick.desk.twinOf, minute),
    monitoredMinute: minute,
    incomeReadTo: readTo(view, book),
    fundingReadTo: isFunded ? readTo(view, book) : fundingReadTo(book),
  }));
}

/** A position that was not kept, or cannot be read, is reported as unprotected: nobody has seen that it is not. */
function report(
  tick: Tick,
  state: ReadableState,
  kept: readonly Position[],
  view: VenueView,
  more: Readonly<Record<string, number>>,
) {
  const covered = kept.filter(({ phase }) => phase !== 'open' && phase !== 'unknown').length;
  const figures = {
    ...beat(tick),
    OpenPositions: kept.filter(isOpen).length,
    UnprotectedPositions: state.positions.length + hiddenOf(state, 'position').size - covered,
    ForeignPositions: foreignOf(state, view).length,
    EquityUsd: view.account.equityUsd,
    ...more,
  };
  tick.desk.metrics.emit('monitor', figures, tick.minute);
}

/** So long may the outcome of an order be unknown before somebody is told. */
const UNKNOWN_MINUTES = 2;

/** Orders that may have been sent, and whose outcome nobody has known for too long. */
const doubtful = (intents: readonly Intent[], minute: Minute): readonly Intent[] =>
  intents.filter(
    ({ state, minute: since }) => state === 'submitted' && minute - since >= UNKNOWN_MINUTES * MINUTE_MS,
  );

const sumOf = (income: readonly Income[], of: (each: Income) => boolean): number =>
  income.filter(of).reduce((sum, { amountUsd }) => sum + amountUsd, 0);

/** Funding is read again while a position could not be stored with it; a position counts each payment once. */
const fundingReadTo = (book: Book) => book.fundingReadTo ?? book.incomeReadTo;
const incomeUnreadFrom = (book: Book | undefined) =>
  book === undefined ? undefined : epochMs(Math.min(book.incomeReadTo, fundingReadTo(book)));

/** One millisecond past the last income seen, so that each is counted once. */
const readTo = (view: VenueView, book: Book) =>
  view.income.reduce((latest, { at }) => epochMs(Math.max(latest, at + 1)), book.incomeReadTo);

// ---- Scan ------------------------------------------------------------------------------------------------------

/** Which coins entries of later minutes may trade, and why each of the others may not. */
export const scan = (desk: ScanDesk, minute: Minute): Promise<TickEnd> =>
  underLease(desk, 'scan', minute, async tick => {
    const answer = await limitsForEntry(tick);
    if (answer.type === 'none') {
      tick.note({ type: 'trouble', what: 'scan', because: answer.because });
      // It is alive, and has done what can be done without limits; those have an alarm of their own.
      return desk.metrics.emit('scan', beat(tick), minute);
    }
    const { limits } = answer;
    const state = await desk.store.load();
    const coins = await readCoins(tick, limits);
    const screened = screen(coins, minute, limits);
    const depths = await readDepths(tick, screened.candidates, limits);
    const faults = new Map(
      screened.candidates.flatMap(({ instrument: { symbol } }) => {
        const fault = depthFault(depths.get(symbol), limits);
        return fault === undefined ? [] : [[symbol, fault] as const];
      }),
    );
    const { universe, reasons, joined, left } = compose(screened, faults, state.universe, minute, limits);
    await desk.store.saveUniverse(universe, tick.lease);
    const changed = joined.length + left.length > 0;
    if (changed) tick.note({ type: 'universe', joined, left, size: universe.symbols.length });
    if (changed || (minute / MINUTE_MS) % 15 === 0) await desk.store.saveUniverseReasons(reasons);
    const figures = {
      ...beat(tick),
      UniverseSize: universe.symbols.length,
      MarketAgeMinutes: marketAge(coins, minute),
    };
    desk.metrics.emit('scan', figures, minute);
  });

// ---- Enter -----------------------------------------------------------------------------------------------------

/** Follows the minute's signals, and writes each minute why it did not trade. */
export const enter = (desk: Desk, minute: Minute): Promise<TickEnd> =>
  underLease(desk, 'entry', minute, async tick => {
    const outcome = await enterUnderLimits(tick);
    const { entries, slices, noTrade, because } =
      'code' in outcome ? { entries: 0, slices: 0, noTrade: outcome.code, ...outcome } : outcome;
    tick.note({
      type: 'minute',
      entries,
      ...(slices === 0 ? {} : { slices }),
      ...(noTrade === undefined ? {} : { noTrade }),
      ...(because === undefined ? {} : { because }),
    });
    const figures = { ...beat(tick), Entries: entries, ...figuresOf(outcome) };
    desk.metrics.emit('entry', figures, minute);
  });

/** What the alarms know entry by. Whether a model may vote is known only in a minute that came to ask. */
function figuresOf(outcome: Entered | Denial): Readonly<Record<string, number>> {
  if ('code' in outcome) return { LimitsRefused: LIMITS_REFUSED.has(outcome.code) ? 1 : 0 };
  const { fidelities, unlicensed } = outcome;
  return {
    LimitsRefused: 0,
    ModelFaults: unlicensed ? 1 : 0,
    ...(fidelities.length === 0 ? {} : { FidelityMedian: median(fidelities) }),
  };
}

const LIMITS_REFUSED: ReadonlySet<string> = new Set<DenialCode>([
  'limits-invalid',
  'limits-impossible',
  'limits-unreadable',
]);

interface Entered {
  readonly entries: number;
  /** Slices of earlier entries that were filled. */
  readonly slices: number;
  readonly noTrade?: string;
  readonly because?: string;
  /** Executed over intended of the day's entries so far. */
  readonly fidelities: readonly number[];
  /** No model may vote. */
  readonly unlicensed: boolean;
}

async function enterUnderLimits(tick: Tick): Promise<Entered | Denial> {
  const { desk, minute } = tick;
  const answer = await limitsForEntry(tick);
  if (answer.type === 'none') return answer;
  const { limits } = answer;
  const state = await afterMonitor(tick);
  if (state === undefined)
    return { code: 'monitor-late', because: 'the monitor of this minute has not finished' };
  const denial =
    nothingMayOpen(state.book, limits) ??
    guardianDenial(state.guardian, minute, limits) ??
    doubtfulAccount(state.positions) ??
    (await accountDenial(tick));
  if (denial !== undefined) return denial;
  const mode = rememberedMode(desk);
  // What has begun goes before what has not.
  const waiting = state.intents.filter(isWaiting);
  if (waiting.length > 0 && (await mode()).hedgeMode) return HEDGE_MODE;
  const { state: sliced, filled } = await followSlices(tick, waiting, state, limits, mode);
  const {
    signals: given,
    noTrade = 'no-signal',
    because,
    notes = [],
  } = await desk.signals.at(minute, state.universe, limits);
  for (const note of notes) tick.note(note);
  const signals = undecided(given, sliced.book);
  const unlicensed = noTrade === 'no-licensed-model' && given.length === 0;
  const before = { entries: 0, slices: filled, fidelities: sliced.book.day.fidelities, unlicensed };
  if (signals.length === 0)
    return filled > 0 ? before : { ...before, noTrade, ...(because === undefined ? {} : { because }) };
  const { kind, hedgeMode } = await mode();
  if (hedgeMode) return HEDGE_MODE;

  let entries = 0;
  const after = await oneByOne(tick, 'entry', signals, sliced, async (signal, now) => {
    const followed = await follow(tick, signal, now, limits, kind);
    if (followed.entered) entries += 1;
    return followed.state;
  });
  const done = { ...before, entries, fidelities: (after ?? sliced).book.day.fidelities };
  return entries + filled > 0 ? done : { ...done, noTrade: 'signals-not-taken' };
}

const HEDGE_MODE: Denial = { code: 'hedge-mode', because: 'switch the account to one-way mode' };

/** The account's mode, asked once a tick and only when something is to be sent. */
function rememberedMode({ venue }: Desk): () => Promise<AccountMode> {
  let known: Promise<AccountMode> | undefined;
  return () => {
    known ??= venue.mode();
    return known;
  };
}

/** A signal is good for three minutes and decided once. */
const undecided = (signals: readonly Signal[], { usedSignals }: Book): readonly Signal[] =>
  signals.filter(({ symbol, at }) => !usedSignals.some(used => used.symbol === symbol && used.at === at));

const POLL_MS = 500;

/** The live state once the monitor's watermark has reached this minute; undefined when it does not in time. */
async function afterMonitor({ desk, minute }: Tick): Promise<EntryState | undefined> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const state = await desk.store.load();
    const monitored = state.book?.monitoredMinute;
    if (monitored !== undefined && monitored >= minute)
      return entryStateOf(state, universeFor(state.universe, minute));
    if (waitedMs >= desk.watermarkWaitMs) return undefined;
    await desk.clock.sleep(POLL_MS);
  }
}
