import { defaultLimits, type Limits, type LimitsRead, readLimits } from '../../desk/limits/limits.ts';
import { isOpen } from '../../desk/risk/exposure.ts';
import { isFinding } from '../../desk/truth/day-truth.ts';
import { DAY_MS, dayOf, epochMs, type Minute, minutesAfter } from '../../desk/units.ts';
import { dayText, dollars, minuteText, percent } from '../../desk/words.ts';
import type { DeskState } from '../../ports.ts';
import type { Answer } from '../answer.ts';
import type { Connection } from '../connection.ts';
import { signedDollars } from '../figures.ts';
import { recordsIn } from '../journal-search.ts';
import { storedLimits } from '../limit-texts.ts';
import { policyOf } from '../policy.ts';
import { pairs, paragraph, type Screen } from '../screen.ts';
import { noTradeSentence } from '../sentences.ts';
import { troubles } from '../troubles.ts';
import { type OpenLine, openLine, openPositionLines } from '../views/open-positions.ts';
import { type PolicyView, policyLine } from '../views/policy.ts';
import { waitingSentence } from '../views/slices.ts';

export interface StatusView {
  readonly desk: string;
  readonly mode: string | null;
  /** The last minute whose monitoring is complete. */
  readonly monitoredMinute: string | null;
  /** The last minute in which the guardian has seen the whole account. */
  readonly guardedMinute: string | null;
  readonly state: string;
  /** Why no minute is being run; null where one is. */
  readonly atRest: string | null;
  readonly equityUsd: number | null;
  readonly dayUsd: number | null;
  readonly drawdownFraction: number | null;
  readonly universeSize: number;
  /** Why the last minute opened nothing; null when it did, or when no minute has been recorded. */
  readonly noTrade: string | null;
  readonly positions: readonly OpenLine[];
  readonly entriesUnderWay: number;
  /** What waits of entries that the book could not fill at once; null where nothing does. */
  readonly slicesWaiting: string | null;
  /** The RL policy; null before the desk has finished a minute. */
  readonly policy: PolicyView | null;
  readonly troubles: readonly string[];
}

/** How far back trouble is reported. */
const TROUBLE_MINUTES = 60;

/** The state of the desk: equity, what is open and how it is protected, why nothing trades, and what is wrong. */
export async function status({ desk, reader, limits, atRest, lateness }: Connection): Promise<Answer> {
  // One after the other, here as in every command: an embedded store is let go of at the first answer that is none,
  // and nothing may still be asking it then.
  const state = await reader.load();
  const listed = await limits.list();
  const monitored = state.book?.monitoredMinute;
  const records =
    monitored === undefined
      ? []
      : await recordsIn(reader, minutesAfter(monitored, -TROUBLE_MINUTES), monitored);
  const last = records.filter(record => record.type === 'minute').at(-1);
  const read = readLimits(storedLimits(listed));
  const view: StatusView = {
    desk,
    mode: records.at(-1)?.mode ?? state.positions[0]?.mode ?? null,
    monitoredMinute: instant(monitored),
    guardedMinute: instant(state.guardian?.watchedMinute),
    state: stateOf(state, read),
    atRest: atRest ?? (monitored === undefined ? null : (lateness?.(monitored) ?? null)),
    equityUsd: state.book?.equityUsd ?? null,
    dayUsd: dayUsd(state),
    drawdownFraction: drawdown(state),
    universeSize: state.universe?.symbols.length ?? 0,
    noTrade: last === undefined ? null : (noTradeSentence(last) ?? null),
    positions: state.positions.filter(isOpen).map(position => openLine(position, monitored)),
    entriesUnderWay: state.intents.filter(intent => intent.state !== 'waiting').length,
    slicesWaiting: waitingSentence(state.intents) ?? null,
    policy: await policyOf(reader, state, limitsOf(read)),
    troubles: [...troubles(state, records, read), ...(await untruths(reader, monitored))],
  };
  return { json: view, lines: screen => statusLines(view, screen) };
}

/** How many days back a difference between desk and venue is still told. */
const UNTRUE_DAYS = 7;

async function untruths(
  reader: Connection['reader'],
  monitored: Minute | undefined,
): Promise<readonly string[]> {
  if (monitored === undefined) return [];
  const from = epochMs(dayOf(monitored) - UNTRUE_DAYS * DAY_MS);
  const truths = await reader.dayTruths({ from, to: dayOf(monitored) });
  return truths
    .filter(isFinding)
    .map(
      ({ day, mismatchUsd }) =>
        `${dayText(day)}: desk and venue differ by ${dollars(mismatchUsd)}; npm run desk -- profit names the trades`,
    );
}

/** The limits in force; the defaults where those that are stored are not valid. */
const limitsOf = (read: LimitsRead): Limits => (read.type === 'limits' ? read.limits : defaultLimits());

const instant = (at: Minute | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

function stateOf({ book }: DeskState, read: LimitsRead): string {
  if (book?.haltedAt !== undefined) return 'halted by drawdown';
  return read.type === 'limits' ? read.limits.values['control/state'] : 'no entries: limits not valid';
}

function dayUsd({ book }: DeskState): number | null {
  return book === undefined ? null : book.equityUsd - book.day.equityAtStartUsd - book.day.transfersUsd;
}

const drawdown = ({ book }: DeskState): number | null =>
  book === undefined || !(book.highWaterUsd > 0) ? null : Math.max(0, 1 - book.equityUsd / book.highWaterUsd);

/** The view as lines. Pure. */
export function statusLines(view: StatusView, screen: Screen): string[] {
  const { paint, width } = screen;
  const head = paint.bold(`desk ${view.desk}${view.mode === null ? '' : `, ${view.mode}`}`);
  if (view.monitoredMinute === null) {
    return [head, 'It has not finished a minute yet: run npm start.', ...troubleLines(view, screen)];
  }
  const rows: (readonly [string, string])[] = [
    ['monitored', `${minuteText(Date.parse(view.monitoredMinute))} UTC`],
    ['guarded', view.guardedMinute === null ? 'never' : `${minuteText(Date.parse(view.guardedMinute))} UTC`],
    ['state', view.state],
    ...(view.atRest === null ? [] : [['AT REST', view.atRest] as const]),
    [
      'equity',
      `${dollars(view.equityUsd ?? 0)}, today ${signedDollars(view.dayUsd ?? 0)}, drawdown ${percent(view.drawdownFraction ?? 0)}`,
    ],
    ['universe', `${view.universeSize} coins`],
    ...(view.policy === null ? [] : [['policy', policyLine(view.policy)] as const]),
    ['last minute', view.noTrade ?? 'a position was opened or enlarged'],
  ];
  if (view.entriesUnderWay > 0) rows.push(['under way', `${view.entriesUnderWay} entries`]);
  if (view.slicesWaiting !== null) rows.push(['waiting', view.slicesWaiting]);
  return [
    head,
    ...pairs(rows, width),
    '',
    ...openPositionLines(view.positions, screen),
    ...troubleLines(view, screen),
  ];
}

const troubleLines = ({ troubles: found }: StatusView, { width, paint }: Screen): string[] =>
  found.length === 0
    ? []
    : [
        '',
        paint.bold('Wants attention'),
        ...found.flatMap(each => paragraph(each, width, '  ').map(paint.warn)),
      ];
