import type { Universe } from '../desk/book.ts';
import { INTERVAL_MS } from '../desk/candle.ts';
import type { JournalRecord } from '../desk/journal.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { LIMIT_NAMES } from '../desk/limits/schema.ts';
import { MINUTE_MS, type Minute, minutesAfter, type SymbolId, usd } from '../desk/units.ts';
import { scan } from '../minute.ts';
import type { BarSeries } from '../models/series.ts';
import type { Journal } from '../ports.ts';
import { Engine } from '../sim/engine/engine.ts';
import type { SimMarket } from '../sim/market.ts';
import { scanningDesk } from './desk.ts';
import { Outlook } from './outlook.ts';
import { ReplayStore } from './store.ts';

/** The universe as it changed, and what the scans wrote. It depends on the market and the limits alone, so it is made first. */
export interface UniverseTimeline {
  /** What a scan of this minute has stored; undefined before the first. */
  after(minute: Minute): Universe | undefined;
  /** What the scan of this minute has written. */
  records(minute: Minute): readonly JournalRecord[];
  /** The next minute after this one whose scan has written something. */
  nextRecord(minute: Minute): number;
  readonly scans: number;
}

export interface UniverseSpan {
  readonly market: SimMarket;
  readonly limits: Limits;
  readonly from: Minute;
  readonly to: Minute;
  /** The length of the market's bars: between two of them no price and no volume changes. */
  readonly barMs: number;
  /** Signal bars of every coin, from a day before the span. */
  readonly bars: ReadonlyMap<SymbolId, BarSeries>;
  /** Scans also where nothing else can be found: slower, and the same. */
  readonly everyMinute: boolean;
  readonly onMinute?: (minute: Minute) => void;
  readonly stops?: () => boolean;
  readonly breathes?: () => Promise<void>;
}

interface Change {
  readonly minute: Minute;
  readonly universe: Universe;
}

/** Scans a span as the desk does, leaving out the minutes in which no scan can find anything else than the one before. */
export async function universeOver(span: UniverseSpan): Promise<UniverseTimeline> {
  const { market, limits, from, to } = span;
  const engine = Engine.start(market, { startAt: from, walletUsd: usd(0) });
  const store = new ReplayStore();
  const written = new Map<Minute, readonly JournalRecord[]>();
  const journal: Journal = {
    write: async (minute, _role, records) => void (records.length > 0 && written.set(minute, records)),
  };
  const desk = scanningDesk(engine, limits, store, journal);
  const changes: Change[] = [];
  let scans = 0;
  const scanned = async (minute: Minute) => {
    engine.advance(minute);
    const before = store.universe;
    await scan(desk, minute);
    scans += 1;
    if (store.universe !== undefined && !sameMembers(before, store.universe))
      changes.push({ minute, universe: store.universe });
  };
  // What is foreseen goes ahead of the scans, so its market has a clock of its own.
  const foresight = new Foresight(Engine.start(market, { startAt: from, walletUsd: usd(0) }), span);
  for (let minute = from; minute < to && span.stops?.() !== true; ) {
    span.onMinute?.(minute);
    await span.breathes?.();
    await scanned(minute);
    const next = foresight.nextAfter(minute, leavesNext(store.universe, limits));
    // Which members stay where places are short, and in which order they leave, goes by the ranks of the minute before.
    if (next < to && next - MINUTE_MS > minute) await scanned(minutesAfter(next, -1));
    minute = next;
  }
  return timeline(changes, written, scans);
}

/** The limits that a universe depends on, as one text: where it is equal, so are the universe and what is said of it. */
export const scanKey = ({ values }: Limits): string =>
  JSON.stringify(
    LIMIT_NAMES.filter(name => name.startsWith('universe/') || name === 'execution/slippage-bps-max').map(
      name => [name, values[name]],
    ),
  );

const SLOT_MS = INTERVAL_MS['15m'];

/** Which minute has to be scanned next. */
class Foresight {
  readonly #span: UniverseSpan;
  readonly #outlook: Outlook;

  constructor(engine: Engine, span: UniverseSpan) {
    this.#span = span;
    this.#outlook = new Outlook(engine, span.bars, span.limits, span.barMs < SLOT_MS);
  }

  /** The first minute after the one that was scanned in which a scan can find anything else, or patience is over. */
  nextAfter(minute: Minute, leavesAt: number): Minute {
    const { barMs, to, everyMinute } = this.#span;
    if (everyMinute) return minutesAfter(minute, 1);
    const found = this.#outlook.verdict(minute);
    const end = Math.min(leavesAt, to);
    let at = this.#step(minute);
    while (found !== undefined && at < end && this.#outlook.verdict(at) === found) at = this.#step(at);
    return Math.max(
      minute + MINUTE_MS,
      found === undefined ? this.#nextBar(minute, barMs) : Math.min(at, end),
    ) as Minute;
  }

  /** To the next minute that may differ: a steady quarter is passed over whole. */
  #step(minute: Minute): Minute {
    const { barMs } = this.#span;
    return this.#nextBar(minute, this.#outlook.isSteady ? Math.max(barMs, SLOT_MS) : barMs);
  }

  #nextBar = (minute: Minute, ms: number): Minute => ((Math.floor(minute / ms) + 1) * ms) as Minute;
}

const sameMembers = (a: Universe | undefined, b: Universe): boolean =>
  a !== undefined &&
  a.symbols.length === b.symbols.length &&
  a.symbols.every((each, i) => each === b.symbols[i]);

/** When the patience with a member that fails is over. */
function leavesNext(universe: Universe | undefined, limits: Limits): number {
  const since = Object.values(universe?.failingSince ?? {});
  return since.length === 0
    ? Number.POSITIVE_INFINITY
    : Math.min(...since) + limits.values['universe/leave-after-minutes'] * MINUTE_MS;
}

function timeline(
  changes: readonly Change[],
  written: ReadonlyMap<Minute, readonly JournalRecord[]>,
  scans: number,
): UniverseTimeline {
  const minutes = [...written.keys()].toSorted((a, b) => a - b);
  return {
    after: minute => {
      const at = lastAtOrBefore(changes.length, i => (changes[i] as Change).minute, minute);
      const change = changes[at];
      return change === undefined ? undefined : { ...change.universe, minute };
    },
    records: minute => written.get(minute) ?? [],
    nextRecord: minute => {
      const at = lastAtOrBefore(minutes.length, i => minutes[i] as Minute, minute) + 1;
      return minutes[at] ?? Number.POSITIVE_INFINITY;
    },
    scans,
  };
}

/** The place of the last of `length` ascending values that is not above `value`; -1 where there is none. */
function lastAtOrBefore(length: number, of: (i: number) => number, value: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (of(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The members that entry of a minute may trade. */
export const membersFor = (timeline: UniverseTimeline, minute: Minute): readonly SymbolId[] =>
  timeline.after(minutesAfter(minute, -1))?.symbols ?? [];
