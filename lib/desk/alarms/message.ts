import { minuteText, oneLine } from '../words.ts';
import type { AlarmChange } from './change.ts';

const STATES = { ALARM: 'ALARM', OK: 'over', INSUFFICIENT_DATA: 'no data' } as const;
/** Lines of what is known; a hundred coins are not read on a telephone. */
const LINES_MAX = 12;
const LINE_LENGTH_MAX = 400;

export interface AlarmMessage {
  readonly subject: string;
  readonly text: string;
}

/** What people are written of an alarm: the desk and its mode, what has happened, what is known, the figures. */
export function messageOf(
  { name, state, at, says, because }: AlarmChange,
  desk: { readonly name: string; readonly mode: string },
  known: readonly string[],
): AlarmMessage {
  const more = known.length > LINES_MAX ? [`and ${known.length - LINES_MAX} more`] : [];
  const lines = [...known.slice(0, LINES_MAX), ...more].map(line => `- ${oneLine(line, LINE_LENGTH_MAX)}`);
  const what = state === 'OK' ? `It is over. It was: ${says}` : says;
  return {
    subject: `perpdesk ${desk.name} (${desk.mode}): ${name} ${STATES[state]}`,
    text: [
      `${minuteText(at)} UTC, desk ${desk.name} (${desk.mode}): ${name} ${STATES[state]}`,
      what,
      ...(lines.length === 0 ? [] : ['', 'The desk knows:', ...lines]),
      '',
      `CloudWatch: ${oneLine(because, LINE_LENGTH_MAX)}`,
    ].join('\n'),
  };
}
