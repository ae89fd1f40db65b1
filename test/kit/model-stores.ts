import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { memoryModelStore } from '../../lib/adapters/memory/model-store.ts';
import { epochMs } from '../../lib/desk/units.ts';
import { modelReader } from '../../lib/minute/models.ts';
import { bytesOf, textOf } from '../../lib/models/digest.ts';
import { modelFileName } from '../../lib/models/files.ts';
import { readManifest } from '../../lib/models/manifest.ts';
import {
  EMPTY_ROSTER,
  type Held,
  type Roster,
  seatAt,
  withSeat,
  writeRoster,
} from '../../lib/models/roster.ts';
import type { StoredModel } from '../../lib/models/stored.ts';
import type { ModelStore, Tensors } from '../../lib/ports.ts';
import { PortError } from '../../lib/ports.ts';

/** Models with their files, seated: the files may be none, or not belong together. */
export interface Seated {
  readonly roster: Roster;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export function seated(models: readonly StoredModel[]): Seated {
  const files = new Map<string, Uint8Array>();
  const roster = models.reduce((sofar, stored, n) => {
    const { kind, role } = stored;
    const version = versionOf(stored) ?? `${kind}-${n}`;
    const held: Held = {
      version,
      file: modelFileName({ kind, version }),
      manifest: `${kind}/${version}/manifest.json`,
      since: epochMs(0),
    };
    if ('file' in stored) {
      files.set(held.file, stored.file);
      files.set(held.manifest, bytesOf(stored.manifest));
    }
    return withSeat(sofar, { ...seatAt(sofar, kind), [role]: held });
  }, EMPTY_ROSTER);
  return { roster, files };
}

function versionOf(stored: StoredModel): string | undefined {
  if (!('manifest' in stored)) return undefined;
  try {
    return readManifest(stored.manifest).version;
  } catch {
    return undefined;
  }
}

/** A store in memory that holds these models. */
export function modelStoreOf(models: readonly StoredModel[]): ModelStore {
  const { roster, files } = seated(models);
  return memoryModelStore(models.length === 0 ? {} : { files, roster: writeRoster(roster) });
}

/** For desks whose models are trees alone. */
export const noTensors: Tensors = {
  run: async () => {
    throw new PortError('unavailable', 'no graph can be run here');
  },
  release: async () => {},
};

/** The text of the only model's manifest as its seat has it now. */
export async function manifestTextIn({ files, roster }: ModelStore): Promise<string> {
  const text = (await roster.read()) ?? '';
  const [seat] = (JSON.parse(text) as Roster).seats;
  return textOf((await files.read(seat?.champion?.manifest ?? '')) ?? new Uint8Array());
}

/** Writes models into a folder as training does. */
export function writeModels(folder: string, models: readonly StoredModel[]): void {
  const { roster, files } = seated(models);
  for (const [name, bytes] of [...files, ['roster.json', bytesOf(writeRoster(roster))] as const]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** The models of a folder, unread. */
export async function modelsIn(store: ModelStore): Promise<readonly StoredModel[]> {
  return (await modelReader(store)()).map(({ stored }) => stored);
}
