import type { ModelKind } from './ensemble.ts';
import { COLUMNS, FEATURES } from './features.ts';
import { checkFile, type Manifest, ManifestError, readManifest } from './manifest.ts';
import { ModelFileError } from './trees/errors.ts';
import type { Matrix } from './trees/matrix.ts';
import { marginsOf } from './trees/predict.ts';
import { readXgboostJson } from './trees/read-xgboost.ts';

/** A model's two files as a store keeps them, unread; or why the store has them not, though it should. */
export type StoredModel =
  | {
      readonly kind: ModelKind;
      /** Only what a person or the daily training has promoted may vote (I51). */
      readonly promoted: boolean;
      readonly manifest: string;
      readonly file: string;
    }
  | { readonly kind: ModelKind; readonly because: string };

/** A model that can be run, or the reason why it cannot. */
export type Champion =
  | {
      readonly type: 'usable';
      readonly kind: ModelKind;
      readonly promoted: boolean;
      readonly manifest: Manifest;
      /** Log odds that the price goes up, a number a row. */
      margins(rows: Matrix): ArrayLike<number>;
    }
  | { readonly type: 'unusable'; readonly kind: ModelKind; readonly because: string };

/** Reads a stored model. Files that do not belong together, or are broken, make it unusable, with one line that says why. */
export function championOf(stored: StoredModel): Champion {
  const { kind } = stored;
  const unusable = (because: string): Champion => ({ type: 'unusable', kind, because });
  if ('because' in stored) return unusable(stored.because);
  try {
    const manifest = readManifest(stored.manifest);
    if (manifest.kind !== kind)
      return unusable(`its manifest is that of a model of the kind ${manifest.kind}`);
    checkFile(manifest, stored.file);
    if (kind !== 'xgboost') return unusable(`this version cannot run models of the kind ${kind}`);
    const booster = readXgboostJson(stored.file);
    if (manifest.schemaHash === FEATURES.hash && booster.featureCount !== COLUMNS)
      return unusable(
        `its file reads ${booster.featureCount} features, its manifest's schema has ${COLUMNS}`,
      );
    return {
      type: 'usable',
      kind,
      promoted: stored.promoted,
      manifest,
      margins: rows => marginsOf(booster, rows),
    };
  } catch (error) {
    if (error instanceof ManifestError || error instanceof ModelFileError) return unusable(error.message);
    throw error;
  }
}
