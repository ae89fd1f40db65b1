/**
 * Tells people of an alarm, with what the desk knows of it. An alarm's own text is static; which coin, which order, which
 * step and which edit stand in the table.
 *
 *   read      the live state and the last hour's journal; each may fail, and takes nothing from the rest
 *   explain   pure, in desk/alarms/
 *   tell      the webhook, then the mail, each whatever became of the other
 *
 * It writes nothing. When the mail is not taken it throws, so that the raw alarm is sent in its stead.
 */
import type { AlarmChange } from './desk/alarms/change.ts';
import { explained } from './desk/alarms/explain.ts';
import type { Known } from './desk/alarms/known.ts';
import { messageOf } from './desk/alarms/message.ts';
import { DAY_MS, dayOf, epochMs, minuteOf, minutesAfter } from './desk/units.ts';
import type { NotifyDesk } from './minute/desk.ts';
import { sentenceOf } from './minute/tick.ts';

/** What may be spent on knowing more, before people are told what is known. */
const READ_MS = 8_000;
const JOURNAL_MINUTES = 60;
const TRUTH_DAYS = 7;

/** Tells of one change of an alarm. Throws a PortError when the mail was not taken. */
export async function notify(desk: NotifyDesk, change: AlarmChange): Promise<void> {
  const lines = change.state === 'ALARM' ? await knownOf(desk, change) : [];
  const { subject, text } = messageOf(change, desk, lines);
  const failed = await posted(desk, `*${subject}*\n${text}`);
  const unheard = failed === undefined ? '' : `\n\nNobody was told through the webhook: ${failed}`;
  await desk.mail.send({ subject, text: `${text}${unheard}` });
}

/** Posts where there is a webhook. Answers why it was not taken; never throws. */
async function posted(desk: NotifyDesk, text: string): Promise<string | undefined> {
  try {
    await (await desk.webhook())?.post(text);
    return undefined;
  } catch (error) {
    const because = sentenceOf(error);
    desk.tell({ failed: 'webhook', because });
    return because;
  }
}

/** What the desk can say of an alarm; that it cannot say anything is a line, too. */
async function knownOf(desk: NotifyDesk, change: AlarmChange): Promise<readonly string[]> {
  const troubles: string[] = [];
  const orElse = async <T>(what: string, read: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await within(desk, read);
    } catch (error) {
      troubles.push(`${what} could not be read: ${sentenceOf(error)}`);
      return otherwise;
    }
  };
  const known = await read(desk, change, orElse);
  try {
    return [...explained(change.name, known), ...troubles];
  } catch (error) {
    return [...troubles, `what the desk knows could not be put into words: ${sentenceOf(error)}`];
  }
}

type OrElse = <T>(what: string, read: Promise<T>, otherwise: T) => Promise<T>;

async function read({ reader }: NotifyDesk, { at }: AlarmChange, orElse: OrElse): Promise<Known> {
  const minute = minuteOf(at);
  const [state, records, closed, truths] = await Promise.all([
    orElse('the book', reader.load(), undefined),
    orElse('the journal', all(reader.journal(hourBefore(at))), []),
    orElse('closed trades', reader.closedBetween({ from: minuteOf(dayOf(minute)), to: minute }), []),
    orElse(
      'the days’ truths',
      reader.dayTruths({ from: epochMs(dayOf(minute) - TRUTH_DAYS * DAY_MS), to: dayOf(minute) }),
      [],
    ),
  ]);
  return {
    minute,
    book: state?.book,
    universe: state?.universe,
    guardian: state?.guardian,
    positions: state?.positions ?? [],
    intents: state?.intents ?? [],
    records,
    closed,
    truths,
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const hourBefore = (at: number) => ({
  from: minutesAfter(minuteOf(at), -JOURNAL_MINUTES),
  to: minuteOf(at),
});

/** A reading that takes too long is one that failed. */
async function within<T>({ clock }: NotifyDesk, reading: Promise<T>): Promise<T> {
  const late = clock.sleep(READ_MS).then((): never => {
    throw new Error('no answer in time');
  });
  return await Promise.race([reading, late]);
}
