import { DAY_MS, type EpochMs } from '../desk/units.ts';
import { mixturesReader } from '../minute/mixtures.ts';
import { modelReader, type Place } from '../minute/models.ts';
import { MODEL_KINDS, type ModelKind } from '../models/ensemble.ts';
import type { Licence } from '../models/licence.ts';
import type { Manifest } from '../models/manifest.ts';
import { type MeasuredMixture, type Mixtures, mixtureOfVersions } from '../models/mixtures.ts';
import { type Seat, seatOfModel } from '../models/panel.ts';
import { licenceOfModel } from '../models/revalidate.ts';
import type { SeatRole } from '../models/roster.ts';
import { schemaOfKind } from '../models/schemas.ts';
import { licensedOf, sharesOf } from '../models/shares.ts';
import { type ModelStore, PortError } from '../ports.ts';

/** Whom the models are shown to. */
export interface Asked {
  /** The market of the desk; the model's own when left out. */
  readonly market: string | undefined;
  /** The instant of the desk; the model's last revalidation when left out. */
  readonly at: EpochMs | undefined;
}

/** One model of a store, or the place of a kind that has none, as `--json` prints it. */
export type ModelView =
  | { readonly kind: ModelKind; readonly state: 'untrained' }
  | {
      readonly kind: ModelKind;
      readonly role: SeatRole;
      readonly state: 'unusable';
      readonly version: string;
      readonly because: string;
    }
  | {
      readonly kind: ModelKind;
      readonly role: SeatRole;
      readonly state: 'trained';
      /** When it took its place. */
      readonly since: EpochMs;
      readonly manifest: Omit<Manifest, 'record' | 'expectedValue'>;
      readonly asked: { readonly market: string; readonly at: EpochMs };
      readonly ageDays: number;
      readonly licence: Licence;
      /** Why it has no vote; null where it has one. */
      readonly because: string | null;
      /** Its share of the vote. */
      readonly weight: number;
    };

export type TrainedView = Extract<ModelView, { readonly state: 'trained' }>;

/** How those that are licensed come to one word. */
export interface EnsembleView {
  /** The licensed versions, that with most gain first. */
  readonly licensed: readonly string[];
  /** What exactly these are worth together; null where that was never measured: then the first votes alone. */
  readonly mixture:
    | (Pick<MeasuredMixture, 'rows' | 'logLoss' | 'baseLogLoss'> & { readonly measuredAt: EpochMs })
    | null;
  /** Why the file of mixtures cannot be used; null where it can, or there is none. */
  readonly trouble: string | null;
}

export interface Seats {
  readonly models: readonly ModelView[];
  readonly ensemble: EnsembleView;
}

/**
 * The four kinds of model with those that hold their places, the champion first; a kind without a champion begins with an
 * empty place. Throws a PortError where the store cannot be reached, or its roster is none.
 */
export async function seatsOf(store: ModelStore, asked: Asked): Promise<Seats> {
  const places = await modelReader(store)();
  const { mixtures, trouble } = await mixturesIn(store);
  const seats = places.map(({ model }): Seat => {
    if (model.type === 'unusable') return model;
    const { market, at } = whenAsked(model.manifest, asked);
    return seatOfModel(model, market, at);
  });
  const shares = sharesOf(seats, mixtures);
  const views = places.map((place, n) => viewOf(place, seats[n] as Seat, shares[n] ?? 0, asked));
  const models = MODEL_KINDS.flatMap((kind): readonly ModelView[] => {
    const own = views.filter(view => view.kind === kind);
    const vacant = !own.some(view => view.state !== 'untrained' && view.role === 'champion');
    return vacant ? [{ kind, state: 'untrained' }, ...own] : own;
  });
  const licensed = licensedOf(seats).map(({ model }) => model.manifest.version);
  return { models, ensemble: { licensed, mixture: mixtureFor(licensed, mixtures), trouble } };
}

function mixtureFor(licensed: readonly string[], known: Mixtures | undefined): EnsembleView['mixture'] {
  const found = mixtureOfVersions(known, licensed);
  if (known === undefined || found === undefined) return null;
  const { rows, logLoss, baseLogLoss } = found;
  return { rows, logLoss, baseLogLoss, measuredAt: known.measuredAt };
}

interface Read {
  readonly mixtures: Mixtures | undefined;
  readonly trouble: string | null;
}

/** The desk goes on without a file of mixtures that is none; so does this. */
async function mixturesIn(store: ModelStore): Promise<Read> {
  try {
    return { mixtures: await mixturesReader(store)(), trouble: null };
  } catch (error) {
    if (!(error instanceof PortError) || error.kind !== 'malformed') throw error;
    return { mixtures: undefined, trouble: error.message };
  }
}

const whenAsked = ({ market, revalidatedAt }: Manifest, asked: Asked) => ({
  market: asked.market ?? market,
  at: asked.at ?? revalidatedAt,
});

function viewOf({ model, held }: Omit<Place, 'key'>, seat: Seat, weight: number, asked: Asked): ModelView {
  const { kind, role } = model;
  if (model.type === 'unusable')
    return { kind, role, state: 'unusable', version: held.version, because: model.because };
  const { manifest } = model;
  const { record: _record, expectedValue: _value, ...told } = manifest;
  const { market, at } = whenAsked(manifest, asked);
  const desk = { schemaHash: schemaOfKind(kind).hash, market, promoted: role === 'champion' };
  return {
    kind,
    role,
    state: 'trained',
    since: held.since,
    manifest: told,
    asked: { market, at },
    ageDays: Math.max(0, (at - told.trainedAt) / DAY_MS),
    licence: licenceOfModel(manifest, desk, at),
    because: seat.type === 'refused' ? seat.because : null,
    weight,
  };
}
