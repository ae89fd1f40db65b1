import { closedAt, INTERVAL_MS } from '../desk/candle.ts';
import type { Instrument } from '../desk/instrument.ts';
import type { Limits } from '../desk/limits/limits.ts';
import { DAY_MS, dayOf, type Minute, price, type SymbolId, usd } from '../desk/units.ts';
import { type Coin, DAYS_NEEDED, historyFault, listingFault, tradingFault } from '../desk/universe/rules.ts';
import { depthFault } from '../desk/universe/scan.ts';
import { type BarSeries, barAt } from '../models/series.ts';
import { CRASH_FRACTION } from '../sim/engine/crash.ts';
import type { Engine } from '../sim/engine/engine.ts';
import { BOOK_SHAPE, LEVELS, levelGap } from '../sim/engine/ladder.ts';
import type { SimInstrument, SimMarket } from '../sim/market.ts';
import { bestQuoteOf, dayTickerOf } from '../sim/market-port.ts';
import { DaySpans } from '../sim/shown/day.ts';
import { Listing } from '../sim/shown/listing.ts';

const SLOT_MS = INTERVAL_MS['15m'];
const SLOTS_A_DAY = DAY_MS / SLOT_MS;
/** What rounding to the digits that the venue writes may move a figure by. */
const ROUNDING = 1e-5;
/** The same of binary fractions. */
const FUZZ = 1e-9;

/** What a quarter of an hour can come to for one coin, whichever of its minutes is looked at. */
interface Reach {
  /** Range of prices at which it may stand. */
  readonly low: number;
  readonly high: number;
  /** The last 24 hours when it begins, and at most when it ends. */
  readonly openOfDay: number;
  readonly leastUsd: number;
  readonly mostUsd: number;
  readonly narrow: readonly [low: number, high: number];
  readonly wide: readonly [low: number, high: number];
}

interface LookedAt {
  readonly n: number;
  readonly it: SimInstrument;
  readonly series: BarSeries | undefined;
}

/** Where a verdict may change from one minute to the next. */
const UNSTEADY = '?';

/**
 * Tells ahead, a quarter of an hour at a time, what the scan's rules say of each coin. Every rule is asked, by the function
 * that the scan itself asks, about the least and the most that the quarter can come to; where the two disagree about a
 * coin, it is looked at minute by minute.
 */
export class Outlook {
  readonly #limits: Limits;
  readonly #market: SimMarket;
  readonly #engine: Engine;
  readonly #days: DaySpans;
  readonly #listing: Listing;
  readonly #coins: readonly LookedAt[];
  readonly #bases: ReadonlySet<string>;
  readonly #movesWithin: boolean;
  readonly #history = new Map<SymbolId, { readonly day: number; readonly code: string }>();
  #slot = Number.NaN;
  #codes: readonly string[] = [];

  /** `movesWithin`: the market has bars shorter than a quarter of an hour. The engine is taken along as time goes on. */
  constructor(engine: Engine, bars: ReadonlyMap<SymbolId, BarSeries>, limits: Limits, movesWithin: boolean) {
    this.#engine = engine;
    this.#market = engine.market;
    this.#limits = limits;
    this.#movesWithin = movesWithin;
    this.#days = new DaySpans(engine.market, engine);
    const instruments = engine.instruments();
    this.#listing = new Listing(instruments);
    this.#coins = instruments.map((it, n) => ({ n, it, series: bars.get(it.symbol) }));
    this.#bases = new Set(instruments.map(({ baseAsset }) => baseAsset));
  }

  /** One word for what a scan of this minute finds; undefined where only the scan can tell. Minutes go on, never back. */
  verdict(minute: Minute): string | undefined {
    const slot = Math.floor(minute / SLOT_MS) * SLOT_MS;
    if (slot !== this.#slot) {
      this.#slot = slot;
      this.#codes = this.#coins.map(coin => this.#codeOf(coin, slot as Minute));
    }
    const codes = this.isSteady ? this.#codes : this.#lookedAt(minute);
    const passing = codes.filter(code => code === '').length;
    // Where not all that pass are kept, their ranks count, which move with every trade.
    return passing > this.#limits.values['universe/size-max'] ? undefined : codes.join(' ');
  }

  /** Whether the quarter that was asked about last is the same in all its minutes. */
  get isSteady(): boolean {
    return !this.#codes.includes(UNSTEADY);
  }

  /** The quarter's codes, with those that may change as they are in this minute. */
  #lookedAt(minute: Minute): readonly string[] {
    this.#engine.advance(minute);
    return this.#codes.map((code, n) =>
      code === UNSTEADY ? this.#codeNow(this.#coins[n] as LookedAt, minute) : code,
    );
  }

  #codeNow({ n, it }: LookedAt, minute: Minute): string {
    const listed = this.#listedAt(n, minute);
    if (listed !== undefined) return listed;
    const day = dayTickerOf(it, this.#days, minute);
    const coin = { day, quote: bestQuoteOf(this.#engine, it.symbol) } as unknown as Coin;
    const traded = tradingFault(coin, this.#limits)?.code ?? '';
    if (traded !== '') return traded;
    const history = this.#historyOf(it, minute);
    return history === '' ? (depthFault(this.#engine.depth(it.symbol), this.#limits)?.code ?? '') : history;
  }

  #codeOf({ n, it, series }: LookedAt, from: Minute): string {
    const last = (from + SLOT_MS - 60_000) as Minute;
    const [listed, ended] = [this.#listedAt(n, from), this.#listedAt(n, last)];
    if (listed !== ended) return UNSTEADY;
    if (listed !== undefined) return listed;
    const reach = series === undefined ? undefined : this.#reachOf(series, from);
    if (reach === undefined) return UNSTEADY;
    const least = this.#traded(it, reach, reach.leastUsd * (1 - ROUNDING), reach.narrow, 1 - ROUNDING);
    const most = this.#traded(it, reach, reach.mostUsd * (1 + ROUNDING), reach.wide, 1 + ROUNDING);
    if (least !== most || least === UNSTEADY) return UNSTEADY;
    if (least !== '') return least;
    const history = this.#historyOf(it, from);
    return history === '' ? this.#depthOf(it, reach) : history;
  }

  #listedAt(n: number, at: Minute): string | undefined {
    const it = this.#listing.at(at)[n] as Instrument;
    return listingFault(it, this.#bases, at, this.#limits)?.code;
  }

  /** The trading rules about one end of what may be; a spread has its own two ends. */
  #traded(
    { tickSize }: SimInstrument,
    { low, high, openOfDay }: Reach,
    quoteVolumeUsd: number,
    [dayLow, dayHigh]: readonly [number, number],
    scale: number,
  ): string {
    const middle = (dayLow + dayHigh) / 2;
    const day = {
      open: price(openOfDay),
      high: price(middle + (dayHigh - middle) * scale),
      low: price(middle - (middle - dayLow) * scale),
      quoteVolumeUsd: usd(quoteVolumeUsd),
    };
    const codeAt = (mid: number, spread: number) => {
      const quote = { bid: price(mid - spread / 2), ask: price(mid + spread / 2) };
      const coin = { day, quote } as unknown as Coin;
      return tradingFault(coin, this.#limits)?.code ?? '';
    };
    const half = (mid: number) => Math.max(tickSize / 2, mid * BOOK_SHAPE.halfSpread);
    // Rounded outward, each side by less than a tick.
    const tightest = codeAt(high, 2 * half(high) * (1 - ROUNDING));
    const widest = codeAt(low, 2 * half(low) + 2 * tickSize);
    return tightest === widest ? tightest : UNSTEADY;
  }

  #historyOf(it: SimInstrument, from: Minute): string {
    const day = dayOf(from);
    const known = this.#history.get(it.symbol);
    if (known?.day === day) return known.code;
    const bars = this.#market.candles(it.symbol, '1d', day - (DAYS_NEEDED + 1) * DAY_MS, day);
    const days = closedAt(bars, '1d', from).slice(-DAYS_NEEDED);
    const code = historyFault({ days } as unknown as Coin, this.#limits)?.code ?? '';
    this.#history.set(it.symbol, { day, code });
    return code;
  }

  /** Whether the made book is deep enough at every price that the quarter may see. */
  #depthOf({ tickSize, lot, depthUsdPerLevel }: SimInstrument, { low, high }: Reach): string {
    const within = this.#limits.values['execution/slippage-bps-max'] / 10_000;
    const levels = (best: number, gap: number) => Math.min(LEVELS, Math.floor((best * within) / gap) + 1);
    const lowest = (low - Math.max(tickSize / 2, low * BOOK_SHAPE.halfSpread) - tickSize) * (1 - ROUNDING);
    const highest = (high + Math.max(tickSize / 2, high * BOOK_SHAPE.halfSpread) + tickSize) * (1 + ROUNDING);
    const step = lot.stepSize * high;
    const fewest = levels(lowest, levelGap(price(high), tickSize) * (1 + FUZZ));
    const most = levels(highest, levelGap(price(low), tickSize) * (1 - FUZZ));
    const leastUsd = fewest * (depthUsdPerLevel - step);
    const mostUsd = most * Math.max(depthUsdPerLevel, step) * (1 + ROUNDING);
    const needed = this.#limits.values['universe/depth-usd-min'];
    if (leastUsd >= needed) return '';
    return mostUsd < needed ? 'depth-thin' : UNSTEADY;
  }

  #reachOf(series: BarSeries, from: number): Reach | undefined {
    const now = barAt(series, from);
    // A gap, in it or before it, is looked at minute by minute.
    if (now < SLOTS_A_DAY || series.at[now - SLOTS_A_DAY] !== from - DAY_MS) return undefined;
    const { open, high, low, close, volume } = series;
    let [dayLow, dayHigh, quoteUsd] = [Number.POSITIVE_INFINITY, 0, 0];
    for (let i = now - SLOTS_A_DAY; i < now; i += 1) {
      const [l, h] = [low[i] as number, high[i] as number];
      if (l < dayLow) dayLow = l;
      if (h > dayHigh) dayHigh = h;
      quoteUsd += ((volume[i] as number) * (h + l + (close[i] as number))) / 3;
    }
    const [l, h] = [low[now] as number, high[now] as number];
    const start = open[now] as number;
    const before = close[now - 1] as number;
    if ((h - l) / l > CRASH_FRACTION / 2 || wasCrash(series, now - 1)) return undefined;
    const narrow = [Math.min(dayLow, start), Math.max(dayHigh, start)] as const;
    const openOfDay = open[now - SLOTS_A_DAY] as number;
    if (!this.#movesWithin)
      return {
        low: start,
        high: start,
        openOfDay,
        leastUsd: quoteUsd,
        mostUsd: quoteUsd,
        narrow,
        wide: narrow,
      };
    return {
      low: Math.min(l, before),
      high: Math.max(h, before),
      openOfDay,
      leastUsd: quoteUsd,
      mostUsd: quoteUsd + (volume[now] as number) * h,
      narrow: [Math.min(dayLow, before, start), Math.max(dayHigh, start)],
      wide: [Math.min(dayLow, l, before), Math.max(dayHigh, h, before)],
    };
  }
}

const wasCrash = ({ high, low }: BarSeries, bar: number): boolean =>
  ((high[bar] as number) - (low[bar] as number)) / (low[bar] as number) > CRASH_FRACTION / 2;
