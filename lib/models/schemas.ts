import type { ModelKind } from './ensemble.ts';
import { SEQUENCE } from './features/sequence.ts';
import { FEATURES } from './features.ts';
import type { Schema } from './schema.ts';

/** What each kind of model reads: trees a row of features, nets the bars themselves. */
export const schemaOfKind = (kind: ModelKind): Schema => SCHEMAS[kind];

const SCHEMAS: Readonly<Record<ModelKind, Schema>> = {
  xgboost: FEATURES,
  lightgbm: FEATURES,
  nhits: SEQUENCE,
  patchtst: SEQUENCE,
};
