/** Numbers as people read them in reasons, journals and reports. */

/** `$1,592.36`, `-$7.20`. */
export function dollars(amount: number): string {
  const [whole = '', cents = ''] = Math.abs(amount).toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  // What rounds to nothing has no sign.
  const sign = amount <= -0.005 ? '-' : '';
  return `${sign}$${grouped}.${cents}`;
}

/** `+$14.40`, `-$7.20`: an amount whose sign matters. */
export const signedDollars = (amount: number): string =>
  amount > -0.005 && amount < 0.005 ? '$0.00' : `${amount > 0 ? '+' : ''}${dollars(amount)}`;

/** `+1.9R`: profit in units of the loss planned at the stop. */
export const rText = (multiple: number): string => {
  const text = Math.abs(multiple).toFixed(1);
  return `${text === '0.0' ? '' : multiple > 0 ? '+' : '-'}${text}R`;
};

/** A fraction as per cent: 0.016 is `1.6 %`, 0.00533 is `0.533 %`. */
export const percent = (share: number): string => `${trim((share * 100).toFixed(3))} %`;

/** Leverage: `3x`. */
export const times = (leverage: number): string => `${trim(leverage.toFixed(2))}x`;

/** Basis points: `12.5 bps`. */
export const basisPoints = (bps: number): string => `${trim(bps.toFixed(2))} bps`;

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

/** `1 trade`, `3 trades`. */
export const countText = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** A number without the zeros that say nothing. */
export const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** An instant's day, UTC: `2025-05-01`. */
export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** An instant as `2025-05-27 14:30`, UTC. */
export const minuteText = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** Somebody else's text as a part of a sentence: on one line, without codes for the terminal, and not too long. */
export function oneLine(text: string, lengthMax = 200): string {
  const cut = text.slice(0, lengthMax);
  const plain = cut.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ');
  return cut.length < text.length ? `${plain}…` : plain;
}

/** What stands where something else should, as a part of a sentence; never the whole of what may be long or deep. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${oneLine(value, 80)}"`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === undefined ? 'missing' : 'an object';
}
