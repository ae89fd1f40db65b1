import { outcomeOf } from '../../replay/outcome.ts';
import {
  type Attendance,
  type Prepared,
  prepare,
  type ReplayInput,
  replayPrepared,
} from '../../replay/replay.ts';
import type { Changes } from '../../replay/sweep/grid.ts';
import { pathOf } from '../../replay/sweep/path.ts';
import type { SweepPath } from '../../replay/sweep/result.ts';
import { scanKey } from '../../replay/universe.ts';
import type { ReplayFlags } from '../replaying/flags.ts';
import { inputOf } from '../replaying/input.ts';
import { limitsUnder } from './plan.ts';

/** Replays combinations of one sweep, one after the other, over a market that is read once. */
export class SweepRunner {
  readonly #base: ReplayInput;
  /** What the last replay was prepared with: most of a grid leaves the universe as it is. */
  #last: { readonly key: string; readonly prepared: Prepared } | undefined;

  private constructor(base: ReplayInput) {
    this.#base = base;
  }

  static async open(flags: ReplayFlags): Promise<SweepRunner> {
    return new SweepRunner((await inputOf(flags)).input);
  }

  /** What its replays share; each has limits of its own. */
  get shared(): ReplayInput {
    return this.#base;
  }

  /** What a combination comes to. `hear` is told the share of its minutes that is played. */
  async path(n: number, changes: Changes, hear: (share: number) => void = () => {}): Promise<SweepPath> {
    const input = { ...this.#base, limits: limitsUnder(this.#base.limits, changes) };
    const prepared = await this.#prepared(input, () => hear(0));
    const onProgress: Attendance['onProgress'] = (_phase, done, of) => hear(done / of);
    const replayed = await replayPrepared(input, prepared, { onProgress });
    return pathOf(n, changes, outcomeOf(input, replayed, WHOLE));
  }

  async #prepared(input: ReplayInput, onProgress: () => void): Promise<Prepared> {
    const key = scanKey(input.limits);
    if (this.#last?.key !== key) this.#last = { key, prepared: await prepare(input, { onProgress }) };
    return this.#last.prepared;
  }
}

const WHOLE = { warnings: [], endedBecause: undefined, seconds: 0 };
