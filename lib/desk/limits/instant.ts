import { type EpochMs, epochMs } from '../units.ts';

/** An instant as a limit writes it, to the second: `2026-01-31T12:00:00Z`. */
export const instantText = (at: EpochMs): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The instant of such a text; undefined where it is none. */
export function instantOf(text: string): EpochMs | undefined {
  const at = Date.parse(text);
  // The parser takes 30 February for 2 March; what it reads must be what was written.
  const reads = !Number.isNaN(at) && new Date(at).toISOString() === text.replace('Z', '.000Z');
  return reads ? epochMs(at) : undefined;
}
