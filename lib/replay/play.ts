import type { JournalRecord } from '../desk/journal.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { SIGNAL_VALID_MINUTES, type Signal } from '../desk/signal/signal.ts';
import { DAY_MS, dayOf, MINUTE_MS, type Minute, minuteOf, minutesAfter } from '../desk/units.ts';
import { enter, monitor } from '../minute.ts';
import type { Signals } from '../ports.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { AccountCourse } from './account.ts';
import { MODE, tradingDesk, watching } from './desk.ts';
import { ReplayJournal } from './journal.ts';
import { type StillMinute, Stillness } from './still.ts';
import { ReplayStore } from './store.ts';
import { Kept } from './trades.ts';
import type { UniverseTimeline } from './universe.ts';

/** Who may speak, and when: what is said in between is known without asking. */
export interface Speakers {
  readonly signals: Signals;
  /** The first minute from this one on at which somebody may have something to say. */
  nextAt(minute: Minute): number;
  /** Why there is no signal in every other minute. */
  readonly silence: 'no-licensed-model' | 'no-signal';
}

/** One desk's way through a span, minute by minute. */
export interface Play {
  readonly engine: Engine;
  readonly limits: Limits;
  readonly universe: UniverseTimeline;
  readonly speakers: Speakers;
  readonly from: Minute;
  readonly to: Minute;
  /** Runs also the minutes in which nothing can happen. */
  readonly everyMinute?: boolean;
  /** Minutes at which the journal so far is hashed, ascending. */
  readonly marks?: readonly Minute[];
  /** True from the moment at which it should end early. */
  readonly stops?: () => boolean;
  readonly breathes?: () => Promise<void>;
  readonly onMinute?: (minute: Minute) => void;
  readonly onRecord?: (record: JournalRecord) => void;
}

export interface Played {
  readonly store: ReplayStore;
  readonly journal: ReplayJournal;
  readonly account: AccountCourse;
  readonly kept: Kept;
  readonly noTrade: ReadonlyMap<string, number>;
  /** The journal's hash at each mark: of all that is of minutes before it. */
  readonly digests: ReadonlyMap<number, string>;
  /** The minute at which it ended. */
  readonly to: Minute;
  readonly minutesRun: number;
}

/**
 * Plays the minutes of a span: the monitor, then entry, as the scheduler calls them; the universe of each is the scan's of
 * the minute before. Minutes in which nothing can happen are not run. Same input, same journal.
 */
export async function play(span: Play): Promise<Played> {
  const player = new Player(span);
  let turns = 0;
  while (player.minute < span.to && span.stops?.() !== true) {
    span.onMinute?.(player.minute);
    if (span.breathes !== undefined && ++turns % TURNS_A_BREATH === 0) await span.breathes();
    if (span.everyMinute === true || !player.rests()) await player.run();
  }
  return player.end();
}

/** Still minutes are short: looking up at each of them would take longer than they do. */
const TURNS_A_BREATH = 32;

class Player {
  minute: Minute;
  #minutesRun = 0;
  /** From here on somebody may speak. */
  #awake: number;
  readonly #span: Play;
  readonly #store = new ReplayStore();
  readonly #kept = new Kept();
  readonly #noTrade = new Map<string, number>();
  readonly #journal: ReplayJournal;
  readonly #account: AccountCourse;
  readonly #still: Stillness;
  readonly #marks: Minute[];
  readonly #digests = new Map<number, string>();
  readonly #desk;
  /** What was said in the minute that was run last; undefined where nobody was asked. */
  #given: readonly Signal[] | undefined;

  constructor(span: Play) {
    const { engine, limits, from, speakers } = span;
    this.#span = span;
    this.#marks = [...(span.marks ?? [])];
    this.minute = from;
    this.#awake = from;
    this.#journal = new ReplayJournal(record => {
      this.#kept.hear(record);
      span.onRecord?.(record);
      if (record.type === 'minute' && record.entries === 0) this.#count(record.noTrade ?? 'slices', 1);
    });
    this.#account = new AccountCourse(from);
    this.#still = new Stillness(engine, limits, this.#store);
    const signals: Signals = {
      at: async (minute, universe, current) => {
        const answer = await speakers.signals.at(minute, universe, current);
        // Asked about no coin, nobody has said anything yet.
        this.#given = universe.length === 0 ? undefined : answer.signals;
        return answer;
      },
    };
    this.#desk = tradingDesk(engine, limits, this.#store, this.#journal, signals);
  }

  /** The minute in full. */
  async run(): Promise<void> {
    const { engine, universe, from, speakers } = this.#span;
    const { minute } = this;
    const store = this.#store;
    store.universe = universe.after(minutesAfter(minute, -1));
    store.guardian = watching(from, minute);
    // What stood still was monitored up to here.
    if (store.book !== undefined) store.book = { ...store.book, monitoredMinute: minutesAfter(minute, -1) };
    this.#given = undefined;
    await monitor(this.#desk, minute);
    await enter(this.#desk, minute);
    await this.#journal.write(minute, 'scan', universe.records(minute));
    this.#journal.close();
    this.#minutesRun += 1;
    this.#account.at(minute, store.book?.equityUsd ?? 0, [...store.positions.values()], engine.priceOf);
    this.#still.ran(minute);
    this.#awake = this.#nextWord(minute, speakers);
    this.#goOn(minutesAfter(minute, 1));
  }

  /** A signal is good for some minutes, and so is a question that nobody has come to ask yet. */
  #nextWord(minute: Minute, speakers: Speakers): number {
    const next = minutesAfter(minute, 1);
    const isOpen = speakers.nextAt(minutesAfter(minute, 1 - SIGNAL_VALID_MINUTES)) <= minute;
    return isOpen && !this.#isDecided() ? next : speakers.nextAt(next);
  }

  /** Somebody was asked, and what he said is decided: it is not decided again. */
  #isDecided(): boolean {
    if (this.#given === undefined) return false;
    if (this.#given.length === 0) return true;
    const used = this.#store.book?.usedSignals ?? [];
    return (
      this.#span.speakers.silence === 'no-signal' &&
      this.#given.every(({ symbol, at }) => used.some(one => one.symbol === symbol && one.at === at))
    );
  }

  /** Passes over what is still from here on; false where this minute has to be run. */
  rests(): boolean {
    const { minute } = this;
    if (minute >= this.#awake) return false;
    if (this.#still.isFlat) return this.#restsFlat();
    const still = this.#still.at(minute);
    if (still === undefined) return false;
    this.#leave(minute, still);
    this.#scanned(minute);
    this.#says(minute, 1);
    this.#goOn(minutesAfter(minute, 1));
    return true;
  }

  /** Nothing is open: up to the next word, or the next day, nothing changes but the universe. */
  #restsFlat(): boolean {
    const { minute } = this;
    const { universe, to } = this.#span;
    if (minute % DAY_MS === 0) return false;
    const until = Math.min(this.#awake, dayOf(minute) + DAY_MS, this.#nextMark, to) as Minute;
    // In a minute the scan's records come before entry's.
    this.#scanned(minute);
    this.#says(minute, (until - minute) / MINUTE_MS);
    for (let at = universe.nextRecord(minute); at < until; at = universe.nextRecord(at as Minute))
      this.#scanned(at as Minute);
    this.#goOn(until);
    return true;
  }

  #leave(minute: Minute, { book, positions, holdings }: StillMinute): void {
    const { engine } = this.#span;
    this.#store.book = book;
    for (const position of positions) this.#store.positions.set(position.symbol, position);
    const { equityUsd, highWaterUsd } = book;
    const marks = positions.flatMap(({ symbol }) => {
      const markPrice = holdings.get(symbol)?.markPrice;
      return markPrice === undefined ? [] : [{ symbol, markPrice }];
    });
    this.#journal.stands({
      type: 'account',
      minute,
      role: 'monitor',
      mode: MODE,
      equityUsd,
      highWaterUsd,
      marks,
    });
    this.#account.at(minute, equityUsd, positions, engine.priceOf);
  }

  #scanned(minute: Minute): void {
    const records = this.#span.universe.records(minute);
    if (records.length === 0) return;
    void this.#journal.write(minute, 'scan', records);
    this.#journal.close();
  }

  #says(minute: Minute, minutes: number): void {
    const code = this.#still.denial() ?? this.#span.speakers.silence;
    this.#journal.still(minute, code);
    this.#count(code, minutes);
  }

  get #nextMark(): number {
    return this.#marks[0] ?? Number.POSITIVE_INFINITY;
  }

  #goOn(minute: Minute): void {
    this.minute = minute;
    if (minute >= this.#nextMark) this.#digests.set(this.#marks.shift() as Minute, this.#journal.digest());
    this.#span.engine.advance(minute);
  }

  #count(code: string, n: number): void {
    this.#noTrade.set(code, (this.#noTrade.get(code) ?? 0) + n);
  }

  end(): Played {
    this.#account.end(this.minute);
    return {
      store: this.#store,
      journal: this.#journal,
      account: this.#account,
      kept: this.#kept,
      noTrade: this.#noTrade,
      digests: this.#digests,
      to: minuteOf(this.minute),
      minutesRun: this.#minutesRun,
    };
  }
}
