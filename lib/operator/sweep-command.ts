import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { SweepResult } from '../replay/sweep/result.ts';
import { sweepText } from '../replay/sweep/text.ts';
import type { Answer } from './answer.ts';
import { collect } from './command-kit.ts';
import { sweepOf } from './commands/sweep.ts';
import { whole } from './numbers.ts';
import { withReplayOptions } from './replaying/options.ts';
import { Progress } from './replaying/progress.ts';
import { checkPlace, put, writtenAndTold } from './replaying/result-file.ts';
import { untilEnough } from './replaying/until-enough.ts';
import { type AwsSweepFlags, placeOf, type SweepPlace } from './sweeping/aws/flags.ts';
import type { SweepFlags } from './sweeping/flags.ts';

type Say = (answer: Answer, options: { readonly json?: boolean }) => void;

const [THREADS_MAX, FOLDS_MAX] = [64, 50];

/** Adds `sweep`, which needs no desk. */
export function addSweepCommand(program: Command, say: Say, err: NodeJS.WritableStream): void {
  const sweep = program
    .command('sweep')
    .description(
      'tries values of limits on a market that has happened; they are chosen by the days before alone',
    )
    .allowExcessArguments(false);
  withReplayOptions(sweep)
    .option('--grid <NAME=V1,V2>', 'a limit and the values to try; each with each of the others', collect, [])
    .option('--folds <N>', 'blocks of days that are chosen for, one after the other', whole(1, FOLDS_MAX), 4)
    .option('--metric <NAME>', 'what is chosen by: sharpe, growth or calmar', 'sharpe')
    .option('--threads <N>', 'worker threads', whole(1, THREADS_MAX), availableParallelism())
    .option('--aws', 'in the cloud, by a stack whose context has "sweep": true')
    .option('--region <NAME>', 'with --aws: the region, instead of the environment’s or the profile’s')
    .option('--aws-profile <NAME>', 'with --aws: a profile of ~/.aws, instead of the environment’s')
    .option('--stack <NAME>', 'with --aws: the stack (default perpdesk)')
    .option('--json [FILE]', 'writes the result as JSON into a file, or answers with it')
    .action(async (flags: SweepFlags & AwsSweepFlags) => {
      const place = placeOf(flags, sweep.getOptionValueSource('threads') === 'cli');
      const file = typeof flags.json === 'string' ? flags.json : undefined;
      if (file !== undefined) checkPlace(file);
      const result = await (place === undefined ? swept(flags, err) : sweptInAws(flags, place, err));
      writtenAndTold(
        () => file !== undefined && put(file, `${JSON.stringify(result)}\n`),
        isWritten => say(answerOf(result, isWritten ? file : undefined), { json: flags.json === true }),
      );
    });
}

/** Ctrl-C ends it. */
async function swept(flags: SweepFlags, err: NodeJS.WritableStream): Promise<SweepResult> {
  const progress = new Progress({ combinations: 'of the combinations' }, err, () => performance.now());
  try {
    return await untilEnough(hasEnough =>
      sweepOf(flags, { hasEnough, onProgress: (done, of) => progress.hear('combinations', done, of) }),
    );
  } finally {
    progress.end();
  }
}

/** Ctrl-C leaves it at work. What reaches AWS is loaded when it is asked for. */
async function sweptInAws(
  flags: SweepFlags,
  place: SweepPlace,
  err: NodeJS.WritableStream,
): Promise<SweepResult> {
  const { sweepInAws } = await import('./sweeping/aws/sweep.ts');
  const phases = { uploads: 'of the files are uploaded', combinations: 'of the combinations' };
  const progress = new Progress(phases, err, () => performance.now());
  try {
    return await untilEnough(hasEnough =>
      sweepInAws(flags, place, {
        hasEnough,
        say: line => err.write(`${line}\n`),
        onProgress: (phase, done, of) => progress.hear(phase, done, of),
      }),
    );
  } finally {
    progress.end();
  }
}

const answerOf = (result: SweepResult, written: string | undefined): Answer => ({
  json: result,
  lines: () => [
    ...sweepText(result).split('\n'),
    ...(written === undefined ? [] : ['', `written: ${written}`]),
  ],
});
