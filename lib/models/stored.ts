import type { ModelKind } from './ensemble.ts';
import type { Rows } from './learner.ts';
import { checkFile, type Manifest, ManifestError, readManifest } from './manifest.ts';
import type { SeatRole } from './roster.ts';
import { runnerOf } from './runners.ts';
import { schemaOfKind } from './schemas.ts';
import { ModelFileError } from './trees/errors.ts';
import type { Work } from './work.ts';

/** A model's two files as a store keeps them, unread; or why the store has them not, though it should. */
export type StoredModel =
  | {
      readonly kind: ModelKind;
      /** Only a champion may vote: what a person or the daily training has promoted (I51). */
      readonly role: SeatRole;
      readonly manifest: string;
      readonly file: Uint8Array;
    }
  | { readonly kind: ModelKind; readonly role: SeatRole; readonly because: string };

/** A model that can be run, or the reason why it cannot. */
export type HeldModel =
  | {
      readonly type: 'usable';
      readonly kind: ModelKind;
      readonly role: SeatRole;
      readonly manifest: Manifest;
      /** Log odds that the price goes up, a number a row. */
      margins(rows: Rows): Work<ArrayLike<number>>;
    }
  | {
      readonly type: 'unusable';
      readonly kind: ModelKind;
      readonly role: SeatRole;
      readonly because: string;
    };

export type UsableModel = Extract<HeldModel, { type: 'usable' }>;

/** Reads a stored model. Files that do not belong together, or are broken, make it unusable, with one line that says why. */
export function modelOf(stored: StoredModel): HeldModel {
  const { kind, role } = stored;
  const unusable = (because: string): HeldModel => ({ type: 'unusable', kind, role, because });
  if ('because' in stored) return unusable(stored.because);
  try {
    const manifest = readManifest(stored.manifest);
    if (manifest.kind !== kind)
      return unusable(`its manifest is that of a model of the kind ${manifest.kind}`);
    checkFile(manifest, stored.file);
    const runner = runnerOf(kind, stored.file);
    const { hash, names } = schemaOfKind(kind);
    if (manifest.schemaHash === hash && runner.columns !== names.length)
      return unusable(`its file reads ${runner.columns} features, its manifest's schema has ${names.length}`);
    return {
      type: 'usable',
      kind,
      role,
      manifest,
      margins: rows => runner.margins(rows),
    };
  } catch (error) {
    if (error instanceof ManifestError || error instanceof ModelFileError) return unusable(error.message);
    throw error;
  }
}
