import type { JournalRecord } from '../../desk/journal.ts';
import { type Minute, minutesAfter } from '../../desk/units.ts';
import { isDecision } from '../../operator/sentences.ts';
import type { BookReader } from '../../ports.ts';
import type { ExchangeControl } from '../exchange-control.ts';
import type { HandlerFailure } from '../handlers.ts';
import { Speedometer } from './speedometer.ts';
import { type View, viewOf } from './view.ts';

export interface ViewSource {
  readonly title: string;
  readonly hint: string | undefined;
  /** A given list of signals stands in the place of the models. */
  readonly followsList: boolean;
  readonly reader: BookReader;
  readonly exchange: ExchangeControl;
}

/** Records of this many minutes before the start are shown again when a desk goes on. */
const LOOK_BACK_MINUTES = 180;
const DECISIONS_KEPT = 60;

/** Reads what the view shows, and keeps what only time gives: the last decisions, the speed, what threw. */
export class ViewReader {
  readonly failures: HandlerFailure[] = [];
  readonly #source: ViewSource;
  readonly #speedometer = new Speedometer();
  #readTo: Minute;
  #decisions: readonly JournalRecord[] = [];
  #lastMinute: Extract<JournalRecord, { type: 'minute' }> | undefined;

  constructor(source: ViewSource, startsAt: Minute) {
    this.#source = source;
    this.#readTo = minutesAfter(startsAt, -LOOK_BACK_MINUTES);
  }

  /** Takes note of a minute that has been played. */
  played(now: Minute, failures: readonly HandlerFailure[]): void {
    this.#speedometer.passed(now);
    this.failures.push(...failures);
  }

  /** The view of now, and the records that are new since the last one. */
  async read(now: Minute): Promise<{ readonly view: View; readonly news: readonly JournalRecord[] }> {
    const { reader, exchange, title, hint, followsList } = this.#source;
    const [state, status, marks, news] = await Promise.all([
      reader.load(),
      exchange.status(),
      exchange.marks(),
      this.#news(now),
    ]);
    const view = viewOf({
      title,
      hint,
      followsList,
      status,
      marks,
      book: state.book,
      positions: state.positions,
      universeSize: state.universe?.symbols.length ?? 0,
      decisions: this.#decisions,
      lastMinute: this.#lastMinute,
      failures: this.failures,
      speed: this.#speedometer.minutesPerSecond(),
    });
    return { view, news };
  }

  async #news(now: Minute): Promise<readonly JournalRecord[]> {
    const news: JournalRecord[] = [];
    const span = { from: this.#readTo, to: minutesAfter(now, -1) };
    for await (const record of this.#source.reader.journal(span)) {
      news.push(record);
      if (record.type === 'minute') this.#lastMinute = record;
    }
    this.#readTo = now;
    this.#decisions = [...this.#decisions, ...news.filter(isDecision)].slice(-DECISIONS_KEPT);
    return news;
  }
}
