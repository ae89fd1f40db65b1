import { type Instrument, priceDown, priceUp } from '../instrument.ts';
import type { Limits } from '../limits/limits.ts';
import {
  closingSide,
  type EpochMs,
  epochMs,
  fraction,
  MINUTE_MS,
  moveAgainst,
  type OrderSide,
  type Price,
  type Qty,
  qty,
  type Side,
  type SymbolId,
} from '../units.ts';

/** What is known of whether the venue takes stops. */
export interface StopProof {
  /** When one was last accepted and read back; zero where a trial could prove nothing. */
  readonly provedAt: EpochMs | undefined;
  /** The last attempt, if it failed. */
  readonly failure: { readonly at: EpochMs; readonly symbol: SymbolId; readonly because: string } | undefined;
}

export const NOTHING_PROVED: StopProof = { provedAt: undefined, failure: undefined };

/** What one attempt to place a stop has shown. */
export type StopTrial =
  | { readonly type: 'proved'; readonly at: EpochMs }
  | { readonly type: 'failed'; readonly at: EpochMs; readonly symbol: SymbolId; readonly because: string }
  /** Refused only because there was no position: the endpoint is there, and that is all that is known. */
  | { readonly type: 'needs-position'; readonly at: EpochMs };

/** The later of two attempts counts. */
export function afterTrial(stops: StopProof, trial: StopTrial): StopProof {
  const { provedAt, failure } = stops;
  switch (trial.type) {
    case 'proved':
      return {
        provedAt: epochMs(Math.max(provedAt ?? 0, trial.at)),
        failure: failure !== undefined && failure.at > trial.at ? failure : undefined,
      };
    case 'failed': {
      const { at, symbol, because } = trial;
      return provedAt !== undefined && provedAt >= at
        ? stops
        : { provedAt, failure: { at, symbol, because } };
    }
    case 'needs-position':
      return { provedAt: epochMs(0), failure: undefined };
    default:
      return trial satisfies never;
  }
}

/** Whether the stop endpoint is to be tried now: on schedule, and each minute while it is believed to fail. */
export const isTrialDue = ({ provedAt, failure }: StopProof, now: EpochMs, limits: Limits): boolean =>
  failure !== undefined || now - (provedAt ?? 0) >= limits.values['guardian/canary-minutes'] * MINUTE_MS;

/** How far from the mark a canary is placed: out of reach in the second that it rests. */
const FAR = fraction(0.3);

/** The canary: the smallest reduce-only stop, too far away to be set off and too small to pass for protection. */
export function canary(
  {
    side,
    markPrice,
    most,
  }: { readonly side: Side; readonly markPrice: Price; readonly most: Qty | undefined },
  { marketLot, tickSize }: Instrument,
): { readonly side: OrderSide; readonly triggerPrice: Price; readonly qty: Qty } {
  const far = moveAgainst(side, markPrice, FAR);
  const amount = most === undefined ? marketLot.qtyMin : qty(Math.min(marketLot.qtyMin, most));
  return {
    side: closingSide(side),
    triggerPrice: side === 'long' ? priceDown(far, tickSize) : priceUp(far, tickSize),
    qty: amount,
  };
}
