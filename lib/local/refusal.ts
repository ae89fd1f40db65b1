/** Something the user asked for cannot be done: what, where and what to do, on one line. Nothing has been changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Faults that are told in their own words; everything else is a bug and keeps its stack. */
const SPOKEN = new Set([
  'Refusal',
  'CandleFileError',
  'ExchangeStateError',
  'ForcedSignalsError',
  'PortError',
]);

/** The line that explains a failure of the user's input or of the stored state; undefined for a bug. */
export function refusalLine(error: unknown): string | undefined {
  if (!(error instanceof Error) || !SPOKEN.has(error.name)) return undefined;
  return error.message.replaceAll(/\s*\n\s*/g, ' ');
}
