import { guardianDenial } from '../desk/guardian/word.ts';
import type { JournalRecord } from '../desk/journal.ts';
import type { LimitsRead } from '../desk/limits/limits.ts';
import { DENIALS } from '../desk/risk/denial.ts';
import { isOpen } from '../desk/risk/exposure.ts';
import { haltEndWords } from '../desk/risk/halt-end.ts';
import { MINUTE_MS } from '../desk/units.ts';
import { dollars, minuteText } from '../desk/words.ts';
import type { DeskState } from '../ports.ts';
import { sentenceOf } from './sentences.ts';

/** Minutes after which an order without an answer is worth waking somebody. */
const UNANSWERED_MINUTES = 2;

/** What somebody should look at, worst first: facts of the live state, then what the last hour's records tell. */
export function troubles(
  { book, positions, intents, guardian }: DeskState,
  records: readonly JournalRecord[],
  read: LimitsRead,
): readonly string[] {
  const now = book?.monitoredMinute;
  const unprotected = positions
    .filter(isOpen)
    .filter(({ phase }) => phase === 'open' || phase === 'unknown')
    .map(({ id, phase }) => `${id}: no confirmed stop (${phase})`);
  const unanswered = intents
    .filter(each => each.state !== 'waiting')
    .filter(each => now !== undefined && now - each.minute > UNANSWERED_MINUTES * MINUTE_MS)
    .map(each => `${each.symbol}: the order of ${minuteText(each.minute)} has no known outcome (${each.id})`);
  const halted =
    book?.haltedAt === undefined
      ? []
      : [
          `halted by drawdown at ${minuteText(book.haltedAt)}; ${haltEndWords(book, 'edit control/resume to go on')}`,
        ];
  const limits =
    read.type === 'limits' ? [] : read.problems.map(({ name, problem }) => `limit ${name}: ${problem}`);
  const objection =
    guardian === undefined || now === undefined || read.type === 'invalid'
      ? undefined
      : guardianDenial(guardian, now, read.limits);
  const guarded = objection === undefined ? [] : [`${DENIALS[objection.code]}: ${objection.because}`];
  const foreign = (book?.foreign ?? []).map(
    ({ symbol, notionalUsd }) => `${symbol}: ${dollars(notionalUsd)} held by another hand`,
  );
  return [...unprotected, ...guarded, ...halted, ...unanswered, ...limits, ...foreign, ...recorded(records)];
}

/** Records of trouble, alike ones counted together under the newest. */
function recorded(records: readonly JournalRecord[]): readonly string[] {
  const found = new Map<string, { count: number; at: number }>();
  for (const record of records) {
    if (record.type !== 'trouble' && record.type !== 'unprotected' && record.type !== 'unknown') continue;
    const sentence = sentenceOf(record);
    found.set(sentence, { count: (found.get(sentence)?.count ?? 0) + 1, at: record.minute });
  }
  return [...found].map(
    ([sentence, { count, at }]) =>
      `${minuteText(at).slice(11)} ${sentence}${count > 1 ? ` (${count} times in the last hour)` : ''}`,
  );
}
