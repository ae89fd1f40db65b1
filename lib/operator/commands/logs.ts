import { type Minute, minutesAfter } from '../../desk/units.ts';
import { minuteText } from '../../desk/words.ts';
import { wrapped } from '../../local/terminal/table.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { recordsIn } from '../journal-search.ts';
import { isDecision, sentenceOf } from '../sentences.ts';
import { knownSymbols, symbolNamed } from '../symbols.ts';

export interface LogsOptions {
  /** So many minutes back from the last one that was monitored. */
  readonly minutes: number;
  /** Also what is not a decision: every minute, every vote, every order that was placed as it should. */
  readonly all: boolean;
  readonly symbol: string | undefined;
}

/** What the desk decided and why, oldest first. @throws Refusal for a symbol that the desk does not know */
export async function logs({ reader }: Connection, options: LogsOptions): Promise<Answer> {
  const state = await reader.load();
  const reasons = await reader.universeReasons();
  const to = state.book?.monitoredMinute;
  const symbol =
    options.symbol === undefined ? undefined : symbolNamed(options.symbol, knownSymbols(state, reasons));
  const records = to === undefined ? [] : await recordsIn(reader, since(to, options), to);
  const told = records.filter(
    record =>
      (options.all || isDecision(record)) &&
      (symbol === undefined || ('symbol' in record && record.symbol === symbol)),
  );
  return {
    json: told,
    lines: ({ width, paint }) =>
      told.length === 0
        ? [emptyText(to, options)]
        : told.flatMap(record => {
            const [first = '', ...rest] = wrapped(sentenceOf(record), width - ROOM, '');
            const time = paint.dim(minuteText(record.minute));
            return [`${time}  ${first}`, ...rest.map(line => `${' '.repeat(ROOM)}${line}`)];
          }),
  };
}

/** Of `2026-01-05 04:07  `. */
const ROOM = 18;

const since = (to: Minute, { minutes }: LogsOptions): Minute => minutesAfter(to, 1 - minutes);

const emptyText = (to: Minute | undefined, { minutes }: LogsOptions): string =>
  to === undefined
    ? 'the desk has not finished a minute yet'
    : `nothing was decided in the ${minutes} minutes up to ${minuteText(to)} UTC`;
