import { epochMs } from '../desk/units.ts';
import type { LearningDesk } from '../minute/desk.ts';
import { mixturesReader } from '../minute/mixtures.ts';
import { rosterOf } from '../minute/models.ts';
import type { Tick } from '../minute/tick.ts';
import { bytesOf, textOf } from '../models/digest.ts';
import { exitsHashOf } from '../models/expected-value.ts';
import { mixturesName, predictionsName } from '../models/files.ts';
import { type KeptPredictions, KeptPredictionsError, readKept } from '../models/kept-predictions.ts';
import { type Mixtures, measureMixtures, writeMixtures } from '../models/mixtures.ts';
import { writeRoster } from '../models/roster.ts';
import { PortError } from '../ports.ts';
import { type Lessons, valuingLimits } from './lessons.ts';

/**
 * Measures what the champions are worth together on what they said out of fold, and names it in the roster. Nothing is
 * done where the same champions were measured under the same exits. Throws a PortError where the store cannot be reached.
 */
export async function mix(tick: Tick<LearningDesk>, lessons: () => Promise<Lessons>): Promise<void> {
  const { models } = tick.desk;
  const members = await predictionsOfChampions(tick);
  if (members.length === 0) return;
  const exitsHash = exitsHashOf(await valuingLimits(tick));
  if (isMeasured(await lastKnown(tick), members, exitsHash)) return;
  // The night's bars are asked for only now: a later call of the night mostly has nothing to measure.
  const { coins, limits } = await lessons();
  const mixtures = measureMixtures(members, coins, limits);
  const text = writeMixtures({
    format: 1,
    measuredAt: epochMs(tick.minute),
    versions: members.map(({ version }) => version),
    exitsHash,
    mixtures,
  });
  const name = mixturesName(text);
  await models.files.write(name, bytesOf(text));
  const { roster, text: read } = await rosterOf(models);
  if ((await models.roster.write(writeRoster({ ...roster, mixtures: name }), read)) === 'conflict')
    throw new PortError('unavailable', 'the roster of the models was changed by another hand meanwhile');
  const together = mixtures.findLast(({ members: { length } }) => length === members.length);
  const gain = together && together.baseLogLoss - together.logLoss;
  tick.note({
    type: 'state',
    what: `the ensemble of ${members.map(({ kind }) => kind).join(', ')} was measured`,
    because:
      gain === undefined
        ? 'together they have gained nothing out of sample'
        : `${together?.rows} rows out of sample, log loss ${Math.abs(gain).toFixed(5)} ${gain > 0 ? 'below' : 'above'} the base rate's`,
  });
}

/** What the champions said out of fold; one that has no such file, or a broken one, has no part in a mixture. */
async function predictionsOfChampions(tick: Tick<LearningDesk>): Promise<readonly KeptPredictions[]> {
  const { models } = tick.desk;
  const { roster } = await rosterOf(models);
  const found: KeptPredictions[] = [];
  for (const { kind, champion } of roster.seats) {
    if (champion === undefined) continue;
    const bytes = await models.files.read(predictionsName({ kind, version: champion.version }));
    if (bytes === undefined) continue;
    try {
      found.push(readKept(textOf(bytes)));
    } catch (error) {
      if (!(error instanceof KeptPredictionsError)) throw error;
      tick.note({ type: 'trouble', what: `predictions of ${champion.version}`, because: error.message });
    }
  }
  return found;
}

/** Mixtures that cannot be read are measured anew. */
async function lastKnown({ desk }: Tick<LearningDesk>): Promise<Mixtures | undefined> {
  try {
    return await mixturesReader(desk.models)();
  } catch (error) {
    if (error instanceof PortError && error.kind === 'malformed') return undefined;
    throw error;
  }
}

/** Whether exactly these versions were measured, under these exits. */
const isMeasured = (
  known: Mixtures | undefined,
  members: readonly KeptPredictions[],
  exitsHash: string,
): boolean =>
  known !== undefined &&
  known.exitsHash === exitsHash &&
  known.versions.length === members.length &&
  members.every(({ version }) => known.versions.includes(version));
