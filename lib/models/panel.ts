import type { EpochMs } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import { MODEL_KINDS, type ModelKind } from './ensemble.ts';
import { foreignTo } from './foreign.ts';
import { REVALIDATED_WITHIN_MS } from './licence.ts';
import { licenceOfModel } from './revalidate.ts';
import type { SeatRole } from './roster.ts';
import { schemaOfKind } from './schemas.ts';
import type { HeldModel, UsableModel } from './stored.ts';

/** One model's place in the ensemble as it stands now. A kind has a champion's place, and may have others in shadow. */
export type Seat =
  | { readonly type: 'untrained'; readonly kind: ModelKind }
  | {
      readonly type: 'unusable';
      readonly kind: ModelKind;
      readonly role: SeatRole;
      readonly because: string;
    }
  /** `foreign`: what it says of this market is nothing that it was ever asked to say. */
  | {
      readonly type: 'refused';
      readonly kind: ModelKind;
      readonly model: UsableModel;
      readonly because: string;
      readonly foreign: boolean;
    }
  | {
      readonly type: 'licensed';
      readonly kind: ModelKind;
      readonly model: UsableModel;
      readonly gain: number;
    };

/**
 * The four places, each with its licence or the reason for having none, on a desk that trades this market; then those
 * that predict in shadow beside a champion.
 */
export const panelOf = (
  models: readonly HeldModel[],
  market: string,
  now: EpochMs,
  seatOf: typeof seatOfModel = seatOfModel,
): readonly Seat[] => {
  const seated = (model: HeldModel): Seat => (model.type === 'unusable' ? model : seatOf(model, market, now));
  const champions = MODEL_KINDS.map((kind): Seat => {
    const champion = models.find(model => model.kind === kind && model.role === 'champion');
    return champion === undefined ? { type: 'untrained', kind } : seated(champion);
  });
  return [...champions, ...models.filter(({ role }) => role !== 'champion').map(seated)];
};

/** Whether a model may vote. It may not where it has seen what is still to come, or was asked about other bars. */
export function seatOfModel(model: UsableModel, market: string, now: EpochMs): Seat {
  const { kind, manifest, role } = model;
  const refused = (because: string, foreign: boolean): Seat => ({
    type: 'refused',
    kind,
    model,
    because,
    foreign,
  });
  const elsewhere = foreignTo(manifest, market);
  if (elsewhere !== undefined) return refused(elsewhere, true);
  if (manifest.trainedTo > now) {
    return refused(
      `it has learnt from bars up to ${minuteText(manifest.trainedTo)}, which are still to come here`,
      true,
    );
  }
  if (role !== 'champion') return refused(SHADOW[role], false);
  const licence = licenceOfModel(
    manifest,
    { schemaHash: schemaOfKind(kind).hash, market, promoted: true },
    now,
  );
  if (!licence.licensed) return refused(licence.because, false);
  return { type: 'licensed', kind, model, gain: licence.standing.gain.value };
}

const SHADOW: Readonly<Record<Exclude<SeatRole, 'champion'>, string>> = {
  previous: 'it was the champion before, and predicts in shadow until its successor has proved no worse',
  challenger: 'it predicts in shadow and has not been promoted',
};

/** The same until the model changes or its revalidation runs out: the bootstrap behind a licence is not done each bar. */
export function rememberedSeats(): typeof seatOfModel {
  const seats = new WeakMap<UsableModel, Map<string, Seat>>();
  return (model, market, now) => {
    const { revalidatedAt, trainedTo } = model.manifest;
    const key = `${market} ${now - revalidatedAt <= REVALIDATED_WITHIN_MS} ${trainedTo > now}`;
    const own = seats.get(model) ?? new Map<string, Seat>();
    seats.set(model, own);
    const seat = own.get(key) ?? seatOfModel(model, market, now);
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
  if (untrained.length === MODEL_KINDS.length && spoken.length === 0)
    return 'none of the four models has been trained';
  return [...spoken, ...(untrained.length === 0 ? [] : [`not trained: ${untrained.join(', ')}`])].join('; ');
}

/** `xgboost xgboost-2026-01-05-1a2b3c4d` is its version alone. */
const seatName = (seat: Seat): string =>
  seat.type === 'refused' || seat.type === 'licensed' ? seat.model.manifest.version : seat.kind;
