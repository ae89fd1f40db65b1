import type { SizingTrace } from '../sizing/trace.ts';
import type { Fraction, Leverage, MarginUsd, NotionalUsd, Price, Side, SymbolId, Usd } from '../units.ts';
import type { Target } from './ladder.ts';

/** What Math AI means to do, before anybody else has a say. Distances are fractions of price. */
export interface Plan {
  readonly symbol: SymbolId;
  readonly side: Side;
  readonly method: string;
  /** Price the plan was reckoned at: the mark. The bracket's prices come from the fill. */
  readonly referencePrice: Price;
  readonly equityUsd: Usd;
  /** The method's margin times the configured leverage, before any clamp: what the user thinks of as the trade. */
  readonly plannedNotionalUsd: NotionalUsd;
  /** Margin and leverage after the plan's own clamps; their product starts the remaining steps. */
  readonly marginUsd: MarginUsd;
  readonly leverage: Leverage;
  /** `cross` where the account allows nothing else; liquidation is then the account's. */
  readonly marginMode: 'isolated' | 'cross';
  readonly atrFraction: Fraction;
  readonly stopFraction: Fraction;
  readonly targets: readonly Target[];
  readonly roundTripCostFraction: Fraction;
  /** Loss of the plan's notional at the stop, costs included, in dollars and of equity. */
  readonly lossAtStopUsd: Usd;
  readonly lossAtStopOfEquity: Fraction;
  /** Win rate at which the ladder pays for the stops if every leg were hit: optimistic, and labelled so. */
  readonly breakEvenAllLegs: Fraction;
  readonly trace: SizingTrace;
}
