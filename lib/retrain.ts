/**
 * What a desk learns once a day, model by model, and last of all of them together:
 *
 *   resolve   what each model said, and whose horizon is over, is held against the bars that followed: its record grows,
 *             which renews its licence or ends it
 *   settle    a challenger that has been better is promoted; a champion that has been worse than the one before steps back
 *   refit     the champion's recipe is fitted anew to the latest bars, and takes its seat where it is not worse
 *   mix       what the champions are worth together is measured on what each said out of fold
 *
 * A model that could not be held against anything keeps its record and its old date, so that its licence runs out. What
 * fails for one kind is noted and counted, and keeps no other from its turn; the champion stays (I51, I53).
 */
import { epochMs, type Minute } from './desk/units.ts';
import type { LearningDesk } from './minute/desk.ts';
import { modelReader } from './minute/models.ts';
import { sentenceOf, type TickEnd, underLease } from './minute/tick.ts';
import { MODEL_KINDS } from './models/ensemble.ts';
import { afterRefit, isFitted, settled } from './models/seat-changes.ts';
import { TrainingError } from './models/trees/errors.ts';
import { TensorsRefused } from './models/work.ts';
import { PortError } from './ports.ts';
import { lessonsOf } from './retrain/lessons.ts';
import { mix } from './retrain/mix.ts';
import { refit } from './retrain/refit.ts';
import { revalidate } from './retrain/revalidate.ts';
import { evidenceOf, saveSeat, seatOf } from './retrain/seat.ts';

/** As long as a function may run. */
const LEASE_MS = 15 * 60_000;

/** Once a day: it is called more than once a night, and what has been done is not done again. */
export const retrain = (desk: LearningDesk, minute: Minute): Promise<TickEnd> =>
  underLease(
    desk,
    'retrain',
    minute,
    async tick => {
      const counts = { ModelsRenewed: 0, SeatChanges: 0, ModelFaults: 0 };
      const bugs: unknown[] = [];
      const apart = async (what: string, work: () => Promise<void>) => {
        try {
          await work();
        } catch (error) {
          counts.ModelFaults += 1;
          tick.note({ type: 'trouble', what, because: sentenceOf(error) });
          if (!isFailure(error)) bugs.push(error);
        }
      };
      const now = epochMs(minute);
      const read = modelReader(desk.models);
      const models = async () => (await read()).map(({ model }) => model);
      const { training } = desk;
      const lessons = training === undefined ? undefined : lessonsOf(tick, training);
      const held = await models();
      for (const kind of MODEL_KINDS) {
        for (const model of held.filter(each => each.kind === kind)) {
          await apart(`revalidation of ${kind}`, async () => {
            if (await revalidate(tick, model)) counts.ModelsRenewed += 1;
          });
        }
        await apart(`promotion of ${kind}`, async () => {
          const evidence = evidenceOf(await models(), desk.modelMarket, kind);
          counts.SeatChanges += await saveSeat(tick, kind, seat => settled(seat, evidence, now));
        });
        if (lessons === undefined || training?.kinds.includes(kind) !== true) continue;
        await apart(`training of ${kind}`, async () => {
          if (isFitted(await seatOf(desk, kind), now)) return;
          const fitted = await refit(tick, kind, await lessons());
          const { champion } = evidenceOf(await models(), desk.modelMarket, kind);
          counts.SeatChanges += await saveSeat(tick, kind, seat => afterRefit(seat, fitted, champion, now));
        });
      }
      if (lessons !== undefined) await apart('the ensemble', () => mix(tick, lessons));
      desk.metrics.emit('retrain', counts);
      // A bug is for the function's error alarm.
      if (bugs.length > 0) throw bugs[0];
    },
    desk.mayTakeMs ?? LEASE_MS,
  );

/** The world's failures, and what a training refuses to learn from. */
const isFailure = (error: unknown): boolean =>
  error instanceof PortError || error instanceof TrainingError || error instanceof TensorsRefused;
