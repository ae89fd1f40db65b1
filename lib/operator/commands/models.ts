import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, type EpochMs } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import { MODEL_KINDS, type ModelKind } from '../../models/ensemble.ts';
import { FEATURES } from '../../models/features.ts';
import type { Licence } from '../../models/licence.ts';
import { checkFile, type Manifest, ManifestError, readManifest } from '../../models/manifest.ts';
import { licenceOfModel } from '../../models/revalidate.ts';
import { ModelFileError } from '../../models/trees/errors.ts';
import { readXgboostJson } from '../../models/trees/read-xgboost.ts';
import type { Answer } from '../answer.ts';
import { modelsLines } from '../views/models.ts';

export interface ModelsOptions {
  readonly dir: string;
  /** The market of the desk that is asked for; the model's own when left out. */
  readonly market: string | undefined;
  /** The instant of that desk; the model's last revalidation when left out. */
  readonly at: EpochMs | undefined;
}

/** One of the four kinds, as `--json` prints it. */
export type ModelView =
  | { readonly kind: ModelKind; readonly state: 'untrained' }
  | { readonly kind: ModelKind; readonly state: 'unusable'; readonly because: string }
  | {
      readonly kind: ModelKind;
      readonly state: 'trained';
      readonly manifest: Omit<Manifest, 'record' | 'expectedValue'>;
      readonly asked: { readonly market: string; readonly at: EpochMs };
      readonly ageDays: number;
      readonly licence: Licence;
    };

/**
 * The four kinds of model: which are trained in this folder, what each has shown, and whether it may vote.
 * A file that cannot be used is shown as such, and ends the command with 1. @throws Refusal for a folder there is not
 */
export function models(options: ModelsOptions): Answer {
  const { dir } = options;
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new Refusal(`--dir ${dir}: there is no such folder; npm run desk -- train makes one`);
  const found = modelIn(options);
  const views = MODEL_KINDS.map(
    (kind): ModelView => (found?.kind === kind ? found : { kind, state: 'untrained' }),
  );
  return {
    json: { dir, models: views },
    lines: screen => modelsLines(dir, views, screen),
    exitCode: found?.state === 'unusable' ? 1 : 0,
  };
}

function modelIn({ dir, market, at }: ModelsOptions): ModelView | undefined {
  const kindThere = MODEL_KINDS.find(kind => existsSync(join(dir, `${kind}.json`)));
  const place = join(dir, 'manifest.json');
  if (!existsSync(place)) {
    return kindThere === undefined
      ? undefined
      : { kind: kindThere, state: 'unusable', because: 'there is no manifest.json beside it' };
  }
  try {
    const manifest = readManifest(readFileSync(place, 'utf8'));
    const fault = fileFault(dir, manifest);
    if (fault !== undefined) return { kind: manifest.kind, state: 'unusable', because: fault };
    return trained(manifest, { market: market ?? manifest.market, at: at ?? manifest.revalidatedAt });
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return { kind: kindThere ?? 'xgboost', state: 'unusable', because: error.message };
  }
}

function fileFault(dir: string, manifest: Manifest): string | undefined {
  const place = join(dir, `${manifest.kind}.json`);
  if (!existsSync(place)) return `the manifest is there, ${manifest.kind}.json is not`;
  try {
    const file = readFileSync(place, 'utf8');
    checkFile(manifest, file);
    if (manifest.kind === 'xgboost') readXgboostJson(file);
    return undefined;
  } catch (error) {
    if (error instanceof ManifestError || error instanceof ModelFileError) return error.message;
    throw error;
  }
}

function trained(given: Manifest, asked: { readonly market: string; readonly at: EpochMs }): ModelView {
  const desk = { schemaHash: FEATURES.hash, market: asked.market, promoted: true };
  const { record: _record, expectedValue: _value, ...manifest } = given;
  return {
    kind: given.kind,
    state: 'trained',
    manifest,
    asked,
    ageDays: Math.max(0, (asked.at - given.trainedAt) / DAY_MS),
    licence: licenceOfModel(given, desk, asked.at),
  };
}
