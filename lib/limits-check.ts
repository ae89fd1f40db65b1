/**
 * The limits guard: after each edit, and once an hour, do the limits still make sense together? It says what was edited,
 * and when they can no longer be read or allow no trade, which edits did it. It closes nothing itself: entry asks the same
 * each minute and is closed already, whether this function lives or not. It needs no lease, since what it writes is the same
 * whoever writes it.
 */
import { limitsDenial } from './desk/doctor/errors.ts';
import type { JournalEvent } from './desk/journal.ts';
import { type Edit, editsBetween, editText } from './desk/limits/edits.ts';
import { readLimits, type StoredLimit } from './desk/limits/limits.ts';
import { type LimitsSeen, look } from './desk/limits/seen.ts';
import type { Minute, Usd } from './desk/units.ts';
import type { LimitsDesk } from './minute/desk.ts';
import type { TickEnd } from './minute/tick.ts';
import { PortError } from './ports.ts';

/** Looks that one call makes at most: another that looks at the same time is a second edit, and there are few. */
const TRIES = 4;

/** One look at the limits. Throws a PortError when they cannot be read, or what was found cannot be remembered. */
export async function checkLimits(desk: LimitsDesk, minute: Minute): Promise<TickEnd> {
  const equityUsd = await equityOf(desk);
  for (let i = 0; i < TRIES; i += 1) {
    const before = await desk.memory.load();
    const stored = await desk.texts.read();
    const fault = faultOf(stored, equityUsd);
    const seen = look(before, stored, { minute, isGood: fault === undefined });
    // The record first: a look that dies in between is made again, and says the same once more.
    await write(desk, minute, eventsOf(seen, fault));
    if ((await desk.memory.save(seen)) === 'conflict') continue;
    desk.metrics.emit('limits', { LimitsRefused: fault === undefined ? 0 : 1 });
    return 'done';
  }
  throw new PortError('unavailable', 'the limits were edited each time they were looked at');
}

/** What the account is worth by the book; undefined while nobody has opened one, or it cannot be read. */
async function equityOf({ book }: LimitsDesk): Promise<Usd | undefined> {
  try {
    return (await book.load()).book?.equityUsd;
  } catch (error) {
    if (error instanceof PortError) return undefined;
    throw error;
  }
}

/** Why these limits let nothing be opened; undefined where they do. */
function faultOf(stored: readonly StoredLimit[], equityUsd: Usd | undefined): string | undefined {
  const read = readLimits(stored);
  if (read.type === 'invalid')
    return read.problems.map(({ name, problem }) => `${name}: ${problem}`).join('; ');
  return equityUsd === undefined ? undefined : limitsDenial(read.limits, equityUsd)?.because;
}

function eventsOf({ before, now, good }: LimitsSeen, fault: string | undefined): readonly JournalEvent[] {
  const edited = editsBetween(before, now).map(edit => ({
    type: 'state' as const,
    what: 'limit edited',
    because: editText(edit),
  }));
  if (fault === undefined) return edited;
  const suspects = good === undefined ? [] : editsBetween(good, now);
  return [...edited, { type: 'trouble', what: 'limits', because: `${fault}; ${blame(suspects)}` }];
}

const blame = (edits: readonly Edit[]): string =>
  edits.length === 0
    ? 'nothing is opened'
    : `nothing is opened. Edited since they were last good: ${edits.map(editText).join('; ')}`;

const write = (desk: LimitsDesk, minute: Minute, events: readonly JournalEvent[]): Promise<void> =>
  desk.journal.write(
    minute,
    'limits',
    events.map(event => ({ minute, role: 'limits', mode: desk.mode, ...event })),
  );
