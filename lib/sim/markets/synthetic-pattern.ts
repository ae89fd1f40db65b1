import type { Random } from '../random.ts';

/**
 * What is planted. A *burst* is a signal bar of three times the usual deviation on a multiple of the usual volume.
 * Where such a bar closes two usual deviations from its open, the coin goes on in that direction for the next 24
 * bars, more the larger the volume was, and keeps trading more than usual while it does. All of it can be read in
 * past bars: the burst's volume, its return, and how long ago it was. Bursts that close nearer, and moves of that
 * size on ordinary volume, mean nothing.
 */
export const TILT_BARS = 24;
const BURSTS_PER_BAR = 0.018;
const SILENT_MOVES_PER_BAR = 0.006;
const BURST_DEVIATION = 3;
const RETURN_MIN = 2;

interface Strength {
  /** Drift of a bar in its usual deviations. */
  readonly drift: number;
  readonly burstVolume: number;
  readonly tiltVolume: number;
}
const STRONG: Strength = { drift: 0.28, burstVolume: 10, tiltVolume: 3.6 };
const WEAK: Strength = { drift: 0.11, burstVolume: 5, tiltVolume: 2 };

/** How a bar is to be played. */
export interface BarMood {
  /** In the bar's usual deviations. */
  readonly drift: number;
  readonly deviationTimes: number;
  readonly volumeTimes: number;
}
const QUIET: BarMood = { drift: 0, deviationTimes: 1, volumeTimes: 1 };
const SILENT: BarMood = { drift: 0, deviationTimes: BURST_DEVIATION, volumeTimes: 1 };

/** One coin's pattern, bar by bar: `begin` before a bar is played, `end` when its return is known. */
export class Pattern {
  readonly #random: Random;
  #burst: Strength | undefined;
  #tilt: Strength | undefined;
  #sign = 0;
  #left = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Drift of each coming bar, in its deviations, and for how many bars: zero and zero when nothing is on. */
  get drift(): number {
    return this.#sign * (this.#tilt?.drift ?? 0);
  }
  get driftBars(): number {
    return this.#left;
  }

  begin(): BarMood {
    const chance = this.#random.next();
    const strength = this.#random.next() < 0.5 ? STRONG : WEAK;
    this.#burst = undefined;
    if (this.#tilt !== undefined) {
      return { drift: this.drift, deviationTimes: 1, volumeTimes: this.#tilt.tiltVolume };
    }
    if (chance < BURSTS_PER_BAR) {
      this.#burst = strength;
      return { drift: 0, deviationTimes: BURST_DEVIATION, volumeTimes: strength.burstVolume };
    }
    return chance < BURSTS_PER_BAR + SILENT_MOVES_PER_BAR ? SILENT : QUIET;
  }

  /** `moved`: the bar's return from open to close, in its usual deviations. */
  end(moved: number): void {
    if (this.#tilt !== undefined) {
      this.#left -= 1;
      if (this.#left === 0) this.#tilt = undefined;
    } else if (this.#burst !== undefined && Math.abs(moved) >= RETURN_MIN) {
      this.#tilt = this.#burst;
      this.#sign = Math.sign(moved);
      this.#left = TILT_BARS;
    }
  }
}
