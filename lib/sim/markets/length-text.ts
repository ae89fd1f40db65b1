import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../desk/units.ts';
import { trim } from '../../desk/words.ts';

/** `45 minutes`, `3.5 hours`, `16 days`. */
export function lengthText(ms: number): string {
  if (ms < 2 * HOUR_MS) return counted(ms / MINUTE_MS, 'minute');
  return ms < 2 * DAY_MS ? counted(ms / HOUR_MS, 'hour') : counted(ms / DAY_MS, 'day');
}

/** `1 gap`, `3 gaps`. */
export function counted(count: number, what: string): string {
  const text = trim(count.toFixed(1));
  return `${text} ${what}${text === '1' ? '' : 's'}`;
}
