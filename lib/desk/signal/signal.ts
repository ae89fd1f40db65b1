import type { Fraction, Minute, Side, SymbolId } from '../units.ts';

/** A wish to open a position. It decides side and symbol; size, stop and permission are decided elsewhere. */
export interface Signal {
  readonly symbol: SymbolId;
  readonly side: Side;
  /** Close of the signal bar. One intent per (symbol, signal bar). */
  readonly at: Minute;
  /** Calibrated probability of the chosen side. */
  readonly confidence: Fraction;
  /** `forced` signals come from a given list, in the embedded desk alone; every record of the trade says so. */
  readonly source: 'ensemble' | 'forced';
}

/** A signal is good for the minute its bar closes in and the two after it. */
export const SIGNAL_VALID_MINUTES = 3;
