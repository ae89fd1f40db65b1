import { epochMs } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import type { LearningDesk } from '../minute/desk.ts';
import { rosterOf } from '../minute/models.ts';
import type { Tick } from '../minute/tick.ts';
import { bytesOf } from '../models/digest.ts';
import { heldOf } from '../models/files.ts';
import { foreignTo } from '../models/foreign.ts';
import type { Manifest } from '../models/manifest.ts';
import { type DayRecord, recordOf } from '../models/record.ts';
import { licenceOfModel, revalidated } from '../models/revalidate.ts';
import { seatAt, withManifest, withSeat, writeRoster } from '../models/roster.ts';
import { schemaOfKind } from '../models/schemas.ts';
import type { HeldModel, UsableModel } from '../models/stored.ts';
import { predictionsOf, resolveAll } from './resolve.ts';

/** What a renewal has added to a model's record. */
export interface Renewed {
  readonly manifest: Manifest;
  readonly fresh: readonly DayRecord[];
}

/** Renews a model's manifest by what has been resolved since; undefined where it stays as it was, which is noted. */
export async function revalidate(tick: Tick<LearningDesk>, model: HeldModel): Promise<Renewed | undefined> {
  const { desk, minute } = tick;
  if (model.type === 'unusable') return undefined;
  const { manifest, kind, role } = model;
  const told = { type: 'revalidated', kind, version: manifest.version } as const;
  const keep = (because: string): undefined => {
    tick.note({ ...told, resolved: 0, licensed: false, because });
  };
  const elsewhere = foreignTo(manifest, desk.modelMarket);
  if (elsewhere !== undefined) return keep(elsewhere);
  const said = await predictionsOf(tick, manifest);
  const resolved = await resolveAll(tick, said, manifest);
  if (resolved.length === 0) {
    const since = minuteText(manifest.resolvedTo);
    return keep(
      `of ${said.length} predictions since ${since} none could be resolved; its record stays as it was`,
    );
  }
  const next = revalidated(manifest, resolved, epochMs(minute));
  if (!(await renew(desk, model, next))) return keep('another version took its place meanwhile');
  const asked = {
    schemaHash: schemaOfKind(kind).hash,
    market: desk.modelMarket,
    promoted: role === 'champion',
  };
  const licence = licenceOfModel(next, asked, epochMs(minute));
  const because = licence.licensed ? standingWords(licence) : licence.because;
  tick.note({ ...told, resolved: resolved.length, licensed: licence.licensed, because });
  return { manifest: next, fresh: recordOf(resolved.filter(({ at }) => at > manifest.resolvedTo)) };
}

/** Puts the renewed manifest beside the old one, then into the roster. False where the model holds no seat any more. */
async function renew(
  { models }: LearningDesk,
  { kind, manifest }: UsableModel,
  next: Manifest,
): Promise<boolean> {
  const { roster, text: read } = await rosterOf(models);
  const { held, text } = heldOf(next, epochMs(next.trainedAt));
  const seat = seatAt(roster, kind);
  const renewed = withManifest(seat, manifest.version, held.manifest);
  if (renewed === seat) return false;
  await models.files.write(held.manifest, bytesOf(text));
  return (await models.roster.write(writeRoster(withSeat(roster, renewed)), read)) === 'saved';
}

const standingWords = ({
  standing,
}: Extract<ReturnType<typeof licenceOfModel>, { licensed: true }>): string => {
  const { winRate, leaning, n, gain } = standing;
  const rate = `${(100 * winRate.value).toFixed(1)} % of ${leaning} right`;
  return `${rate}, log loss ${gain.value.toFixed(5)} below the base rate's over ${n}`;
};
