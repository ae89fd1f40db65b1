import type { Limits } from '../desk/limits/limits.ts';
import { ladderFor, type Target, targetsOf } from '../desk/plan/ladder.ts';
import { roundTripCost, stopDistance } from '../desk/plan/math-ai.ts';
import type { ExitKind } from '../desk/position/position.ts';
import { type Fraction, fraction, MINUTE_MS, type Side, signOf } from '../desk/units.ts';
import { type BarSeries, lastAtOrBefore } from './series.ts';

/** The bracket of a trade as the plan makes it, distances as fractions of the entry price. */
export interface Bracket {
  readonly side: Side;
  readonly stopFraction: Fraction;
  readonly atrFraction: Fraction;
  readonly targets: readonly Target[];
  readonly costs: Costs;
  readonly trailFraction: Fraction;
  readonly trailStepR: number;
  readonly holdMinutesMax: number;
}

interface Costs {
  /** Of each fill's notional. */
  readonly perFill: number;
  readonly roundTrip: Fraction;
}

/** What became of a trade. */
export interface BracketPath {
  /** Profit after fees, slippage and funding, in R: the loss at the initial stop with costs. */
  readonly netR: number;
  readonly lastExit: ExitKind;
  readonly barsHeld: number;
}

/**
 * The bracket that the limits give a trade of this volatility: the plan's own stop, ladder and costs. The ladder is that
 * of `plan/leverage-max`; a trade that the venue's tiers allow less leverage may have another.
 */
export function bracketOf(side: Side, atr: Fraction, limits: Limits): Bracket {
  const { values } = limits;
  const stopFraction = stopDistance(atr, limits).fraction;
  const lev = values['plan/leverage-max'];
  return {
    side,
    stopFraction,
    atrFraction: atr,
    targets: targetsOf(ladderFor(values['exits/ladder'], lev), stopFraction, lev),
    costs: {
      perFill: values['costs/taker-fee-fraction'] + values['costs/slippage-fraction'] / 2,
      roundTrip: roundTripCost(limits),
    },
    trailFraction: fraction(
      Math.max(values['exits/trail-atr-multiple'] * atr, values['exits/trail-fraction-min']),
    ),
    trailStepR: values['exits/trail-step-r-min'],
    holdMinutesMax: values['exits/hold-minutes-max'],
  };
}

/** Where a trade begins: with which bar, at what price, and when. */
export interface Entry {
  readonly bar: number;
  readonly price: number;
  readonly at: number;
}

/** Plays a bracket entered at the open of the bar after `i`. Undefined where the bars end, or have a gap, before the trade. */
export function playBracket(series: BarSeries, i: number, bracket: Bracket): BracketPath | undefined {
  const price = series.open[i + 1];
  if (price === undefined) return undefined;
  return playFrom(series, { bar: i + 1, price, at: (series.at[i] as number) + series.barMs }, bracket);
}

/**
 * Plays a bracket by the rules of the desk's `decide` with the monitor looking at each bar's close. In a bar that holds
 * both, the stop comes before the target; a stop that the open has jumped over fills at the open, a target never better
 * than its price. Undefined where the bars end, or have a gap, before the trade; the first must open at the entry.
 */
export function playFrom(
  series: BarSeries,
  { bar: first, price: entry, at: openedAt }: Entry,
  bracket: Bracket,
): BracketPath | undefined {
  const { at, open, high, low, close, barMs } = series;
  const { side, stopFraction, targets, trailFraction } = bracket;
  const sign = signOf(side);
  const initialStop = entry * (1 - sign * stopFraction);
  const trade = new OpenTrade(bracket, entry, openedAt);
  let stop = initialStop;
  let stage: 'stop-loss' | 'break-even-stop' | 'trailing-stop' = 'stop-loss';
  let next = 0;
  let best: number | undefined;
  for (let k = first; k < at.length; k += 1) {
    const opensAt = at[k] as number;
    if (opensAt !== openedAt + (k - first) * barMs) return undefined;
    const closesAt = opensAt + barMs;
    const [start, end] = [open[k] as number, close[k] as number];
    const [worst, far] =
      sign > 0 ? [low[k] as number, high[k] as number] : [high[k] as number, low[k] as number];
    if (sign * (worst - stop) <= 0) {
      // What the open has jumped over is filled there.
      trade.exit(trade.left, sign * (start - stop) < 0 ? start : stop, closesAt, series);
      return trade.end(stage, k - first + 1);
    }
    for (; next < targets.length; next += 1) {
      const target = targets[next] as Target;
      const reach = entry * (1 + sign * target.distanceFraction);
      if (sign * (far - reach) < 0) break;
      const last = next === targets.length - 1;
      trade.exit(last ? trade.left : target.share, reach, closesAt, series);
      if (last) return trade.end('take-profit', k - first + 1);
    }
    if (closesAt - openedAt >= bracket.holdMinutesMax * MINUTE_MS) {
      trade.exit(trade.left, end, closesAt, series);
      return trade.end('time-stop', k - first + 1);
    }
    if (next === 0) continue;
    best = best === undefined || sign * (end - best) > 0 ? end : best;
    const wanted = improved(stop, entry, best, bracket, trailFraction);
    // The close lies beyond where the stop belongs now: it is sold at market.
    if (sign * (end - wanted.price) <= 0) {
      trade.exit(trade.left, end, closesAt, series);
      return trade.end(wanted.stage ?? stage, k - first + 1);
    }
    stop = wanted.price;
    stage = wanted.stage ?? stage;
  }
  return undefined;
}

/** Where the stop belongs after the first target: at break-even with costs, or behind the best mark, as `decide` has it. */
function improved(stop: number, entry: number, best: number, bracket: Bracket, trail: number) {
  const sign = signOf(bracket.side);
  let wanted: { price: number; stage: 'break-even-stop' | 'trailing-stop' | undefined } = {
    price: stop,
    stage: undefined,
  };
  const breakEven = entry * (1 + sign * bracket.costs.roundTrip);
  if (sign * (breakEven - wanted.price) > 0) wanted = { price: breakEven, stage: 'break-even-stop' };
  const behind = best * (1 - sign * trail);
  if (sign * (behind - wanted.price) > 0) wanted = { price: behind, stage: 'trailing-stop' };
  const least = bracket.trailStepR * bracket.stopFraction * entry;
  return wanted.stage === 'trailing-stop' && Math.abs(wanted.price - stop) < least
    ? { price: stop, stage: undefined }
    : wanted;
}

/** Money of a trade of one unit of notional at entry. */
class OpenTrade {
  left = 1;
  readonly #bracket: Bracket;
  readonly #entry: number;
  #net: number;
  #fundedTo: number;

  constructor(bracket: Bracket, entry: number, openedAt: number) {
    this.#bracket = bracket;
    this.#entry = entry;
    this.#net = -bracket.costs.perFill;
    this.#fundedTo = openedAt;
  }

  /** Closes a share at a price; what was open until then has paid or got the funding settled meanwhile. */
  exit(share: number, price: number, at: number, { funding }: BarSeries): void {
    const { side, costs } = this.#bracket;
    const value = price / this.#entry;
    if (funding !== undefined) {
      let settled = lastAtOrBefore(funding.at, this.#fundedTo) + 1;
      for (; settled < funding.at.length && (funding.at[settled] as number) <= at; settled += 1) {
        this.#net -= signOf(side) * (funding.rate[settled] as number) * this.left * value;
      }
      this.#fundedTo = at;
    }
    this.#net += share * (signOf(side) * (value - 1) - costs.perFill * value);
    this.left -= share;
  }

  end(lastExit: ExitKind, barsHeld: number): BracketPath {
    const r = this.#bracket.stopFraction + this.#bracket.costs.roundTrip;
    return { netR: this.#net / r, lastExit, barsHeld };
  }
}
