import { DAY_MS } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import type { ReplayResult } from './result.ts';

/** `2025-03-01 00:00 to 2025-09-17 00:00 UTC (200 days)`. */
export function spanOf({ from, to }: Pick<ReplayResult, 'from' | 'to'>): string {
  const days = (to - from) / DAY_MS;
  const text = Number.isInteger(days) ? String(days) : days.toFixed(1);
  return `${minuteText(from)} to ${minuteText(to)} UTC (${text} ${text === '1' ? 'day' : 'days'})`;
}
