import { INTERVAL_MS, type Interval } from '../../desk/candle.ts';
import { DAY_MS, type SymbolId } from '../../desk/units.ts';
import { BarSeries, copyBar } from './series.ts';
import { AtrFraction } from './synthetic-chance.ts';
import type { SyntheticCoin } from './synthetic-coins.ts';
import { SyntheticMood } from './synthetic-mood.ts';
import { type Outlook, SyntheticPath } from './synthetic-path.ts';

const INTERVALS: readonly Interval[] = ['1m', '15m', '1h', '1d'];

/** When a coin trades: bars with `from <= at < to`, both at a day's start. */
export interface Life {
  readonly from: number;
  readonly to: number;
}

/** What was known at the close of a signal bar. */
export interface Known {
  readonly outlook: Outlook;
  readonly atrFraction: number | undefined;
}

/** All bars of a synthetic market made so far, and the paths that make the next day. */
export class SyntheticTape {
  readonly #mood: SyntheticMood;
  readonly #coins: ReadonlyMap<SymbolId, CoinTape>;
  readonly #endsAt: number;
  #madeUntil: number;

  constructor(
    seed: number,
    martingale: boolean,
    span: Life,
    coins: readonly { readonly coin: SyntheticCoin; readonly life: Life }[],
  ) {
    this.#mood = new SyntheticMood(seed);
    this.#madeUntil = span.from;
    this.#endsAt = span.to;
    this.#coins = new Map(
      coins.map(({ coin, life }) => [
        coin.symbol,
        new CoinTape(coin, life, new SyntheticPath(coin, seed, martingale)),
      ]),
    );
  }

  /** A coin's bars, made at least up to an instant; undefined for a symbol this market does not have. */
  bars(symbol: SymbolId, interval: Interval, until: number): BarSeries | undefined {
    this.#make(until);
    return this.#coins.get(symbol)?.series[interval];
  }

  /** What was known when the signal bar that opened at `at` had closed; undefined where there is no such bar. */
  known(symbol: SymbolId, at: number): Known | undefined {
    this.#make(at + INTERVAL_MS['15m']);
    return this.#coins.get(symbol)?.known(at);
  }

  #make(until: number): void {
    while (this.#madeUntil < Math.min(until, this.#endsAt)) {
      this.#mood.nextDay();
      for (const coin of this.#coins.values()) coin.playDay(this.#madeUntil, this.#mood);
      this.#madeUntil += DAY_MS;
    }
  }
}

class CoinTape {
  readonly series: Readonly<Record<Interval, BarSeries>>;
  readonly #path: SyntheticPath;
  readonly #life: Life;
  readonly #volumeDecimals: number;
  readonly #outlooks: Outlook[] = [];
  readonly #atr = new AtrFraction();
  readonly #atrFractions: (number | undefined)[] = [];

  constructor(coin: SyntheticCoin, life: Life, path: SyntheticPath) {
    const empty = (interval: Interval) =>
      new BarSeries(INTERVAL_MS[interval], DAY_MS / INTERVAL_MS[interval]);
    this.series = { '1m': empty('1m'), '15m': empty('15m'), '1h': empty('1h'), '1d': empty('1d') };
    this.#path = path;
    this.#life = life;
    this.#volumeDecimals = coin.qtyDecimals;
  }

  playDay(dayAt: number, mood: SyntheticMood): void {
    if (dayAt < this.#life.from || dayAt >= this.#life.to) return;
    const { '1m': minutes, '15m': quarters, '1h': hours, '1d': days } = this.series;
    this.#path.playDay(
      dayAt,
      mood,
      (at, open, high, low, close, volume) => {
        minutes.push(at, open, high, low, close, volume);
        quarters.absorb(at, open, high, low, close, volume);
      },
      outlook => this.#outlooks.push(outlook),
    );
    for (let i = quarters.lowerBound(dayAt); i < quarters.length; i += 1) {
      copyBar(quarters, i, hours);
      copyBar(quarters, i, days);
      quarters.read(i, (_at, _open, high, low, close) =>
        this.#atrFractions.push(this.#atr.next(high, low, close)),
      );
    }
    for (const interval of INTERVALS) this.series[interval].withVolumeDecimals(this.#volumeDecimals, dayAt);
  }

  known(at: number): Known | undefined {
    const quarters = this.series['15m'];
    const index = quarters.lowerBound(at);
    const outlook = this.#outlooks[index];
    if (outlook === undefined || quarters.at(index) !== at) return undefined;
    return { outlook, atrFraction: this.#atrFractions[index] };
  }
}
