import { rText, signedDollars } from '../desk/words.ts';

/** Figures as the terminal shows them, beside those of `desk/words.ts`. */

export { rText, signedDollars };

/** A price with about five figures: `91500.0`, `134.12`, `0.14120`. */
export function priceText(price: number): string {
  const whole = Math.abs(price);
  if (whole >= 1_000) return price.toFixed(1);
  if (whole >= 100) return price.toFixed(2);
  if (whole >= 10) return price.toFixed(3);
  return price.toFixed(whole >= 1 ? 4 : 5);
}

/** A quantity without noise or needless zeros: `4.47`, `6381`. */
export const qtyText = (qty: number): string => String(Number(qty.toPrecision(8)));

/** `45 min`, `3 h 20 min`, `2 d 4 h`. */
export function spanText(minutes: number): string {
  if (minutes < 60) return `${Math.round(minutes)} min`;
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  if (hours < 24) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
