import { type Fraction, fraction, type Leverage } from '../units.ts';
import { trim } from '../words.ts';

/** One step of a take-profit ladder as a person writes it: a distance in R or in return on margin, and a share. */
export interface LadderLeg {
  /** `r`: multiples of the stop distance. `roi`: return on margin, so the price moves by distance / leverage. */
  readonly measure: 'r' | 'roi';
  readonly distance: number;
  /** Share of the position that this leg closes; the legs of a ladder sum to one. */
  readonly share: Fraction;
}

export type Ladder = readonly LadderLeg[];

/** A leg in price terms. */
export interface Target {
  readonly distanceFraction: Fraction;
  readonly share: Fraction;
}

const leg = (measure: LadderLeg['measure'], distance: number, share: number): LadderLeg => ({
  measure,
  distance,
  share: fraction(share),
});

/** From 10x up: 6, 10 and 15 % return on margin. */
const HIGH_LEVERAGE: Ladder = [leg('roi', 0.06, 0.3), leg('roi', 0.1, 0.3), leg('roi', 0.15, 0.4)];
/** Below 10x: one, two and three times the stop distance. */
const LOW_LEVERAGE: Ladder = [leg('r', 1, 0.3), leg('r', 2, 0.3), leg('r', 3, 0.4)];
const HIGH_LEVERAGE_FROM = 10;

/** The setting: either the desk's own pair of ladders, or one written out. */
export type LadderSetting = 'by-leverage' | Ladder;

export const ladderFor = (setting: LadderSetting, times: Leverage): Ladder => {
  if (setting !== 'by-leverage') return setting;
  return times >= HIGH_LEVERAGE_FROM ? HIGH_LEVERAGE : LOW_LEVERAGE;
};

/** Distances as fractions of price. */
export const targetsOf = (ladder: Ladder, stopFraction: Fraction, times: Leverage): Target[] =>
  ladder.map(({ measure, distance, share }) => ({
    distanceFraction: fraction(measure === 'r' ? distance * stopFraction : distance / times),
    share,
  }));

export const ladderShares = (ladder: Ladder): number => ladder.reduce((sum, { share }) => sum + share, 0);

const NUMBER = '[0-9]{1,4}(\\.[0-9]{1,8})?';
const LEG = `${NUMBER}(R|ROI):${NUMBER}`;
/** `1R:0.3 2R:0.3 3R:0.4`, `0.06ROI:0.3 …`, or `by-leverage`. */
export const LADDER_PATTERN = `^(by-leverage|${LEG}( ${LEG}){0,4})$`;

/** As many decimals as the pattern takes, and never an exponent. */
const plain = (value: number): string => trim(value.toFixed(8));

export const formatLadder = (setting: LadderSetting): string =>
  setting === 'by-leverage'
    ? setting
    : setting
        .map(({ measure, distance, share }) => `${plain(distance)}${measure.toUpperCase()}:${plain(share)}`)
        .join(' ');

/** Reads a ladder; a sentence where the shares do not sum to one or a leg lies no farther than the one before. */
export function parseLadder(text: string): { readonly value: LadderSetting } | { readonly problem: string } {
  if (text === 'by-leverage') return { value: 'by-leverage' };
  const ladder = text.split(' ').map(part => {
    const [, distance = '', measure = '', share = ''] = /^([0-9.]+)(ROI|R):([0-9.]+)$/.exec(part) ?? [];
    return leg(measure === 'R' ? 'r' : 'roi', Number(distance), Number(share));
  });
  const sum = ladderShares(ladder);
  if (Math.abs(sum - 1) > 1e-9) return { problem: `the ladder's shares sum to ${sum}, not to 1` };
  if (ladder.some(({ distance, share }) => !(distance > 0) || !(share > 0))) {
    return { problem: 'each leg of the ladder needs a distance and a share above 0' };
  }
  const unordered = ladder.some((each, i) => {
    const next = ladder[i + 1];
    return next !== undefined && (next.measure !== each.measure || next.distance <= each.distance);
  });
  if (unordered) return { problem: 'the legs must use one measure and lie farther out one after the other' };
  return { value: ladder };
}
