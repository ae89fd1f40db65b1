import { DAY_MS, type EpochMs, epochMs } from '../desk/units.ts';
import { dayText } from '../desk/words.ts';
import { Refusal } from '../local/refusal.ts';

/** Days as they were typed, both included; undefined where nothing was. */
export interface TypedSpan {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The days that are meant: up to today, and `days` of them, where nobody says. @throws Refusal */
export function spanOf(
  { from, to }: TypedSpan,
  today: EpochMs,
  days: number,
): { readonly from: EpochMs; readonly to: EpochMs } {
  const last = to === undefined ? today : dayTyped('--to', to);
  const first = from === undefined ? epochMs(last - (days - 1) * DAY_MS) : dayTyped('--from', from);
  if (first <= last) return { from: first, to: last };
  throw new Refusal(`--from ${dayText(first)}: lies after --to ${dayText(last)}; give an earlier day`);
}

/** The day that was typed after an option, 00:00 UTC. @throws Refusal for what is none */
export function dayTyped(option: string, typed: string): EpochMs {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00.000Z`) : Number.NaN;
  // A lenient parser takes the 30th of February for the 2nd of March.
  if (!Number.isNaN(at) && dayText(at) === typed) return epochMs(at);
  throw new Refusal(`${option} ${typed}: not a day; write 2025-05-01`);
}
