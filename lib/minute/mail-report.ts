import type { Position } from '../desk/position/position.ts';
import { reportSubject, reportText } from '../desk/report/text.ts';
import type { DayTruth, ReportState } from '../desk/truth/day-truth.ts';
import { DAY_MS, dayOf, epochMs, HOUR_MS } from '../desk/units.ts';
import { dayText } from '../desk/words.ts';
import { PortError } from '../ports.ts';
import { readDayReport } from './day-report.ts';
import type { CloseDesk } from './desk.ts';
import { maySendOrder, sentenceOf, type Tick } from './tick.ts';

/** Failures after which it is certain that nothing went. Of any other nobody knows. */
const CERTAIN: ReadonlySet<PortError['kind']> = new Set(['throttled', 'unauthorised', 'malformed']);

/**
 * Sends the report of the day that has just ended, once that day is closed: at most once, however often it is called. That
 * it goes is written down first, under the lease and in the version that was read; so a tick that dies in between leaves a
 * day without a report, and never one with two. A report that was surely refused is tried again by the next call.
 */
export async function mailReport(tick: Tick<CloseDesk>, live: readonly Position[]): Promise<void> {
  const { desk, minute } = tick;
  if (desk.mail === undefined) return;
  const day = epochMs(dayOf(minute) - DAY_MS);
  try {
    const [truth] = await desk.history.dayTruths({ from: day, to: day });
    if (truth === undefined || (truth.report !== undefined && truth.report !== 'refused')) return;
    if (isAwaited(tick, truth)) return;
    const report = await readDayReport(desk.history, {
      desk: desk.name,
      mode: desk.mode,
      day,
      now: minute,
      live,
      ...(desk.original === undefined ? {} : { original: desk.original.name }),
    });
    // Too late in its lease: the next call has all its time before it.
    if (!maySendOrder(tick)) return;
    const claimed = await marked(tick, truth, 'sending');
    if (claimed === undefined) return;
    await marked(
      tick,
      claimed,
      await sent(tick, { subject: reportSubject(report), text: reportText(report) }),
    );
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    failed(tick, day, error);
  }
}

/** So long a twin's report waits for the day of its original. */
const AWAITED_MS = 6 * HOUR_MS;

/** Whether the comparison with another desk is still to come, which is what the report of a twin is read for. */
const isAwaited = ({ desk, minute }: Tick<CloseDesk>, { day, compared }: DayTruth): boolean =>
  desk.original !== undefined && compared !== true && minute < day + DAY_MS + AWAITED_MS;

async function sent(tick: Tick<CloseDesk>, message: { subject: string; text: string }): Promise<ReportState> {
  try {
    await tick.desk.mail?.send(message);
    return 'sent';
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    failed(tick, dayOf(tick.minute) - DAY_MS, error);
    return CERTAIN.has(error.kind) ? 'refused' : 'sending';
  }
}

/** The day's item with a note on its report; undefined where another has written it since. */
async function marked(
  { desk, lease }: Tick<CloseDesk>,
  truth: DayTruth,
  report: ReportState,
): Promise<DayTruth | undefined> {
  const saved = await desk.store.saveDayTruth({ ...truth, report }, lease);
  return saved.type === 'saved' ? saved.item : undefined;
}

const failed = (tick: Tick<CloseDesk>, day: number, error: unknown): void =>
  tick.note({ type: 'trouble', what: `the report of ${dayText(day)}`, because: sentenceOf(error) });
