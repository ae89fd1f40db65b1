import type { Phase } from '../../replay/replay.ts';

const PHASES: readonly Phase[] = ['universe', 'predictions', 'minutes'];
const WORDS: Readonly<Record<Phase, string>> = {
  universe: 'which coins may be traded',
  predictions: 'what the models say of them',
  minutes: 'the minutes of the desk',
};
const WIDTH = 30;
const EVERY_MS = 150;

/** Shows how far a replay is, phase by phase, with the time left of each: on a terminal one line that is written over. */
export class ReplayProgress {
  readonly #out: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly #now: () => number;
  #phase: Phase | undefined;
  #beganMs = 0;
  #shownMs = Number.NEGATIVE_INFINITY;
  #tenth = 0;

  constructor(out: NodeJS.WritableStream & { readonly isTTY?: boolean }, now: () => number) {
    this.#out = out;
    this.#now = now;
  }

  hear(phase: Phase, done: number, of: number): void {
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

  #line(phase: Phase, share: number, now: number): string {
    const full = Math.round(share * WIDTH);
    const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
    const leftMs = share > 0.01 ? ((now - this.#beganMs) / share) * (1 - share) : undefined;
    const left = leftMs === undefined ? '' : ` · ${spanText(leftMs)} left`;
    const place = `${PHASES.indexOf(phase) + 1} of ${PHASES.length}`;
    return `${place} ${bar} ${String(Math.floor(share * 100)).padStart(3)} % ${WORDS[phase]}${left}`;
  }
}

function spanText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
