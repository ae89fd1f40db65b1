/**
 * Answers that are dear to make are made once in a while, whoever asks meanwhile: what a desk in the cloud reads is paid
 * for. `now` is a clock in milliseconds.
 */
export class Kept {
  readonly #made = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();
  readonly #forMs: number;
  readonly #now: () => number;

  constructor(forMs: number, now: () => number = () => performance.now()) {
    this.#forMs = forMs;
    this.#now = now;
  }

  /** The answer that was made for `key` a short while ago, else a new one. One that failed is not kept. */
  async get(key: string, make: () => Promise<unknown>): Promise<unknown> {
    const known = this.#made.get(key);
    if (known !== undefined && this.#now() - known.at < this.#forMs) return await known.answer;
    const answer = make();
    this.#made.set(key, { at: this.#now(), answer });
    try {
      return await answer;
    } catch (error) {
      this.#made.delete(key);
      throw error;
    }
  }
}
