import { dollars, signedDollars } from '../desk/words.ts';

/** Figures of a replay as people read them. */

/** What stands where a figure cannot be said. */
export const NONE = '—';

/** A figure by its format; a dash where there is none. */
export const shownBy = (value: number | undefined, format: (value: number) => string): string =>
  value === undefined ? NONE : format(value);

/** A fraction as per cent with a fixed number of places, for columns: `12.3 %`. */
export const pct = (share: number, places = 1): string => `${unsignedZero((share * 100).toFixed(places))} %`;

/** `+12.3 %`, `-4.0 %`. */
export const signedPct = (share: number, places = 1): string => plus(pct(share, places));

/** `+0.12R`. */
export const signedR = (multiple: number): string => plus(`${unsignedZero(multiple.toFixed(2))}R`);

/** `0.85R`, for what has no sign. */
export const plainR = (multiple: number): string => `${multiple.toFixed(2)}R`;

/** A probability: what is not certain is not rounded to it. */
export function chance(probability: number): string {
  if (probability > 0.999 && probability < 1) return '> 99.9 %';
  if (probability < 0.001 && probability > 0) return '< 0.1 %';
  return pct(probability);
}

/** A ratio with two places. */
export const twoPlaces = (value: number): string => unsignedZero(value.toFixed(2));

/** Whole dollars from ten thousand up, cents below. */
export const roundDollars = (amount: number): string =>
  Math.abs(amount) >= 10_000 ? dollars(Math.round(amount)).replace(/\.00$/, '') : dollars(amount);

/** The same with its sign. */
export const roundSigned = (amount: number): string =>
  Math.abs(amount) >= 10_000 ? plus(roundDollars(amount)) : signedDollars(amount);

/** `1,234`. */
export const count = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 trade`, `2 trades`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** `time-stop` as a person says it. */
export const spoken = (code: string): string => code.replaceAll('-', ' ');

/** The same with a plus before what is above nothing. */
const plus = (text: string): string => (/^[-]|^\$?0(\.0+)?( %|R)?$/.test(text) ? text : `+${text}`);

/** What rounds to nothing has no sign. */
const unsignedZero = (text: string): string => (/^-0(\.0+)?$/.test(text) ? text.slice(1) : text);
