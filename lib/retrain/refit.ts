import { DAY_MS, epochMs } from '../desk/units.ts';
import type { LearningDesk } from '../minute/desk.ts';
import type { Tick } from '../minute/tick.ts';
import { done } from '../minute/work.ts';
import { bytesOf } from '../models/digest.ts';
import type { ModelKind } from '../models/ensemble.ts';
import { heldOf, predictionsName } from '../models/files.ts';
import { writeKept } from '../models/kept-predictions.ts';
import { learnerOf } from '../models/learners.ts';
import { DEFAULT_RECIPE } from '../models/recipe.ts';
import type { Refit } from '../models/seat-changes.ts';
import { train } from '../models/train.ts';
import type { Lessons } from './lessons.ts';

/**
 * Fits a kind anew, and writes its files beside those of the seat's holders. Throws a PortError or a TrainingError where
 * there is nothing to fit to, or nowhere to write to.
 */
export async function refit(
  { desk, minute }: Tick<LearningDesk>,
  kind: ModelKind,
  { plan, market, coins, limits }: Lessons,
): Promise<Refit> {
  const now = epochMs(minute);
  const { manifest, file, kept } = await done(
    train({
      coins,
      recipe: DEFAULT_RECIPE,
      learner: learnerOf(kind),
      limits,
      market,
      to: now,
      everyBars: plan.everyBars,
      now,
      seed: Math.floor(minute / DAY_MS),
      onProgress: ({ step, done: have, of, note }) =>
        plan.tell?.(`${kind}: ${step}${of > 1 ? ` ${have} of ${of}` : ''}: ${note}`),
    }),
    desk.tensors,
  );
  const { held, text } = heldOf(manifest, now);
  await desk.models.files.write(held.file, file);
  await desk.models.files.write(held.manifest, bytesOf(text));
  await desk.models.files.write(predictionsName(manifest), bytesOf(writeKept(kept)));
  return { held, contender: manifest };
}
