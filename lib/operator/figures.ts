/** Figures as the terminal shows them. */
export { priceText, qtyText, rText, signedDollars, spanText } from '../desk/words.ts';
