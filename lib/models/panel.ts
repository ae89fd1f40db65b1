import type { EpochMs } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import { MODEL_KINDS, type ModelKind, slotsOf } from './ensemble.ts';
import { FEATURES } from './features.ts';
import { type LicenceRefusal, REVALIDATED_WITHIN_MS } from './licence.ts';
import { licenceOfModel } from './revalidate.ts';
import type { Champion } from './stored.ts';

type Usable = Extract<Champion, { type: 'usable' }>;

/** One place of the ensemble as it stands now. */
export type Seat =
  | { readonly type: 'untrained'; readonly kind: ModelKind }
  | { readonly type: 'unusable'; readonly kind: ModelKind; readonly because: string }
  /** `foreign`: what it says of this market is nothing that it was ever asked to say. */
  | {
      readonly type: 'refused';
      readonly kind: ModelKind;
      readonly champion: Usable;
      readonly because: string;
      readonly foreign: boolean;
    }
  | { readonly type: 'licensed'; readonly kind: ModelKind; readonly champion: Usable; readonly gain: number };

/** Bars that the plan is made from; a model of other bars was valued with another bracket than the one it would get. */
export const SIGNAL_BAR_MINUTES = 15;

/** The four places, each with its licence or the reason for having none, on a desk that trades this market. */
export const panelOf = (
  champions: readonly Champion[],
  market: string,
  now: EpochMs,
  seatOf: typeof seatOfChampion = seatOfChampion,
): readonly Seat[] =>
  slotsOf(champions).map(slot =>
    slot.state === 'untrained'
      ? { type: 'untrained', kind: slot.kind }
      : slot.model.type === 'unusable'
        ? slot.model
        : seatOf(slot.model, market, now),
  );

const FOREIGN: ReadonlySet<LicenceRefusal> = new Set(['other-schema', 'other-market']);

/** Whether a model may vote. It may not where it has seen what is still to come, or was asked about other bars. */
export function seatOfChampion(champion: Usable, market: string, now: EpochMs): Seat {
  const { kind, manifest, promoted } = champion;
  const refused = (because: string, foreign: boolean): Seat => ({
    type: 'refused',
    kind,
    champion,
    because,
    foreign,
  });
  const licence = licenceOfModel(manifest, { schemaHash: FEATURES.hash, market, promoted }, now);
  if (!licence.licensed) return refused(licence.because, FOREIGN.has(licence.reason));
  if (manifest.recipe.barMinutes !== SIGNAL_BAR_MINUTES) {
    return refused(
      `it reads bars of ${manifest.recipe.barMinutes} minutes, trades are planned on those of ${SIGNAL_BAR_MINUTES}`,
      true,
    );
  }
  if (manifest.trainedTo > now) {
    return refused(
      `it has learnt from bars up to ${minuteText(manifest.trainedTo)}, which are still to come here`,
      true,
    );
  }
  return { type: 'licensed', kind, champion, gain: licence.standing.gain.value };
}

/** The same until the model changes or its revalidation runs out: the bootstrap behind a licence is not done each bar. */
export function rememberedSeats(): typeof seatOfChampion {
  const seats = new WeakMap<Usable, Map<string, Seat>>();
  return (champion, market, now) => {
    const { revalidatedAt, trainedTo } = champion.manifest;
    const key = `${market} ${now - revalidatedAt <= REVALIDATED_WITHIN_MS} ${trainedTo > now}`;
    const own = seats.get(champion) ?? new Map<string, Seat>();
    seats.set(champion, own);
    const seat = own.get(key) ?? seatOfChampion(champion, market, now);
    own.set(key, seat);
    return seat;
  };
}

/** Why nobody votes, in one sentence: each model's reason, then those that were never trained. */
export function silenceOf(panel: readonly Seat[]): string {
  const spoken = panel.flatMap(seat =>
    seat.type === 'refused' || seat.type === 'unusable' ? [`${seatName(seat)}: ${seat.because}`] : [],
  );
  const untrained = panel.filter(({ type }) => type === 'untrained').map(({ kind }) => kind);
  if (untrained.length === MODEL_KINDS.length) return 'none of the four models has been trained';
  return [...spoken, ...(untrained.length === 0 ? [] : [`not trained: ${untrained.join(', ')}`])].join('; ');
}

/** `xgboost xgboost-2026-01-05-1a2b3c4d` is its version alone. */
const seatName = (seat: Seat): string =>
  seat.type === 'refused' || seat.type === 'licensed' ? seat.champion.manifest.version : seat.kind;
