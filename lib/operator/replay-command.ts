import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '../local/refusal.ts';
import { comparisonOf } from '../replay/compare/comparison.ts';
import { comparisonText } from '../replay/compare/text.ts';
import { type Figures, figuresOf } from '../replay/figures/figures.ts';
import { reportHtml } from '../replay/report/report.ts';
import type { ReplayResult } from '../replay/result.ts';
import { summaryText } from '../replay/summary.ts';
import type { Answer } from './answer.ts';
import { collect } from './command-kit.ts';
import { checkOf, replayOf, type Watcher } from './commands/replay.ts';
import { amount, whole } from './numbers.ts';
import { checkNamed } from './replaying/checks.ts';
import type { ReplayFlags } from './replaying/flags.ts';
import { ReplayProgress } from './replaying/progress.ts';
import { readResult } from './replaying/result-file.ts';

type Say = (answer: Answer, options: { readonly json?: boolean }) => void;

const SEED_MAX = 2 ** 31;

/** Adds `replay`, which needs no desk. */
export function addReplayCommand(program: Command, say: Say, err: NodeJS.WritableStream): void {
  program
    .command('replay')
    .description(
      'what the desk would have done on a market that has happened: the same minute, as fast as it goes',
    )
    .allowExcessArguments(false)
    .option('--data <DIR>', 'folder of SYMBOL-1m.csv.gz, or -15m, or -1h')
    .option('--history <DIR>', 'with minutes: folder of SYMBOL-15m.csv.gz, for what lies before them')
    .option('--funding <DIR>', 'folder of SYMBOL-funding.csv.gz')
    .option('--synthetic <SEED>', 'replays the synthetic market instead', whole(0, SEED_MAX))
    .option('--days <N>', 'with --synthetic: so many days (default 30)', whole(1, 1_000))
    .option('--martingale', 'with --synthetic: its twin that nothing can be learnt from')
    .option('--from <DATE>', 'begins here: 2025-05-01 is its midnight, UTC')
    .option('--to <DATE>', 'ends here')
    .option('--equity <USD>', 'what the account begins with', amount(1, 1e12), 10_000)
    .option('--account <KIND>', 'usdt-isolated or credits-cross', 'usdt-isolated')
    .option('--profile <NAME>', 'a named set of limits')
    .option('--limits <FILE>', 'limits that limits backup has written')
    .option('--set <NAME=VALUE>', 'one limit otherwise (repeatable)', collect, [])
    .option('--models <DIR>', 'models that train has written; they vote as they stand when the span begins')
    .option('--market <NAME>', 'with --data: what it is a record of (default binance-usdm)')
    .option('--as-if-licensed', 'lets models without a licence trade: for looking, and said in the report')
    .option('--force-signals <FILE>', 'trades a list of time,symbol,side in the place of the models')
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
      const result = await watched(err, watcher => replayOf(flags, watcher));
      const figures = figuresOf(result);
      write(flags, result, figures);
      say(answerOf(result, figures, files), isJson);
    });
}

/** Ctrl-C once ends the replay, and what there is by then is told; twice ends the process. */
async function watched<Found>(
  err: NodeJS.WritableStream,
  work: (watcher: Watcher) => Promise<Found>,
): Promise<Found> {
  const progress = new ReplayProgress(err, () => performance.now());
  let enough = false;
  const end = () => {
    enough = true;
  };
  process.once('SIGINT', end);
  try {
    return await work({
      onProgress: (phase, done, of) => progress.hear(phase, done, of),
      hasEnough: () => enough,
      now: () => performance.now(),
    });
  } finally {
    process.off('SIGINT', end);
    progress.end();
  }
}

const filesOf = ({ json, report }: ReplayFlags): readonly string[] =>
  [report, json].filter(path => typeof path === 'string');

/** Before the work, not after it. @throws Refusal */
function checkPlace(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw new Refusal(`${path}: its folder is not there; make it first`);
  if (existsSync(path) && statSync(path).isDirectory())
    throw new Refusal(`${path}: is a folder; name a file in it`);
}

function write({ json, report }: ReplayFlags, result: ReplayResult, figures: Figures): void {
  if (report !== undefined) put(report, reportHtml(result, figures));
  if (typeof json === 'string') put(json, `${JSON.stringify(result)}\n`);
}

function put(path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new Refusal(`${path}: cannot be written (${(error as NodeJS.ErrnoException).code ?? 'failed'})`);
  }
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
