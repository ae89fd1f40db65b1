import { countText, dollars } from '../words.ts';
import { type Divergence, decisionsApart } from './divergence.ts';

/** `2.3 bps worse than`, `0.4 bps better than`, `as well as`: how a desk was filled, before its twin's name. */
export function filledText(meanBps: number): string {
  const bps = Math.abs(meanBps).toFixed(1);
  if (bps === '0.0') return 'as well as';
  return `${bps} bps ${meanBps > 0 ? 'worse' : 'better'} than`;
}

/** Percentage points with their sign: `-0.09 points`. */
export function pointsText(points: number): string {
  const text = Math.abs(points).toFixed(2);
  const sign = text === '0.00' ? '' : points > 0 ? '+' : '-';
  return `${sign}${text} points`;
}

/** The day in a sentence. `twin`: how its own desk is called. */
export function divergenceText(divergence: Divergence, twin = 'its twin'): string {
  const { original, fills, money } = divergence;
  const filled =
    fills === undefined
      ? 'nothing was traded by both'
      : `${original} was filled ${filledText(fills.meanBps)} ${twin} at ${countText(fills.prices, 'price')}${costText(fills.costUsd)}`;
  const apart = decisionsApart(divergence);
  const decided = apart === 0 ? 'no decision apart' : `${countText(apart, 'decision')} apart`;
  const earned = money === undefined ? [] : [`${original}’s net is ${netText(money.points)}`];
  return [filled, decided, ...earned].join('; ');
}

function costText(costUsd: number): string {
  const amount = dollars(Math.abs(costUsd));
  if (amount === '$0.00') return '';
  return costUsd > 0 ? `, which cost ${amount}` : `, which gained ${amount}`;
}

function netText(points: number): string {
  const text = pointsText(Math.abs(points)).replace('+', '');
  if (text === '0.00 points') return 'the same share of equity';
  return `${text} of equity ${points > 0 ? 'above' : 'below'}`;
}
