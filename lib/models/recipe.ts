import { type Fraction, fraction, MINUTE_MS } from '../desk/units.ts';

/** How far away the stop lies: a multiple of Wilder's ATR as a fraction of price, kept between two bounds. */
export interface StopRule {
  /** The features and the plan know this one alone. */
  readonly atrPeriod: 14;
  readonly atrMultiple: number;
  readonly fractionMin: Fraction;
  readonly fractionMax: Fraction;
}

/** What a model was asked: on which bars, how far ahead, against which stop. It is part of the model's manifest. */
export interface Recipe {
  readonly barMinutes: number;
  readonly horizonBars: number;
  readonly stop: StopRule;
  /** `first-touch`: which of +1R and -1R is touched first; at the horizon, the sign of the return. */
  readonly label: 'first-touch';
}

/** 15-minute bars, 4 hours ahead; the stop rule is that of the limits' defaults. */
export const DEFAULT_RECIPE: Recipe = {
  barMinutes: 15,
  horizonBars: 16,
  stop: { atrPeriod: 14, atrMultiple: 1.5, fractionMin: fraction(0.006), fractionMax: fraction(0.03) },
  label: 'first-touch',
};

export const barMsOf = (recipe: Recipe): number => recipe.barMinutes * MINUTE_MS;

/** One R as a fraction of price, costs left out. */
export const stopFractionOf = (atr: number, { atrMultiple, fractionMin, fractionMax }: StopRule): Fraction =>
  fraction(Math.min(Math.max(atr * atrMultiple, fractionMin), fractionMax));

/** `15 min / 4 h`: how reports name a recipe. */
export const recipeName = ({ barMinutes, horizonBars }: Recipe): string =>
  `${span(barMinutes)} / ${span(barMinutes * horizonBars)}`;

const span = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`);
