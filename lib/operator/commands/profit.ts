import { profitWaterfall } from '../../desk/profit.ts';
import { winInterval } from '../../desk/statistics.ts';
import { type DayTruth, isFinding } from '../../desk/truth/day-truth.ts';
import { DAY_MS, dayOf, type EpochMs, epochMs, minuteOf } from '../../desk/units.ts';
import { dayText } from '../../desk/words.ts';
import { Refusal } from '../../local/refusal.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { dayTyped } from '../days.ts';
import { type ProfitView, profitLines, type WinRate } from '../views/profit.ts';

/** Days as they were typed, both included; undefined where nothing was. */
export interface ProfitSpan {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** How many days are shown when nobody says. */
const DAYS_SHOWN = 7;

/**
 * Where the planned profit of a span went, and below it the venue's own account of the same days. Ends with 1 where
 * the desk and the venue differ. Throws a Refusal on a date that is none, or a span without a day.
 */
export async function profit({ desk, reader }: Connection, typed: ProfitSpan): Promise<Answer> {
  const { book } = await reader.load();
  const { from, to } = spanOf(typed, dayOf(book?.monitoredMinute ?? Date.now()));
  const closed = await reader.closedBetween({ from: minuteOf(from), to: minuteOf(to + DAY_MS - 1) });
  const days = await reader.dayTruths({ from, to });
  const view: ProfitView = {
    desk,
    from: dayText(from),
    to: dayText(to),
    waterfall: profitWaterfall(closed),
    days,
    daysWithoutResult: withoutResult(from, to, days),
    wins: winRate(days),
  };
  return {
    json: view,
    lines: screen => profitLines(view, screen),
    exitCode: days.some(isFinding) ? 1 : 0,
  };
}

function spanOf({ from, to }: ProfitSpan, today: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  const last = to === undefined ? today : dayTyped('--to', to);
  const first = from === undefined ? epochMs(last - (DAYS_SHOWN - 1) * DAY_MS) : dayTyped('--from', from);
  if (first <= last) return { from: first, to: last };
  throw new Refusal(`--from ${dayText(first)}: lies after --to ${dayText(last)}; give an earlier day`);
}

/** Days of the span without a result, as far as there is any around them. */
function withoutResult(from: EpochMs, to: EpochMs, days: readonly DayTruth[]): readonly string[] {
  const first = days[0]?.day ?? to;
  const known = new Set(days.map(({ day }) => day));
  const missing: string[] = [];
  for (let day = Math.max(from, first); day <= to; day += DAY_MS)
    if (!known.has(epochMs(day))) missing.push(dayText(day));
  return missing;
}

function winRate(days: readonly DayTruth[]): WinRate | null {
  const won = days.reduce((sum, each) => sum + each.won, 0);
  const n = days.reduce((sum, each) => sum + each.won + each.lost, 0);
  if (n === 0) return null;
  const [low, high] = winInterval(won, n);
  return { won, n, rate: won / n, low, high };
}
