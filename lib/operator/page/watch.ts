import { DAY_MS, type Minute, minuteOf, minutesAfter } from '../../desk/units.ts';
import { pause } from '../../local/pause.ts';
import { refusalLine } from '../../local/refusal.ts';
import type { StatusView } from '../commands/status.ts';
import { status } from '../commands/status.ts';
import type { Connection } from '../connection.ts';
import type { NowView } from './api.ts';
import { cardOf } from './cards.ts';
import type { Chronicle } from './chronicle.ts';

/** How much of the journal the page can look back over. */
const HISTORY_DAYS = 7;
/** Other functions of a minute write after the monitor: so far back the journal is read again. */
const AGAIN_MINUTES = 4;
/** After so long the desk is told of anew, though nothing was written. */
const RETOLD_MS = 60_000;
/** Records that are taken in at one go: others are answered in between. */
const BATCH = 500;

/** Follows a desk: reads what is new of it, again and again, and tells who asked to be told. */
export class Watch {
  readonly #desk: Connection;
  readonly #chronicle: Chronicle;
  readonly #place: NowView['place'];
  readonly #told = new Set<(now: NowView) => void>();
  #now: NowView | undefined;
  #readTo: Minute | undefined;
  #toldAt = 0;

  constructor(desk: Connection, chronicle: Chronicle, place: NowView['place']) {
    this.#desk = desk;
    this.#chronicle = chronicle;
    this.#place = place;
  }

  get now(): NowView | undefined {
    return this.#now;
  }

  /** Calls `tell` at each change until the function that it answers is called. */
  onChange(tell: (now: NowView) => void): () => void {
    this.#told.add(tell);
    return () => void this.#told.delete(tell);
  }

  /** Looks at the desk each `everyMs` until `stop`. A desk that gives no answer is said to be silent, and asked again. */
  async run(everyMs: number, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        await this.#look();
      } catch (error) {
        const line = refusalLine(error) ?? (error instanceof Error ? error.message : String(error));
        this.#silence(line);
      }
      await pause(everyMs, stop);
    }
  }

  async #look(): Promise<void> {
    const { reader } = this.#desk;
    const state = await reader.load();
    const to = state.book?.monitoredMinute;
    const seen = this.#now;
    const first = this.#readTo === undefined;
    if (first && to !== undefined) {
      await this.#state(true);
      await this.#read(minuteOf(to - HISTORY_DAYS * DAY_MS), to);
    }
    const from = this.#readTo;
    const isNew =
      to !== undefined &&
      from !== undefined &&
      (await this.#read(minutesAfter(from, -AGAIN_MINUTES), minutesAfter(to, 1)));
    if (to !== undefined) {
      this.#readTo = to;
      this.#chronicle.settle(minutesAfter(to, -2 * AGAIN_MINUTES));
    }
    // A desk that has stopped writes nothing, and that is news, too.
    const isOld = performance.now() - this.#toldAt > RETOLD_MS;
    if (first || isNew || isOld || seen?.silent !== null || seen?.reading === true) await this.#state(false);
  }

  /** Reads a span of the journal. True where something in it was new. */
  async #read(from: Minute, to: Minute): Promise<boolean> {
    let isNew = false;
    let batch = [];
    for await (const record of this.#desk.reader.journal({ from, to })) {
      batch.push(record);
      if (batch.length < BATCH) continue;
      isNew = this.#chronicle.add(batch) || isNew;
      batch = [];
    }
    return this.#chronicle.add(batch) || isNew;
  }

  async #state(reading: boolean): Promise<void> {
    const answer = await status(this.#desk);
    const { positions, intents } = await this.#desk.reader.load();
    const view = answer.json as StatusView;
    const minute = view.monitoredMinute === null ? undefined : Date.parse(view.monitoredMinute);
    this.#tell({
      revision: this.#next(),
      place: this.#place,
      status: view,
      positions: positions
        .filter(({ phase }) => phase !== 'closed')
        .map(position => cardOf(position, intents, this.#chronicle.mark(position.symbol), minute)),
      lines: this.#chronicle.size,
      reading,
      silent: null,
    });
  }

  #silence(because: string): void {
    if (this.#now === undefined || this.#now.silent === because) return;
    this.#tell({ ...this.#now, revision: this.#next(), silent: because });
  }

  #next = (): number => (this.#now?.revision ?? 0) + 1;

  #tell(now: NowView): void {
    this.#now = now;
    this.#toldAt = performance.now();
    for (const tell of this.#told) tell(now);
  }
}
