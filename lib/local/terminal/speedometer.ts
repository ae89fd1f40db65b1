import { MINUTE_MS } from '../../desk/units.ts';

/** Seconds over which the speed is told. */
const WINDOW_MS = 5_000;

/** How fast market time passes, by the machine's own stopwatch (`Date` tells the market's time here). */
export class Speedometer {
  readonly #stopwatch: () => number;
  #readings: { readonly ms: number; readonly at: number }[] = [];

  constructor(stopwatch: () => number = () => performance.now()) {
    this.#stopwatch = stopwatch;
  }

  passed(now: number): void {
    const ms = this.#stopwatch();
    this.#readings.push({ ms, at: now });
    while (this.#readings.length > 2 && ms - (this.#readings[0]?.ms ?? ms) > WINDOW_MS)
      this.#readings.shift();
  }

  minutesPerSecond(): number {
    const [first, last] = [this.#readings[0], this.#readings.at(-1)];
    if (first === undefined || last === undefined || last.ms <= first.ms) return 0;
    return (last.at - first.at) / MINUTE_MS / ((last.ms - first.ms) / 1_000);
  }
}
