import { type EpochMs, epochMs } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::00)?Z)?$/;

/**
 * The instant of `2025-05-01` (its midnight) or `2025-05-01T06:00Z`, UTC. `option` names what was typed.
 * @throws Refusal for anything else, days that no month has among it
 */
export function instantOf(option: string, typed: string): EpochMs {
  const [, day, time = '00:00'] = WRITTEN.exec(typed) ?? [];
  const iso = `${day}T${time}:00.000Z`;
  const at = day === undefined ? Number.NaN : Date.parse(iso);
  // A lenient parser takes the 30th of February for the 2nd of March.
  if (!Number.isNaN(at) && new Date(at).toISOString() === iso) return epochMs(at);
  throw new Refusal(
    `${option} ${typed}: not a date; write 2025-05-01, its midnight in UTC, or 2025-05-01T06:00Z`,
  );
}
