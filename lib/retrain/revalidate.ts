import { epochMs } from '../desk/units.ts';
import { minuteText } from '../desk/words.ts';
import type { LearningDesk } from '../minute/desk.ts';
import type { Tick } from '../minute/tick.ts';
import { bytesOf } from '../models/digest.ts';
import { heldOf } from '../models/files.ts';
import { foreignTo } from '../models/foreign.ts';
import type { Manifest } from '../models/manifest.ts';
import { type DayRecord, recordOf } from '../models/record.ts';
import { licenceOfModel, revalidated } from '../models/revalidate.ts';
import { withManifest } from '../models/roster.ts';
import { schemaOfKind } from '../models/schemas.ts';
import { lined } from '../models/seat-changes.ts';
import type { HeldModel, UsableModel } from '../models/stored.ts';
import { predictionsOf, resolveAll } from './resolve.ts';
import { saveSeat } from './seat.ts';

/** Renews a model's manifest by what has been resolved since; false where it stays as it was, which is noted. */
export async function revalidate(tick: Tick<LearningDesk>, model: HeldModel): Promise<boolean> {
  const { desk, minute } = tick;
  if (model.type === 'unusable') return false;
  const { manifest, kind, role } = model;
  const told = { type: 'revalidated', kind, version: manifest.version } as const;
  const keep = (because: string): false => {
    tick.note({ ...told, resolved: 0, licensed: false, because });
    return false;
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
  const fresh = recordOf(resolved.filter(({ at }) => at > manifest.resolvedTo));
  if (!(await renew(tick, model, next, fresh))) return keep('another version took its place meanwhile');
  const asked = {
    schemaHash: schemaOfKind(kind).hash,
    market: desk.modelMarket,
    promoted: role === 'champion',
  };
  const licence = licenceOfModel(next, asked, epochMs(minute));
  const because = licence.licensed ? standingWords(licence) : licence.because;
  tick.note({ ...told, resolved: resolved.length, licensed: licence.licensed, because });
  return true;
}

/**
 * Puts the renewed manifest beside the old one, then into the roster, and what is new of a champion to the line that it is
 * one of. False where the model holds no seat any more.
 */
async function renew(
  tick: Tick<LearningDesk>,
  { kind, role, manifest }: UsableModel,
  next: Manifest,
  fresh: readonly DayRecord[],
): Promise<boolean> {
  const { held, text } = heldOf(next, next.trainedAt);
  await tick.desk.models.files.write(held.manifest, bytesOf(text));
  let holds = false;
  await saveSeat(tick, kind, seat => {
    const renewed = withManifest(seat, manifest.version, held.manifest);
    holds = renewed !== seat;
    return holds && role === 'champion' ? lined(renewed, fresh) : renewed;
  });
  return holds;
}

const standingWords = ({
  standing,
}: Extract<ReturnType<typeof licenceOfModel>, { licensed: true }>): string => {
  const { winRate, leaning, n, gain } = standing;
  const rate = `${(100 * winRate.value).toFixed(1)} % of ${leaning} right`;
  return `${rate}, log loss ${gain.value.toFixed(5)} below the base rate's over ${n}`;
};
