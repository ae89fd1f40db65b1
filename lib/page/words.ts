import { minuteText } from '../desk/words.ts';

export { dollars, minuteText, percent, times } from '../desk/words.ts';
export { priceText, qtyText, rText, signedDollars, spanText } from '../operator/figures.ts';

/** `14:30`, UTC. */
export const clockText = (at: number): string => minuteText(at).slice(11);

/** `05-27 14:30`, UTC: within the days that the page holds. */
export const shortText = (at: number): string => minuteText(at).slice(5);

/** An amount's tone: gains and losses are told by their sign as well. */
export const toneOf = (amount: number): 'good' | 'bad' | 'plain' =>
  amount >= 0.005 ? 'good' : amount <= -0.005 ? 'bad' : 'plain';

/** A sentence as it stands by itself. */
export const begun = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** `time-stop` as a person says it. */
export const spoken = (code: string): string => code.replaceAll('-', ' ');
