import { digestOf } from './digest.ts';
import type { ModelKind } from './ensemble.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import type { Held } from './roster.ts';

/** The endings of the standard formats: XGBoost's JSON, LightGBM's text, ONNX. */
const ENDINGS: Readonly<Record<ModelKind, string>> = {
  xgboost: 'json',
  lightgbm: 'txt',
  nhits: 'onnx',
  patchtst: 'onnx',
};

/** The name of a model's file in its store. A version never has two contents: its name holds the file's digest. */
export const modelFileName = ({ kind, version }: Pick<Manifest, 'kind' | 'version'>): string =>
  `${kind}/${version}/model.${ENDINGS[kind]}`;

/** The name of a manifest's text. A renewed manifest is another text beside the first. */
export const manifestName = ({ kind, version }: Pick<Manifest, 'kind' | 'version'>, text: string): string =>
  `${kind}/${version}/manifest-${digestOf(text).slice(0, 12)}.json`;

/** The name of what a version said out of fold, which the mixtures of several models are measured on. */
export const predictionsName = ({ kind, version }: Pick<Manifest, 'kind' | 'version'>): string =>
  `${kind}/${version}/out-of-fold.json`;

/** The name of a text of mixtures, which never changes. */
export const mixturesName = (text: string): string => `mixtures/${digestOf(text).slice(0, 12)}.json`;

/** A version as a roster holds it, and the text of its manifest. */
export function heldOf(
  manifest: Manifest,
  since: Held['since'],
): { readonly held: Held; readonly text: string } {
  const text = writeManifest(manifest);
  const { version } = manifest;
  const held = { version, file: modelFileName(manifest), manifest: manifestName(manifest, text), since };
  return { held, text };
}
