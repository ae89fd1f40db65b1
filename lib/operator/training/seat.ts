import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import { heldOf, mixturesName, predictionsName } from '../../models/files.ts';
import { writeKept } from '../../models/kept-predictions.ts';
import type { Manifest } from '../../models/manifest.ts';
import { type Mixtures, writeMixtures } from '../../models/mixtures.ts';
import {
  EMPTY_ROSTER,
  type Held,
  noting,
  type Roster,
  RosterError,
  type RosterSeat,
  readRoster,
  seatAt,
  withSeat,
  writeRoster,
} from '../../models/roster.ts';
import type { Trained } from '../../models/train.ts';
import { writeTogether } from './out-folder.ts';

const ROSTER = 'roster.json';

/** The roster of a folder of models; an empty one where there is none. @throws Refusal for one that is none */
export function rosterIn(folder: string): Roster {
  const place = join(folder, ROSTER);
  if (!existsSync(place)) return EMPTY_ROSTER;
  try {
    return readRoster(readFileSync(place, 'utf8'));
  } catch (error) {
    if (error instanceof RosterError) throw new Refusal(`${place}: ${error.message}`);
    throw error;
  }
}

/** Writes a model into a folder as the challenger of its kind; one that was there before gives way. @throws Refusal */
export function enterIn(
  folder: string,
  manifest: Manifest,
  file: Uint8Array,
  now: EpochMs,
): readonly string[] {
  const roster = rosterIn(folder);
  const { held, text } = heldOf(manifest, now);
  const { version } = manifest;
  const before = seatAt(roster, manifest.kind);
  if (before.champion?.version === version || before.previous?.version === version)
    throw new Refusal(`--dir ${folder}: ${version} holds a place there already`);
  const seat = noting({ ...before, challenger: held }, now, {
    version,
    what: 'entered',
    because: 'brought from elsewhere',
  });
  return writeTogether(folder, {
    [held.file]: file,
    [held.manifest]: text,
    [ROSTER]: writeRoster(withSeat(roster, seat)),
  });
}

/**
 * Writes models into a folder and makes each the champion of its kind: whoever trains by hand promotes. Models of other
 * kinds stay where they are. With `together` also what each said out of fold, and what they are worth as an ensemble.
 * @throws Refusal when the disk does not take it
 */
export function seatIn(
  folder: string,
  trained: readonly Pick<Trained<unknown>, 'manifest' | 'file' | 'kept'>[],
  together?: Mixtures,
): readonly string[] {
  const files: Record<string, string | Uint8Array> = {};
  let roster = rosterIn(folder);
  for (const { manifest, file, kept } of trained) {
    const { held, text } = heldOf(manifest, manifest.trainedAt);
    files[held.file] = file;
    files[held.manifest] = text;
    if (together !== undefined) files[predictionsName(manifest)] = writeKept(kept);
    roster = withSeat(roster, seatedByHand(seatAt(roster, manifest.kind), manifest, held));
  }
  if (together !== undefined) {
    const text = writeMixtures(together);
    roster = { ...roster, mixtures: mixturesName(text) };
    files[mixturesName(text)] = text;
  }
  // Last: what it names is there by then.
  return writeTogether(folder, { ...files, [ROSTER]: writeRoster(roster) });
}

const seatedByHand = (
  { kind, changes }: RosterSeat,
  { version, trainedAt }: Manifest,
  held: Held,
): RosterSeat =>
  noting({ kind, champion: held, line: [], changes }, trainedAt, {
    version,
    what: 'promoted',
    because: 'trained by hand into this folder',
  });
