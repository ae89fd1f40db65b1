import type { Command } from 'commander';
import { Refusal } from '../local/refusal.ts';
import { comparisonOf } from '../replay/compare/comparison.ts';
import { comparisonText } from '../replay/compare/text.ts';
import { type Figures, figuresOf } from '../replay/figures/figures.ts';
import { reportHtml } from '../replay/report/report.ts';
import type { ReplayResult } from '../replay/result.ts';
import { summaryText } from '../replay/summary.ts';
import type { Answer } from './answer.ts';
import { checkOf, type Watcher } from './commands/replay.ts';
import { checkNamed } from './replaying/checks.ts';
import type { ReplayFlags } from './replaying/flags.ts';
import { withReplayOptions } from './replaying/options.ts';
import { replayProgress } from './replaying/progress.ts';
import { checkPlace, put, readResult, writtenAndTold } from './replaying/result-file.ts';
import { replayInThread } from './replaying/thread.ts';
import { untilEnough } from './replaying/until-enough.ts';

type Say = (answer: Answer, options: { readonly json?: boolean }) => void;

/** Adds `replay`, which needs no desk. */
export function addReplayCommand(program: Command, say: Say, err: NodeJS.WritableStream): void {
  const replay = program
    .command('replay')
    .description(
      'what the desk would have done on a market that has happened: the same minute, as fast as it goes',
    )
    .allowExcessArguments(false);
  withReplayOptions(replay)
    .option('--report <FILE>', 'writes the report, one page of HTML')
    .option('--json [FILE]', 'writes the result as JSON into a file, or answers with it')
    .option('--compare <FILE...>', 'sets two results side by side that --json has written; replays nothing')
    .option(
      '--check <NAME>',
      'look-ahead or start-up: replays more than once, and tells whether it is biased',
    )
    .option(
      '--every-minute',
      'runs also the minutes in which nothing can happen: slower, and the same journal',
    )
    .action(async (flags: ReplayFlags) => {
      const isJson = { json: flags.json === true };
      const files = filesOf(flags);
      if (files.length > 0 && (flags.compare ?? flags.check) !== undefined)
        throw new Refusal(`replay: --compare and --check answer, and write no ${files.join(', ')}`);
      if (flags.compare !== undefined) return say(comparison(flags.compare), isJson);
      if (flags.check !== undefined) {
        const check = checkNamed(flags.check);
        return say(await watched(err, watcher => checkOf(check, flags, watcher)), isJson);
      }
      for (const path of files) checkPlace(path);
      const result = await watched(err, watcher => replayInThread(flags, watcher));
      const figures = figuresOf(result);
      writtenAndTold(
        () => write(flags, result, figures),
        isWritten => say(answerOf(result, figures, isWritten ? files : []), isJson),
      );
    });
}

/** Shows how far it is. Ctrl-C ends the replay, and what there is by then is told. */
async function watched<Found>(
  err: NodeJS.WritableStream,
  work: (watcher: Watcher) => Promise<Found>,
): Promise<Found> {
  const progress = replayProgress(err, () => performance.now());
  try {
    return await untilEnough(hasEnough =>
      work({
        onProgress: (phase, done, of) => progress.hear(phase, done, of),
        hasEnough,
        now: () => performance.now(),
      }),
    );
  } finally {
    progress.end();
  }
}

const filesOf = ({ json, report }: ReplayFlags): readonly string[] =>
  [report, json].filter(path => typeof path === 'string');

function write({ json, report }: ReplayFlags, result: ReplayResult, figures: Figures): void {
  if (report !== undefined) put(report, reportHtml(result, figures));
  if (typeof json === 'string') put(json, `${JSON.stringify(result)}\n`);
}

const answerOf = (result: ReplayResult, figures: Figures, written: readonly string[]): Answer => ({
  json: { ...result, figures },
  exitCode: result.complete ? 0 : 1,
  lines: () => [
    ...summaryText(result, figures).split('\n'),
    ...(written.length === 0 ? [] : ['', ...written.map(path => `written: ${path}`)]),
  ],
});

function comparison(files: readonly string[]): Answer {
  const [first, second] = files;
  if (first === undefined || second === undefined || files.length > 2)
    throw new Refusal('replay: --compare takes two files: --compare A.json B.json');
  const [a, b] = [readResult(first), readResult(second)];
  const answer = comparisonOf(a, b);
  if ('refused' in answer) throw new Refusal(`--compare ${first} ${second}: ${answer.refused}`);
  return { json: answer.comparison, lines: () => comparisonText(a, b).split('\n') };
}
