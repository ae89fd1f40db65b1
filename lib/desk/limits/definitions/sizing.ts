import type { Fraction, MarginUsd } from '../../units.ts';
import { amount, choice } from '../definition.ts';

/** How large a trade is meant to be, and how sure a signal must be. */
export const SIZING_LIMITS = {
  'sizing/method': choice({
    of: ['margin-fraction', 'fixed-margin', 'risk-at-stop'],
    default: 'margin-fraction',
    description:
      'margin-fraction: margin = equity x sizing/risk-fraction. fixed-margin: sizing/base-margin-usd. risk-at-stop: sizing/risk-fraction of equity is what a stop-out costs.',
  }),
  'sizing/risk-fraction': amount<Fraction>({
    default: 0.02,
    min: 0.0001,
    max: 0.2,
    unit: 'fraction of equity',
    description:
      'Share of equity per trade: as margin or as loss at the stop, by sizing/method. 0.02 is 2 %.',
  }),
  'sizing/base-margin-usd': amount<MarginUsd>({
    default: 600,
    min: 1,
    max: 1_000_000,
    unit: 'USD of margin',
    description: 'Margin of every trade when sizing/method is fixed-margin.',
  }),
  'sizing/confidence-low-below': amount<Fraction>({
    default: 0.7,
    min: 0.5,
    max: 1,
    unit: 'probability',
    description: 'Below this confidence the size is multiplied by sizing/confidence-low-multiplier.',
  }),
  'sizing/confidence-low-multiplier': amount({
    default: 0.3,
    min: 0,
    max: 1,
    unit: 'multiplier',
    description: 'What a trade of low confidence is multiplied by.',
  }),
  'sizing/confidence-high-from': amount<Fraction>({
    default: 0.85,
    min: 0.5,
    max: 1,
    unit: 'probability',
    description: 'From this confidence up the size is multiplied by sizing/confidence-high-multiplier.',
  }),
  'sizing/confidence-high-multiplier': amount({
    default: 1.5,
    min: 1,
    max: 3,
    unit: 'multiplier',
    description: 'What a trade of high confidence is multiplied by.',
  }),
  'signal/confidence-min': amount<Fraction>({
    default: 0.7,
    min: 0.5,
    max: 1,
    unit: 'probability',
    description: 'A signal of less confidence than this opens nothing.',
  }),
};
