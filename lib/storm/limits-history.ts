import { readLimits, type StoredLimit } from '../desk/limits/limits.ts';
import type { LimitsAnswer } from '../ports.ts';

interface Reign {
  readonly from: number;
  readonly stored: readonly StoredLimit[];
  readonly answer: LimitsAnswer;
}

/** The Parameter Store's content, with every answer it ever gave and since when. */
export class LimitsHistory {
  readonly #stored = new Map<string, StoredLimit>();
  readonly #reigns: Reign[] = [];

  constructor(texts: Readonly<Record<string, string>>, at: number) {
    for (const [name, text] of Object.entries(texts)) this.#stored.set(name, { name, text, version: 1 });
    this.#read(at);
  }

  get answer(): LimitsAnswer {
    const last = this.#reigns.at(-1);
    if (last === undefined) throw new Error('the limits have never been read');
    return last.answer;
  }

  get stored(): readonly StoredLimit[] {
    return this.#reigns.at(-1)?.stored ?? [];
  }

  textOf = (name: string): string | undefined => this.#stored.get(name)?.text;

  /** An edit; without a text the parameter is deleted. */
  set(name: string, text: string | undefined, at: number): void {
    const version = (this.#stored.get(name)?.version ?? 0) + 1;
    if (text === undefined) this.#stored.delete(name);
    else this.#stored.set(name, { name, text, version });
    this.#read(at);
  }

  /** All that was in force at some time since an instant, the present included. */
  since(from: number): readonly LimitsAnswer[] {
    return this.#reignsSince(from).map(({ answer }) => answer);
  }

  /** The same as it was stored. */
  storedSince(from: number): readonly (readonly StoredLimit[])[] {
    return this.#reignsSince(from).map(({ stored }) => stored);
  }

  #reignsSince(from: number): readonly Reign[] {
    const first = this.#reigns.findLastIndex(reign => reign.from <= from);
    return this.#reigns.slice(Math.max(0, first));
  }

  #read(at: number): void {
    const stored = [...this.#stored.values()];
    this.#reigns.push({ from: at, stored, answer: readLimits(stored) });
  }
}
