/** Something that happens at an instant of simulated time. */
interface Happening {
  readonly at: number;
  /** Of two at one instant the one that was planned first goes first. */
  readonly order: number;
  readonly run: () => void;
  /** Whether promises may go on after it. */
  readonly wakes: boolean;
}

const before = (a: Happening, b: Happening): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Simulated time. What is planned happens in the order of its instants and in no other; between two happenings every
 * promise that can go on has gone on. Neither the machine's clock nor its timers have a say.
 */
export class Simulation {
  #now: number;
  #planned = 0;
  readonly #heap: Happening[] = [];

  constructor(startsAt: number) {
    this.#now = startsAt;
  }

  get now(): number {
    return this.#now;
  }

  /** Plans `run` for an instant; one that is past means now. */
  at(instant: number, run: () => void): void {
    this.#push({ at: Math.max(instant, this.#now), order: this.#planned++, run, wakes: true });
  }

  after(ms: number, run: () => void): void {
    this.at(this.#now + ms, run);
  }

  /** The same for something that no promise waits for: the next happening follows at once. */
  quietly(ms: number, run: () => void): void {
    this.#push({ at: this.#now + ms, order: this.#planned++, run, wakes: false });
  }

  /** Plays what is planned before `end`, or until `isOver` says so after a happening. */
  async play(end: number, isOver: () => boolean): Promise<void> {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at >= end || isOver()) return;
      this.#pop();
      this.#now = next.at;
      next.run();
      if (next.wakes) await settled();
    }
  }

  #push(happening: Happening): void {
    const heap = this.#heap;
    let i = heap.push(happening) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(happening, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = happening;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let i = 0;
    for (;;) {
      const [left, right] = [heap[2 * i + 1], heap[2 * i + 2]];
      const [child, at] =
        right !== undefined && left !== undefined && before(right, left)
          ? [right, 2 * i + 2]
          : [left, 2 * i + 1];
      if (child === undefined || !before(child, last)) break;
      heap[i] = child;
      i = at;
    }
    heap[i] = last;
  }
}

/** A tick of the process comes after all promises that can go on, and costs less than a turn of the event loop. */
const settled = (): Promise<void> => new Promise(resolve => process.nextTick(resolve));
