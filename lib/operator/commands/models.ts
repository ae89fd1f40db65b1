import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, type EpochMs } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import { textOf } from '../../models/digest.ts';
import { MODEL_KINDS, type ModelKind } from '../../models/ensemble.ts';
import type { Licence } from '../../models/licence.ts';
import type { Manifest } from '../../models/manifest.ts';
import { licenceOfModel } from '../../models/revalidate.ts';
import { type Held, holdersOf, type SeatRole, seatAt } from '../../models/roster.ts';
import { schemaOfKind } from '../../models/schemas.ts';
import { modelOf } from '../../models/stored.ts';
import type { Answer } from '../answer.ts';
import { rosterIn } from '../training/seat.ts';
import { modelsLines } from '../views/models.ts';
import { whatIfLines } from '../views/what-if.ts';

export interface ModelsOptions {
  readonly dir: string;
  /** The market of the desk that is asked for; the model's own when left out. */
  readonly market: string | undefined;
  /** The instant of that desk; the model's last revalidation when left out. */
  readonly at: EpochMs | undefined;
}

/** One model of the folder, or the place of a kind that has none, as `--json` prints it. */
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
  const views = viewsOf(options);
  return {
    json: { dir, models: views },
    lines: screen => modelsLines(dir, views, screen),
    exitCode: views.some(({ state }) => state === 'unusable') ? 1 : 0,
  };
}

/** For each confidence threshold what each model’s trades would have brought, out of sample. @throws Refusal */
export function whatIf(options: ModelsOptions): Answer {
  const shown = viewsOf(options).flatMap(view =>
    view.state === 'trained'
      ? [{ kind: view.kind, version: view.manifest.version, thresholds: view.manifest.thresholds ?? [] }]
      : [],
  );
  return { json: { dir: options.dir, models: shown }, lines: screen => whatIfLines(shown, screen) };
}

function viewsOf(options: ModelsOptions): readonly ModelView[] {
  const { dir } = options;
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new Refusal(`--dir ${dir}: there is no such folder; npm run desk -- train makes one`);
  const roster = rosterIn(dir);
  return MODEL_KINDS.flatMap((kind): ModelView[] => {
    const seat = seatAt(roster, kind);
    const held = holdersOf(seat).map(({ role, held: one }) => viewOf(options, kind, role, one));
    return seat.champion === undefined ? [{ kind, state: 'untrained' }, ...held] : held;
  });
}

function viewOf({ dir, market, at }: ModelsOptions, kind: ModelKind, role: SeatRole, held: Held): ModelView {
  const unusable = (because: string): ModelView => ({
    kind,
    role,
    state: 'unusable',
    version: held.version,
    because,
  });
  const missing = [held.manifest, held.file].find(name => !existsSync(join(dir, name)));
  if (missing !== undefined) return unusable(`there is no ${missing}`);
  const [manifest, file] = [held.manifest, held.file].map(name => readFileSync(join(dir, name)));
  const model = modelOf({ kind, role, manifest: textOf(manifest ?? NOTHING), file: file ?? NOTHING });
  if (model.type === 'unusable') return unusable(model.because);
  const { record: _record, expectedValue: _value, ...told } = model.manifest;
  const asked = { market: market ?? told.market, at: at ?? told.revalidatedAt };
  const desk = { schemaHash: schemaOfKind(kind).hash, market: asked.market, promoted: role === 'champion' };
  return {
    kind,
    role,
    state: 'trained',
    manifest: told,
    asked,
    ageDays: Math.max(0, (asked.at - told.trainedAt) / DAY_MS),
    licence: licenceOfModel(model.manifest, desk, asked.at),
  };
}

const NOTHING = new Uint8Array();
