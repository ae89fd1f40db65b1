import type { Phase } from '../../replay/replay.ts';

const REPLAYS: Readonly<Record<Phase, string>> = {
  universe: 'which coins may be traded',
  predictions: 'what the models say of them',
  minutes: 'the minutes of the desk',
};
const WIDTH = 30;
const EVERY_MS = 150;

/** Of a replay. */
export const replayProgress = (out: Out, now: () => number): Progress<Phase> =>
  new Progress(REPLAYS, out, now);

type Out = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Shows how far a long work is, phase by phase, with the time left of each: on a terminal one line that is written over. */
export class Progress<Name extends string> {
  readonly #words: Readonly<Record<Name, string>>;
  readonly #out: Out;
  readonly #now: () => number;
  #phase: Name | undefined;
  #beganMs = 0;
  #shownMs = Number.NEGATIVE_INFINITY;
  #tenth = 0;

  /** `words`: what is done in each phase, in their order. */
  constructor(words: Readonly<Record<Name, string>>, out: Out, now: () => number) {
    this.#words = words;
    this.#out = out;
    this.#now = now;
  }

  hear(phase: Name, done: number, of: number): void {
    const now = this.#now();
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#beganMs = now;
      this.#tenth = 0;
    }
    const share = of > 0 ? done / of : 1;
    if (this.#out.isTTY === true) {
      if (now - this.#shownMs < EVERY_MS) return;
      this.#shownMs = now;
      this.#out.write(`\r${this.#line(phase, share, now)}\x1b[K`);
    } else if (Math.floor(share * 10) > this.#tenth) {
      this.#tenth = Math.floor(share * 10);
      this.#out.write(`${this.#line(phase, share, now)}\n`);
    }
  }

  end(): void {
    if (this.#out.isTTY === true && this.#phase !== undefined) this.#out.write('\r\x1b[K');
  }

  #line(phase: Name, share: number, now: number): string {
    const full = Math.round(share * WIDTH);
    const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
    const leftMs = share > 0.01 ? ((now - this.#beganMs) / share) * (1 - share) : undefined;
    const left = leftMs === undefined ? '' : ` · ${spanText(leftMs)} left`;
    const phases = Object.keys(this.#words);
    const place = phases.length === 1 ? '' : `${phases.indexOf(phase) + 1} of ${phases.length} `;
    return `${place}${bar} ${String(Math.floor(share * 100)).padStart(3)} % ${this.#words[phase]}${left}`;
  }
}

function spanText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
