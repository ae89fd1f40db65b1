import type { JournalRecord } from '../../desk/journal.ts';
import { MINUTE_MS, type Minute } from '../../desk/units.ts';
import { isDecision, sentenceOf } from '../sentences.ts';
import type { EquitySeries, LogLine, LogPage, PositionPath } from './api.ts';
import { positionOfRecord, toneOf } from './tones.ts';

type NotTaken = Extract<JournalRecord, { readonly type: 'not-taken' }>;

/** What the log is filtered by. All of it narrows. */
export interface LogFilter {
  /** Decisions alone, or every line. */
  readonly decisions: boolean;
  readonly types: ReadonlySet<string> | undefined;
  readonly symbol: string | undefined;
  /** Words that the line holds, in any case. */
  readonly text: string | undefined;
}

/** Points that a chart is given at most: more than it has pixels. */
const POINTS_MAX = 2_000;
/** Lines that are held at most, minutes of a chart, and trades not taken; the oldest go. A page may stay open for weeks. */
const LINES_MAX = 120_000;
const MINUTES_MAX = 20_000;
const NOT_TAKEN_MAX = 5_000;

interface Held extends LogLine {
  readonly isDecision: boolean;
  readonly lower: string;
}

/**
 * The journal of the last days as the page needs it, in memory: lines of the log, equity and marks by the minute, stops
 * as they moved, trades not taken. Records are added in the order of the journal; one that was added before is passed
 * over, so that the last minutes can be read again for what came late.
 */
export class Chronicle {
  readonly #lines: Held[] = [];
  readonly #recent = new Map<string, Minute>();
  readonly #equity: { at: number; equityUsd: number; highWaterUsd: number }[] = [];
  readonly #marks = new Map<string, { at: number; mark: number }[]>();
  readonly #stops = new Map<string, { at: number; price: number }[]>();
  readonly #notTaken = new Map<string, NotTaken>();
  #seq = 0;

  /** Lines held. */
  get size(): number {
    return this.#lines.length;
  }

  /** Adds records. True where one of them was new. */
  add(records: Iterable<JournalRecord>): boolean {
    let isNew = false;
    for (const record of records) if (this.#addOne(record)) isNew = true;
    return isNew;
  }

  /** Forgets how to tell records before `minute` from new ones: they are not read again. */
  settle(minute: Minute): void {
    for (const [key, at] of this.#recent) if (at < minute) this.#recent.delete(key);
  }

  #addOne(record: JournalRecord): boolean {
    const key = JSON.stringify(record);
    if (this.#recent.has(key)) return false;
    this.#recent.set(key, record.minute);
    this.#keep(record);
    if (record.type === 'account') return true;
    this.#seq += 1;
    const text = sentenceOf(record);
    const notTaken = record.type === 'not-taken' ? this.#keepNotTaken(record) : null;
    this.#lines.push({
      seq: this.#seq,
      minute: record.minute,
      type: record.type,
      role: record.role,
      symbol: 'symbol' in record ? (record.symbol ?? null) : null,
      tone: toneOf(record),
      text,
      position: positionOfRecord(record),
      notTaken,
      isDecision: isDecision(record),
      lower: text.toLowerCase(),
    });
    shorten(this.#lines, LINES_MAX);
    return true;
  }

  #keepNotTaken(record: NotTaken): string {
    const key = `${record.symbol}-${record.minute / MINUTE_MS}-${this.#seq}`;
    this.#notTaken.set(key, record);
    const [oldest] = this.#notTaken.keys();
    if (this.#notTaken.size > NOT_TAKEN_MAX && oldest !== undefined) this.#notTaken.delete(oldest);
    return key;
  }

  #keep(record: JournalRecord): void {
    if (record.type === 'account') {
      const { minute: at, equityUsd, highWaterUsd } = record;
      this.#equity.push({ at, equityUsd, highWaterUsd });
      shorten(this.#equity, MINUTES_MAX);
      for (const { symbol, markPrice } of record.marks) {
        const marks = listOf(this.#marks, symbol);
        marks.push({ at, mark: markPrice });
        shorten(marks, MINUTES_MAX);
      }
    }
    if (record.type === 'protection' && record.leg === 'working' && record.action !== 'failed') {
      if (record.action !== 'cancelled')
        listOf(this.#stops, record.positionId).push({ at: record.minute, price: record.triggerPrice });
    }
  }

  /** Equity since an instant, thinned to what a chart can show; the last point is always there. */
  equity(since: number): EquitySeries {
    const points = thinned(this.#equity.filter(({ at }) => at >= since));
    return {
      at: points.map(({ at }) => at),
      equityUsd: points.map(({ equityUsd }) => equityUsd),
      highWaterUsd: points.map(({ highWaterUsd }) => highWaterUsd),
    };
  }

  /** The newest mark of a symbol; undefined where none was recorded. */
  mark(symbol: string): number | undefined {
    return this.#marks.get(symbol)?.at(-1)?.mark;
  }

  /** Marks of a position's time, and its working stop at each of them; at most so many. */
  path(position: PathAsked, pointsMax = POINTS_MAX): PositionPath {
    const { id, symbol, openedAt, closedAt, initialStopPrice } = position;
    const until = closedAt ?? Number.POSITIVE_INFINITY;
    const marks = thinned(
      (this.#marks.get(symbol) ?? []).filter(({ at }) => at >= openedAt && at <= until),
      pointsMax,
    );
    const moves = this.#stops.get(id) ?? [];
    let [stop, next] = [initialStopPrice, 0];
    const stops = marks.map(({ at }) => {
      for (let move = moves[next]; move !== undefined && move.at <= at; move = moves[next]) {
        stop = move.price;
        next += 1;
      }
      return stop;
    });
    return { at: marks.map(({ at }) => at), mark: marks.map(({ mark }) => mark), stop: stops };
  }

  /** Trades not taken, newest first. */
  notTaken(newest: number): readonly (readonly [key: string, record: NotTaken])[] {
    return [...this.#notTaken].slice(-newest).toReversed();
  }

  notTakenOf(key: string): NotTaken | undefined {
    return this.#notTaken.get(key);
  }

  /** Lines that match, newest first, older than `before`. */
  log(filter: LogFilter, before: number, limit: number): LogPage {
    const found: Held[] = [];
    let total = 0;
    let hasOlder = false;
    for (const line of walkBack(this.#lines)) {
      if (!matches(filter, line)) continue;
      total += 1;
      if (line.seq >= before) continue;
      if (found.length < limit) found.push(line);
      else hasOlder = true;
    }
    return { lines: found.map(lineOf), total, before: hasOlder ? (found.at(-1)?.seq ?? null) : null };
  }
}

const lineOf = ({ isDecision: _isDecision, lower: _lower, ...line }: Held): LogLine => line;

interface PathAsked {
  readonly id: string;
  readonly symbol: string;
  readonly openedAt: number;
  readonly closedAt: number | undefined;
  readonly initialStopPrice: number;
}

const matches = (filter: LogFilter, line: Held): boolean =>
  (!filter.decisions || line.isDecision) &&
  (filter.types === undefined || filter.types.has(line.type)) &&
  (filter.symbol === undefined || line.symbol === filter.symbol) &&
  (filter.text === undefined || line.lower.includes(filter.text) || line.type.includes(filter.text));

function* walkBack<T>(items: readonly T[]): Generator<T> {
  for (let i = items.length - 1; i >= 0; i -= 1) {
    const item = items[i];
    if (item !== undefined) yield item;
  }
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Lets the oldest tenth go where there are too many. */
function shorten(items: unknown[], max: number): void {
  if (items.length > max) items.splice(0, max / 10);
}

/** Every n-th point, counted from the newest. */
function thinned<T>(points: readonly T[], max = POINTS_MAX): readonly T[] {
  if (points.length <= max) return points;
  const step = Math.ceil(points.length / max);
  return points.filter((_, i) => (points.length - 1 - i) % step === 0);
}
