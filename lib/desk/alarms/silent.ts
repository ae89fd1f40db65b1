import { MINUTE_MS, type Minute } from '../units.ts';
import { minuteText } from '../words.ts';
import { type Known, ofType } from './known.ts';

/** As long as the alarm waits. */
const SILENT_MINUTES = 3;

const FUNCTIONS = {
  monitor: 'position-monitor',
  entry: 'signal-entry',
  scan: 'universe-scan',
  guardian: 'guardian',
} as const;

/** Which functions of the minute have said nothing for so long, by what each leaves behind in each minute. */
export function silentWords(known: Known): readonly string[] {
  const last: Readonly<Record<keyof typeof FUNCTIONS, Minute | undefined>> = {
    monitor: known.book?.monitoredMinute,
    entry: ofType(known, 'minute').at(-1)?.minute,
    scan: known.universe?.minute,
    guardian: known.guardian?.watchedMinute,
  };
  return (Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[])
    .filter(role => isSilent(last[role], known.minute))
    .map(role => {
      const at = last[role];
      const since =
        at === undefined ? 'has left nothing behind' : `completed its last tick at ${minuteText(at)}`;
      return `${nameOf(role, known.book?.twinOf)} is silent: it ${since}${troubleOf(known, role)}`;
    });
}

/** A twin has no scan: what it goes by is what another desk's has left behind. */
const nameOf = (role: keyof typeof FUNCTIONS, original: string | undefined): string =>
  role === 'scan' && original !== undefined ? `${FUNCTIONS.scan} of ${original}` : FUNCTIONS[role];

const isSilent = (last: Minute | undefined, now: Minute): boolean =>
  last === undefined || now - last >= SILENT_MINUTES * MINUTE_MS;

function troubleOf(known: Known, role: string): string {
  const last = ofType(known, 'trouble').findLast(record => record.role === role);
  return last === undefined ? '' : `; ${last.what} failed at ${minuteText(last.minute)}: ${last.because}`;
}
