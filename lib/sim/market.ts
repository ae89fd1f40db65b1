import type { Candle, Interval } from '../desk/candle.ts';
import type { Instrument, LeverageTier } from '../desk/instrument.ts';
import type { EpochMs, Fraction, Minute, SymbolId } from '../desk/units.ts';

/** A market's instrument with what only its exchange knows. */
export interface SimInstrument extends Instrument {
  /** Ascending by notional; never empty. */
  readonly tiers: readonly LeverageTier[];
  /** Quantities quoted on each side of the simulated book per level, in dollars. */
  readonly depthUsdPerLevel: number;
  /** When the venue announces `deliveryAt`; until then it shows a perpetual. Left out, it is known from the start. */
  readonly deliveryKnownAt?: EpochMs;
}

/** A market that has happened (recorded) or is drawn from a seed: prices alone, no account. */
export interface SimMarket {
  readonly name: 'recorded' | 'simple' | 'synthetic';
  /** First minute that has bars, and the minute after the last. */
  readonly startsAt: Minute;
  readonly endsAt: Minute;
  instruments(): readonly SimInstrument[];
  /** The one-minute bar that opens at `minute`, or undefined where the market has a gap. */
  minuteBar(symbol: SymbolId, minute: Minute): Candle | undefined;
  /**
   * Bars of any length with `from <= at < to`, oldest first, folded from whole history. A bar's content is final:
   * it is the exchange that must not show a bar before it has closed.
   */
  candles(symbol: SymbolId, interval: Interval, from: number, to: number): readonly Candle[];
  /** Rate of the settlement at this instant, or undefined when none is due then. */
  fundingRate(symbol: SymbolId, at: number): Fraction | undefined;
}
