import type { JournalEvent, JournalRecord } from '../../../lib/desk/journal.ts';
import type { Position } from '../../../lib/desk/position/position.ts';
import { type DayReportInput, dayReportOf } from '../../../lib/desk/report/day-report.ts';
import type { DayTruth } from '../../../lib/desk/truth/day-truth.ts';
import type { Money } from '../../../lib/desk/truth/ledger.ts';
import { DAY_MS, dayOf, epochMs, type Minute, minuteOf, minutesAfter, usd } from '../../../lib/desk/units.ts';
import { NOW } from '../../kit/builders.ts';
import { aFill, aPosition } from '../../kit/positions.ts';

export const DAY = dayOf(NOW);
export const END = epochMs(DAY + DAY_MS);
/** So many minutes into the day. */
export const at = (minutes: number): Minute => minutesAfter(minuteOf(DAY), minutes);

export const record = (minutes: number, event: JournalEvent): JournalRecord => ({
  minute: at(minutes),
  role: 'entry',
  mode: 'paper',
  ...event,
});

const money = (realised: number, fees: number, funding = 0): Money => ({
  realisedUsd: usd(realised),
  feesUsd: usd(fees),
  fundingUsd: usd(funding),
  netUsd: usd(realised - fees + funding),
});

export const aTruth = (changes: Partial<DayTruth> = {}): DayTruth => ({
  rev: 1,
  day: DAY,
  mode: 'paper',
  closedAt: at(1_445),
  venue: money(40, 5, -0.5),
  foreign: money(0, 0),
  book: money(40, 5, -0.5),
  fills: 4,
  transfersUsd: usd(0),
  otherUsd: usd(0),
  equityOpenUsd: usd(10_000),
  equityCloseUsd: usd(10_034.5),
  markedUsd: usd(0),
  highWaterUsd: usd(10_034.5),
  won: 1,
  lost: 0,
  mismatchUsd: usd(0),
  differenceCount: 0,
  differences: [],
  ...changes,
});
export const byHand = (netUsd: number): Money => money(netUsd, 0);

/** Ten coins opened in the day and closed a while later with so many dollars, before fees of one. */
export const aTrade = (
  closedAt: Minute | undefined,
  realised: number,
  changes: Partial<Position> = {},
): Position =>
  aPosition({
    openedAt: at(60),
    ...(closedAt === undefined ? {} : { phase: 'closed', closedAt }),
    fills: [
      aFill(),
      ...(closedAt === undefined
        ? []
        : [
            aFill({
              tradeId: 'x',
              kind: realised < 0 ? 'stop-loss' : 'take-profit',
              realisedUsd: usd(realised),
            }),
          ]),
    ],
    ...changes,
  });

export const aReport = (changes: Partial<DayReportInput> = {}) =>
  dayReportOf({
    desk: 'main',
    mode: 'paper',
    day: DAY,
    truth: aTruth(),
    positions: [],
    records: [record(1, { type: 'minute', entries: 0, noTrade: 'no-signal' })],
    ...changes,
  });
