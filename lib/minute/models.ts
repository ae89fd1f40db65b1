/** The models as their store has them: who holds which seat, and the files of those that do. */
import { textOf } from '../models/digest.ts';
import {
  EMPTY_ROSTER,
  type Held,
  holdersOf,
  type Roster,
  RosterError,
  readRoster,
} from '../models/roster.ts';
import { type HeldModel, modelOf, type StoredModel } from '../models/stored.ts';
import { type ModelStore, PortError } from '../ports.ts';

/** The roster, and the text that it was read from, which is what a change of it is conditional on. */
export interface ReadRoster {
  readonly roster: Roster;
  readonly text: string | undefined;
}

/** @throws PortError also for a roster that is none: who votes is not guessed */
export async function rosterOf({ roster }: Pick<ModelStore, 'roster'>): Promise<ReadRoster> {
  const text = await roster.read();
  if (text === undefined) return { roster: EMPTY_ROSTER, text };
  try {
    return { roster: readRoster(text), text };
  } catch (error) {
    if (error instanceof RosterError) throw new PortError('malformed', error.message, { cause: error });
    throw error;
  }
}

/** A model with the two files of its place; each place read once, since what it names never changes. */
export interface Place {
  readonly key: string;
  readonly held: Held;
  readonly stored: StoredModel;
  readonly model: HeldModel;
}

/** Reads the models of the roster, and a model again only when another version or manifest holds its place. */
export function modelReader(store: ModelStore): () => Promise<readonly Omit<Place, 'key'>[]> {
  let known: readonly Place[] = [];
  return async () => {
    const { roster } = await rosterOf(store);
    const wanted = roster.seats.flatMap(seat =>
      holdersOf(seat).map(holder => ({ kind: seat.kind, ...holder })),
    );
    const places = wanted.map(async ({ kind, role, held }): Promise<Place> => {
      const key = `${kind} ${role} ${held.file} ${held.manifest}`;
      const old = known.find(place => place.key === key);
      // What was missing may have come since.
      if (old !== undefined && 'file' in old.stored) return old;
      const [manifest, file] = await Promise.all([
        store.files.read(held.manifest),
        store.files.read(held.file),
      ]);
      const stored: StoredModel =
        manifest === undefined || file === undefined
          ? { kind, role, because: `its store has no ${manifest === undefined ? held.manifest : held.file}` }
          : { kind, role, manifest: textOf(manifest), file };
      return { key, held, stored, model: modelOf(stored) };
    });
    known = await Promise.all(places);
    return known;
  };
}
