import type { SeedResult } from './one-seed.ts';
import { minutesAndSeconds } from './summary.ts';

/** How far a campaign is, in lines that say where to go on if it is interrupted. */
export class Progress {
  readonly #first: number;
  readonly #n: number;
  readonly #done = new Set<number>();
  #broken = 0;
  /** The first seed that is not done. */
  #next: number;

  constructor(first: number, n: number) {
    this.#first = first;
    this.#n = n;
    this.#next = first;
  }

  hear({ seed, broken }: SeedResult): void {
    this.#done.add(seed);
    if (broken !== undefined) this.#broken += 1;
    while (this.#done.delete(this.#next)) this.#next += 1;
  }

  line(seconds: number): string {
    const { size } = this.#done;
    const done = this.#next - this.#first + size;
    const left = this.#n - done;
    const rest = done === 0 ? 'some time' : minutesAndSeconds((seconds / done) * left);
    return [
      `${String(done).padStart(String(this.#n).length)} of ${this.#n} seeds`,
      `${this.#broken} broken`,
      `about ${rest} left`,
      `to go on from here: --seed ${this.#next} --seeds ${this.#first + this.#n - this.#next}`,
    ].join(' · ');
  }
}
