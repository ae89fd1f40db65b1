import { DAY_MS, MINUTE_MS } from '../../desk/units.ts';
import { type Random, seededRandom } from '../random.ts';
import type { CoinGroup } from './synthetic-coins.ts';

export const BAR_MINUTES = 15;
export const MINUTES_A_DAY = DAY_MS / MINUTE_MS;
export const BARS_A_DAY = MINUTES_A_DAY / BAR_MINUTES;
/** A pegged coin loses half of its distance in three days: too slowly for its next four hours to be foretold. */
export const PEG_PULL_PER_MINUTE = Math.LN2 / (3 * MINUTES_A_DAY);

/** A spell of the whole market: how lively it is, and how much more (or less) than usual coins go together. */
interface Regime {
  readonly deviationTimes: number;
  readonly togetherTimes: number;
  /** Chance a bar that it ends: means of four, three and one day. */
  readonly ends: number;
}
const CALM: Regime = { deviationTimes: 0.75, togetherTimes: 0.92, ends: 1 / 384 };
const LIVELY: Regime = { deviationTimes: 1, togetherTimes: 1, ends: 1 / 288 };
const STORM: Regime = { deviationTimes: 1.6, togetherTimes: 1.1, ends: 1 / 96 };

/** Log volatility forgets with a time constant of 36 hours and has this deviation. */
const VOLATILITY_MEMORY = Math.exp(-BAR_MINUTES / (36 * 60));
const VOLATILITY_DEVIATION = 0.3;

/** A wandering log volatility, one step a bar. */
export class Volatility {
  readonly #random: Random;
  #level = 0;

  constructor(random: Random) {
    this.#random = random;
  }
  next(): number {
    const spread = VOLATILITY_DEVIATION * Math.sqrt(1 - VOLATILITY_MEMORY ** 2);
    this.#level = VOLATILITY_MEMORY * this.#level + spread * this.#random.normal();
    return this.#level;
  }
}

const GROUPS: readonly CoinGroup[] = ['majors', 'l1', 'defi', 'meme', 'ai', 'none'];

/** What coins share: regimes and a log volatility bar by bar, normal shocks of market and groups minute by minute. */
export class SyntheticMood {
  readonly shocks = new Float64Array(MINUTES_A_DAY);
  readonly groupShocks: ReadonlyMap<CoinGroup, Float64Array>;
  readonly logVolatility = new Float64Array(BARS_A_DAY);
  readonly togetherTimes = new Float64Array(BARS_A_DAY);
  readonly #regimes: Random;
  readonly #volatility: Volatility;
  readonly #streams: readonly { readonly random: Random; readonly into: Float64Array }[];
  #regime = LIVELY;

  constructor(seed: number) {
    this.#regimes = seededRandom(seed, 'regimes');
    this.#volatility = new Volatility(seededRandom(seed, 'market volatility'));
    this.groupShocks = new Map(GROUPS.map(group => [group, new Float64Array(MINUTES_A_DAY)]));
    const groups = [...this.groupShocks].map(([group, into]) => ({
      random: seededRandom(seed, `group ${group}`),
      into,
    }));
    this.#streams = [{ random: seededRandom(seed, 'market'), into: this.shocks }, ...groups];
  }

  /** Draws the next day, over the last one. */
  nextDay(): void {
    for (let bar = 0; bar < BARS_A_DAY; bar += 1) {
      this.#moveRegime();
      this.logVolatility[bar] = this.#volatility.next() + Math.log(this.#regime.deviationTimes);
      this.togetherTimes[bar] = this.#regime.togetherTimes;
    }
    for (const { random, into } of this.#streams) {
      for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) into[minute] = random.normal();
    }
  }

  /** A storm breaks out of lively times and goes back to them; calm comes and goes the same way. */
  #moveRegime(): void {
    const chance = this.#regimes.next();
    const turn = this.#regimes.next();
    if (chance >= this.#regime.ends) return;
    this.#regime = this.#regime === LIVELY ? (turn < 0.55 ? CALM : STORM) : LIVELY;
  }
}
