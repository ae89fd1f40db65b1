import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '../../desk/units.ts';
import { Refusal } from '../../local/refusal.ts';
import { heldOf } from '../../models/files.ts';
import type { Manifest } from '../../models/manifest.ts';
import {
  EMPTY_ROSTER,
  noting,
  type Roster,
  RosterError,
  readRoster,
  seatAt,
  withSeat,
  writeRoster,
} from '../../models/roster.ts';
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
 * Writes a model into a folder and makes it the champion of its kind: whoever trains by hand promotes. Models of other
 * kinds stay where they are. @throws Refusal when the disk does not take it
 */
export function seatIn(folder: string, manifest: Manifest, file: Uint8Array): readonly string[] {
  const roster = rosterIn(folder);
  const { held, text } = heldOf(manifest, manifest.trainedAt);
  const { version } = manifest;
  const { changes, kind } = seatAt(roster, manifest.kind);
  const seat = noting({ kind, champion: held, line: [], changes }, manifest.trainedAt, {
    version,
    what: 'promoted',
    because: 'trained by hand into this folder',
  });
  return writeTogether(folder, {
    [held.file]: file,
    [held.manifest]: text,
    // Last: what it names is there by then.
    [ROSTER]: writeRoster(withSeat(roster, seat)),
  });
}
