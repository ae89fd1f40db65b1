import { Refusal } from '../../local/refusal.ts';
import { MODEL_KINDS } from '../../models/ensemble.ts';
import { exitsHashOf } from '../../models/expected-value.ts';
import { type MeasuredMixture, type Mixtures, measureMixtures } from '../../models/mixtures.ts';
import type { Answer } from '../answer.ts';
import { checkOutFolder } from '../training/out-folder.ts';
import { rosterIn, seatIn } from '../training/seat.ts';
import { ensembleLines, trainingLines } from '../views/training.ts';
import { type Lesson, lessonOf, type Made, madeOf, printable, reportOf, type TrainOptions } from './train.ts';

/**
 * Trains the four kinds on the same bars, and measures what they are worth together; answers what each has shown. Writes
 * nothing unless all went well. @throws Refusal, CandleFileError
 */
export async function trainAll(options: TrainOptions, tell: (line: string) => void): Promise<Answer> {
  if (options.rounds !== undefined || options.depth !== undefined)
    throw new Refusal('--rounds and --depth are of trees: leave them out for all');
  checkOutFolder(options.out);
  rosterIn(options.out);
  const lesson = lessonOf(options, options.history(), tell);
  const made: Made[] = [];
  for (const kind of MODEL_KINDS)
    made.push(await madeOf(options, kind, lesson, line => tell(`${kind}: ${line}`)));
  const mixtures = togetherOf(made, lesson);
  const files = seatIn(
    options.out,
    made.map(({ trained }) => trained),
    mixtures,
  );
  const reports = made.map(each => {
    const { version } = each.trained.manifest;
    return reportOf(
      options,
      lesson,
      each,
      files.filter(name => name.includes(version)),
    );
  });
  const ensemble = mixtures.mixtures.find(({ members }) => members.length === made.length);
  return {
    json: { models: reports.map(printable), ensemble: ensemble ?? null, files },
    lines: screen => [
      ...reports.flatMap(report => [...trainingLines(report, screen), '']),
      ...ensembleLines(ensemble, screen),
    ],
  };
}

function togetherOf(made: readonly Made[], { series, limits, history }: Lesson): Mixtures {
  const mixtures: readonly MeasuredMixture[] = measureMixtures(
    made.map(({ trained }) => trained.kept),
    series,
    limits,
  );
  const versions = made.map(({ trained }) => trained.manifest.version);
  return { format: 1, measuredAt: history.to, versions, exitsHash: exitsHashOf(limits), mixtures };
}
