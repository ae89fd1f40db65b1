import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelKind } from '../../lib/models/ensemble.ts';
import { type Held, readRoster, seatAt } from '../../lib/models/roster.ts';

/** A champion's two files as they lie in a folder of models. */
export interface ChampionFiles {
  readonly held: Held;
  readonly manifest: string;
  readonly file: Uint8Array;
}

export function championFiles(folder: string, kind: ModelKind = 'xgboost'): ChampionFiles {
  const held = seatAt(readRoster(readFileSync(join(folder, 'roster.json'), 'utf8')), kind).champion;
  if (held === undefined) throw new Error(`${folder} has no champion of the kind ${kind}`);
  return {
    held,
    manifest: readFileSync(join(folder, held.manifest), 'utf8'),
    file: new Uint8Array(readFileSync(join(folder, held.file))),
  };
}
