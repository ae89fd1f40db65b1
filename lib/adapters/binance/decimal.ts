import { decimalsOf } from '../../desk/instrument.ts';

/** From here on JavaScript itself knows no plain notation. */
const TOO_LARGE = 1e21;

/** A number as the venue wants it: plain decimal text, never `1e-7`. Throws a RangeError for NaN and from 1e21 on. */
export function plainDecimal(value: number): string {
  if (!(Math.abs(value) < TOO_LARGE)) throw new RangeError(`not a number to send: ${value}`);
  const text = value.toString();
  return text.includes('e') ? value.toFixed(Math.min(100, decimalsOf(value))) : text;
}
