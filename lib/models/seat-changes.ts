import { DAY_MS, dayOf, type EpochMs } from '../desk/units.ts';
import { digestOf } from './digest.ts';
import {
  type Contender,
  challengeVerdict,
  DAYS_ON_TRIAL,
  refitVerdict,
  rollbackVerdict,
  type Verdict,
} from './promotion.ts';
import { type DayRecord, joined } from './record.ts';
import { type Held, noting, type RosterSeat } from './roster.ts';

/** What is known of the holders of a seat; undefined for one that cannot be used. */
export interface SeatEvidence {
  readonly champion?: Contender | undefined;
  readonly previous?: Contender | undefined;
  readonly challenger?: Contender | undefined;
}

/**
 * A seat after a day's evidence: a challenger that has been better is promoted; a champion that has been worse than the
 * one before it steps back; one that has stood its trial is rid of it. As it was where nothing has been shown.
 */
export function settled(seat: RosterSeat, known: SeatEvidence, now: EpochMs): RosterSeat {
  return rolledBack(seat, known, now) ?? challenged(seat, known, now) ?? tried(seat, known, now) ?? seat;
}

function rolledBack(
  seat: RosterSeat,
  { champion, previous }: SeatEvidence,
  now: EpochMs,
): RosterSeat | undefined {
  if (seat.previous === undefined || previous === undefined || seat.champion === undefined) return undefined;
  const { version } = seat.previous;
  const back = (because: string) => {
    const { previous: held, champion: _gone, ...rest } = seat;
    const restored = { ...rest, champion: { ...(held as Held), since: now }, line: [] };
    return noting(restored, now, { version, what: 'rolled-back', because });
  };
  if (champion === undefined) return back('the champion cannot be used');
  const line = { ...champion, record: seat.line };
  const verdict = rollbackVerdict(previous, line, seat.champion.since, seedOf(version));
  return verdict.replaces ? back(verdict.because) : undefined;
}

function challenged(seat: RosterSeat, known: SeatEvidence, now: EpochMs): RosterSeat | undefined {
  const { challenger, champion } = known;
  if (seat.challenger === undefined || challenger === undefined || champion === undefined) return undefined;
  const verdict = challengeVerdict(challenger, champion, seedOf(challenger.version));
  if (!verdict.replaces) return undefined;
  const { challenger: held, ...rest } = seat;
  return promoted(rest, held as Held, verdict.because, now, 'trial');
}

function tried(seat: RosterSeat, { previous }: SeatEvidence, now: EpochMs): RosterSeat | undefined {
  if (seat.previous === undefined) return undefined;
  const { previous: held, ...rest } = seat;
  const { version } = held as Held;
  const retired = (because: string) =>
    noting({ ...rest, line: [] }, now, { version, what: 'retired', because });
  if (previous === undefined) return retired('it cannot be used');
  return seat.line.length < DAYS_ON_TRIAL
    ? undefined
    : retired(`on ${seat.line.length} days it was not better than what followed it`);
}

/**
 * A version made champion. With a `trial` the one before predicts on in shadow, and comes back if it was better. A
 * `refit` does not begin a new trial while one is under way: else daily refits would never end one.
 */
export function promoted(
  seat: RosterSeat,
  held: Held,
  because: string,
  now: EpochMs,
  how: 'trial' | 'refit',
): RosterSeat {
  const { champion, previous, ...rest } = seat;
  const kept = how === 'refit' && previous !== undefined ? previous : champion;
  const goesOn = kept !== undefined && kept === previous;
  const next = {
    ...rest,
    champion: { ...held, since: goesOn && champion !== undefined ? champion.since : now },
    ...(kept === undefined ? {} : { previous: kept }),
    line: goesOn ? seat.line : [],
  };
  return noting(next, now, { version: held.version, what: 'promoted', because });
}

/** A fresh fit of a recipe: its files, and what it has shown. */
export interface Refit {
  readonly held: Held;
  readonly contender: Contender;
}

/**
 * The seat after a fresh fit of the champion's recipe, which takes it where it is no worse; an empty seat is taken by
 * whoever comes. One that does not take it leaves its reason.
 */
export function afterRefit(
  seat: RosterSeat,
  { held, contender }: Refit,
  champion: Contender | undefined,
  now: EpochMs,
): RosterSeat {
  const { replaces, because } = champion === undefined ? unopposed(seat) : refitVerdict(contender, champion);
  return replaces
    ? promoted(seat, held, because, now, 'refit')
    : noting(seat, now, { version: held.version, what: 'withdrawn', because });
}

/**
 * Whether this day's fit of a kind has been: it leaves its word on the seat, taken or not. One that failed has left none,
 * and is tried again by the next call of the night.
 */
export const isFitted = ({ changes }: RosterSeat, now: EpochMs): boolean =>
  changes.some(({ at, what }) => dayOf(at) === dayOf(now) && (what === 'promoted' || what === 'withdrawn'));

const unopposed = (seat: RosterSeat): Verdict => ({
  replaces: true,
  because: seat.champion === undefined ? 'the seat was empty' : 'the champion cannot be used',
});

/** What the champion has newly shown, put to the line of champions since the one before stepped down. */
export const lined = (seat: RosterSeat, fresh: readonly DayRecord[]): RosterSeat => {
  const since = seat.champion?.since;
  if (seat.previous === undefined || since === undefined) return seat;
  return {
    ...seat,
    line: joined(
      seat.line,
      fresh.filter(({ day }) => day * DAY_MS >= since),
    ),
  };
};

/** A bootstrap's seed from a version's name: the same question has the same answer. */
const seedOf = (version: string): number => Number.parseInt(digestOf(version).slice(0, 7), 16);
