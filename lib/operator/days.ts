import { type EpochMs, epochMs } from '../desk/units.ts';
import { dayText } from '../desk/words.ts';
import { Refusal } from '../local/refusal.ts';

/** The day that was typed after an option, 00:00 UTC. @throws Refusal for what is none */
export function dayTyped(option: string, typed: string): EpochMs {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00.000Z`) : Number.NaN;
  // A lenient parser takes the 30th of February for the 2nd of March.
  if (!Number.isNaN(at) && dayText(at) === typed) return epochMs(at);
  throw new Refusal(`${option} ${typed}: not a day; write 2025-05-01`);
}
